"""Tests of drafts through real processes: pinned nodes are not run, and a run ends where it was to."""

from typing import Any

import pytest

from support.branches import block, rows
from support.run import Run, chain, node
from support.server import Server
from support.wait import until


def drafted(server: Server, dsl: Any, *, stop_after: str | None = None, pinned: Any = None, **state: Any) -> Run:
    """A run that tests a draft."""
    server._made += 1
    flow_id = f"draft-{server._made}"
    kept = server.client.put(f"/flows/{flow_id}/draft", json={"dsl": dsl})
    assert kept.status_code == 200, kept.text
    body = {"flow_id": flow_id, "draft": 1, "input": state, "stop_after": stop_after, "pinned": pinned}
    made = server.post("/runs/start", {name: value for name, value in body.items() if value is not None})
    assert made.status_code == 201, made.text
    return Run(server, made.json()["thread_id"])


CHAIN = chain(node("one", "returns", one=1), node("two", "raises", until=99), node("three", "returns", three=3))


def test_pinned_outputs_stand_in_for_a_node_that_would_fail(server: Server):
    run = drafted(server, CHAIN, pinned={"two": {"two": [1, {"x": None}], "one": "日本"}})
    assert run.finished() == {"one": "日本", "two": [1, {"x": None}], "three": 3}
    assert run.facts["test"] == {"revision": 1, "stop_after": None, "stopped": False, "pinned": ["two"]}
    assert [each["status"] for each in run.facts["nodes"]] == ["finished"] * 5
    assert any("two is not run in this test" in each and "(two, one)" in each for each in run.messages())


def test_a_run_ends_after_the_node_that_it_is_to_stop_after(server: Server):
    run = drafted(server, CHAIN, stop_after="one")
    assert run.finished() == {"one": 1}
    assert run.facts["test"]["stopped"] is True
    shown = {each["id"]: each["status"] for each in run.facts["nodes"]}
    assert shown == {"start": "finished", "one": "finished", "two": "waiting", "three": "waiting", "end": "waiting"}
    assert [each["edge"] for each in run.facts["edges"]] == [0], "no edge is drawn as taken that nothing went by"
    assert any("The test run ends here" in each for each in run.messages())


@pytest.mark.parametrize("where", ["start", "end"])
def test_the_ends_of_a_flow_are_places_to_stop_at(server: Server, where: str):
    run = drafted(server, chain(node("one", "returns", one=1)), stop_after=where)
    assert run.finished() == ({} if where == "start" else {"one": 1})
    assert run.facts["test"]["stopped"] is (where == "start")


def test_a_loop_stops_after_its_first_turn_and_at_its_condition(server: Server):
    looping = {
        "nodes": [
            {"id": "start", "type": "start"},
            node("count", "counts"),
            {"id": "more", "type": "condition", "data": {"expr": {"<": [{"var": "n"}, 3]}}},
            {"id": "end", "type": "end"},
        ],
        "edges": [
            {"source": "start", "target": "count"},
            {"source": "count", "target": "more"},
            {"source": "more", "target": "count", "data": {"when": True}},
            {"source": "more", "target": "end"},
        ],
    }
    for where in ("count", "more"):
        assert drafted(server, looping, stop_after=where).finished() == {"n": 1}
    assert drafted(server, looping, pinned={"count": {"n": 5}}).finished() == {"n": 5}


def test_inside_a_branch_the_others_go_on_to_their_join(server: Server):
    dsl = block(
        [node("a1", "returns", a1=1), node("a2", "returns", a2=2)], [node("b1", "returns", b1=1)],
    )  # fmt: skip
    run = drafted(server, dsl, stop_after="a1")
    assert run.finished() == {"a1": 1, "b1": 1}
    assert {"a2", "end"} & set(rows(run)) == set()
    assert run.facts["test"]["stopped"] is True
    assert drafted(server, dsl, stop_after="split").finished() == {}
    assert drafted(server, dsl, stop_after="join").finished() == {"a1": 1, "a2": 2, "b1": 1}
    assert drafted(server, dsl, pinned={"a2": {"a2": "given"}}).finished() == {"a1": 1, "a2": "given", "b1": 1}


def test_inside_a_called_flow(server: Server):
    server.flow(chain(node("inner", "returns", x=1), node("behind", "returns", y=2)), "called")
    calls = {"id": "call", "type": "subflow", "data": {"flow": "called", "output": {"x": "x"}}}
    dsl = chain(calls, node("after", "returns", after=1))
    run = drafted(server, dsl, stop_after="call/inner")
    assert run.finished() == {"x": 1}
    assert {"call/behind", "after"} & set(rows(run)) == set()
    assert drafted(server, dsl, pinned={"call/inner": {"x": 7}}).finished() == {"x": 7, "after": 1}
    assert drafted(server, dsl, pinned={"call": {"x": 8}}).finished() == {"x": 8, "after": 1}


def test_a_pinned_form_waits_for_nobody(server: Server):
    form = {"id": "ask", "type": "form", "data": {"outputKey": "answer"}}
    run = drafted(server, chain(form, node("after", "returns", after=1)), pinned={"ask": {"answer": {"ok": True}}})
    assert run.finished() == {"answer": {"ok": True}, "after": 1}


def test_a_test_that_is_killed_goes_on_as_a_test(server: Server):
    dsl = chain(
        node("skipped", "raises", until=99),
        node("gate", "waits"),
        node("count", "counts"),
        node("never", "raises", until=99),
    )
    run = drafted(server, dsl, stop_after="count", pinned={"skipped": {"given": 1}})
    until(lambda: "gate" in run.facts["current_nodes"])
    run.kill()
    run.open_gate()
    assert run.finished() == {"given": 1, "gate": "go", "n": 1}
    assert run.facts["test"]["stopped"] is True
    assert sum("skipped is not run" in each for each in run.messages()) == 1


def test_pinned_nodes_need_no_function(server: Server):
    gone = {"id": "gone", "type": "python", "data": {"codeRef": "no.such_function"}}
    assert drafted(server, chain(gone), pinned={"gone": {"x": 1}}).finished() == {"x": 1}


def test_what_publishing_would_mean_for_a_run_that_waits(server: Server):
    def drawn(**extra: Any) -> Any:
        form = {"id": "ask", "type": "form", "data": {"outputKey": "answer"}}
        return chain(
            node("one", "returns", one=1), node("two", "returns", two=2, **extra), form, node("three", "returns")
        )

    run = server.run(server.flow(drawn(), "waits"))
    until(lambda: run.facts["current_nodes"] == ["ask"] and run.status == "interrupted")
    server.client.put("/flows/waits/draft", json={"dsl": drawn(more=1)})
    report = server.post("/flows/waits/draft/impact", {"revision": 1}).json()
    (told,) = report["runs"]
    assert (told["thread_id"], told["waits"], told["current_nodes"]) == (run.id, ["form"], ["ask"])
    assert (told["done"], told["ahead"], told["again"], told["stuck"]) == (["two"], [], ["two"], [])
