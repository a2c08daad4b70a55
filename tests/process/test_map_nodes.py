"""`map` nodes in real runs: the loop of `map_steps`, drawn."""

from typing import Any

from support.run import chain, node
from support.server import Server

ITEMS = [{"id": number} for number in range(6)]


def mapping(node_id: str = "each", **data: Any) -> Any:
    usual = {"items": {"var": "items"}, "codeRef": "faulty.item", "outputKey": "rows"}
    return {"id": node_id, "type": "map", "data": {**usual, **data}}


def test_each_item_once_through_a_pause_and_a_kill(server: Server) -> None:
    slow = mapping(key="id", workers=2, args={"seconds": 0.1}, argsFrom={"factor": {"var": "factor"}})
    run = server.run(chain(slow), items=[{"id": number} for number in range(60)], factor=7)
    run.done(6)
    progress = run.facts["progress"]
    run.kill()
    run.done(14)
    run.paused()
    decided = run.decided()
    run.resume()

    assert run.finished()["rows"] == [{"id": number, "product": 7 * number} for number in range(60)]

    assert (progress["node"], progress["label"], progress["total"]) == ("each", "faulty_item", 60)
    assert 0 < progress["done"] < 60
    assert 10 <= decided < 60
    again = len(run.ledger("item")) - 60
    assert again <= 2 + 2, "what was in flight at the kill, and what its last group held"
    assert {state for state, _ in run.journal().values()} == {"done"}


def test_items_of_many_kinds(server: Server) -> None:
    """From a file, from a rule, without results, of coroutines, in processes, none at all."""
    run = server.run(
        chain(
            node("keep", "keeps", name="images.json", value=[1, 2, 3]),
            mapping("file", items={"artifact": "images.json"}, args={"factor": 2}, outputKey="file"),
            mapping("rule", items={"filter": [{"var": "items"}, {">": [{"var": "id"}, 3]}]}, outputKey="rule"),
            mapping("later", items=[[1], "二", None], codeRef="faulty.item_later", outputKey="later"),
            mapping("processes", items=[1, 2, 3, 4], pool="process", workers=2, outputKey="processes"),
            mapping("none", items=[], outputKey="none"),
            {"id": "quiet", "type": "map", "data": {"items": [5], "codeRef": "faulty.item"}},
        ),
        items=ITEMS,
    )
    state = run.finished()
    assert state["file"] == [2, 4, 6]
    assert state["rule"] == [{"id": 4, "product": 4}, {"id": 5, "product": 5}]
    assert state["later"] == [[1], "二", None]
    assert state["processes"] == [1, 2, 3, 4]
    assert state["none"] == []
    assert state.keys() == {"items", "file", "rule", "later", "processes", "none"}


def test_items_that_fail(server: Server) -> None:
    items = [{"id": 0}, {"id": 1, "fault": "raises"}, {"id": 2, "fault": "sleeps"}, {"id": 3}]
    skipping = server.run(chain(mapping(key="id", onError="skip", timeout=0.5, workers=4)), items=items)
    raising = server.run(chain(mapping(key="id")), items=items[:2])
    limit = {"totalTimeout": 0.4, "args": {"seconds": 0.1}}
    limited = server.run(chain(mapping(onTimeout="continue", **limit)), items=list(range(100)))

    rows = skipping.finished()["rows"]
    assert [rows[0], rows[3]] == [{"id": 0, "product": 0}, {"id": 3, "product": 3}]
    assert [(row["key"], row["code"]) for row in rows[1:3]] == [(1, "USER_CODE_ERROR"), (2, "USER_CODE_ERROR")]
    assert "took longer than 0.5 s" in rows[2]["message"]
    assert skipping.facts["skipped"] == 2
    error = raising.failed()
    assert error["message"] == "ValueError: item 1 is bad (item 1 of faulty_item)"
    assert "rows" not in limited.finished()
    assert limited.facts["nodes"][1]["status"] == "skipped"


def test_a_timed_out_item_leads_on(server: Server) -> None:
    late = node("late", "returns", late=True)
    flow = chain(mapping(timeout=0.3), late)
    flow["edges"][1:2] = [
        {"source": "each", "target": "end"},
        {"source": "each", "target": "late", "data": {"on": "timeout"}},
    ]
    run = server.run(flow, items=[{"id": 2, "fault": "sleeps"}])
    assert run.finished()["late"] is True
    assert "item 0" in run.state["error"]["message"]


def test_what_are_no_items(server: Server) -> None:
    bad = {
        "text": (mapping(), "three", "'items' gives a str ('three'), no list."),
        "nothing": (mapping(items={"var": "itms"}), 1, "'items' gives null (None), no list."),
        "object": (mapping(items={"var": ""}), 1, "'items' gives a dict ({'items': 1}), no list."),
        "file": (mapping(items={"artifact": "no.json"}), 1, "There is no file 'no.json' among the run's outputs."),
        "key": (
            mapping(key="id"),
            [{"id": 1}, {"ID": 2}],
            "An item has no field 'id', by which 'key' tells items apart: {'ID': 2}.",
        ),
    }  # fmt: skip
    runs = {name: server.run(chain(each), items=given) for name, (each, given, _) in bad.items()}
    for name, run in runs.items():
        assert (run.failed()["code"], run.facts["error"]["message"]) == ("BAD_ITEMS", bad[name][2])
