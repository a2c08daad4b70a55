"""Flows that call flows through real processes: what holds for a node holds for one inside of another."""

from collections import Counter
from typing import Any

from support.branches import block, rows
from support.run import chain, node
from support.server import Server
from support.wait import until


def subflow(node_id: str, flow: str, **data: Any) -> dict[str, Any]:
    return {"id": node_id, "type": "subflow", "data": {"flow": flow, **data}}


def test_a_nested_flow_is_killed_paused_and_does_nothing_twice(server: Server):
    """A loop beside a failing node, two flows deep; the failure leaves by an edge of the outermost flow."""
    deep = block(
        [node("items", "adds_up", count=120, seconds=0.01)],
        [node("count", "counts", key="k")],
        state={"k": "sum"},
    )
    server.flow(deep, "deep")
    middle = chain(
        subflow("work", "deep", input={"k": {"var": "from"}}, output={"total": "total", "k": "k"}),
        node("bad", "raises", until=9),
    )
    server.flow(middle, "middle")
    top = chain(subflow("sub", "middle", input={"from": 5}), node("after", "returns", after=1))
    top["edges"].append({"source": "sub", "target": "after", "data": {"on": "error", "as": "why"}})
    server.flow(top, "top")
    run = server.run("top", k=1)
    run.done(10)

    facts = run.paused()
    assert "sub/work/items" in facts["current_nodes"]
    assert not {"sub", "sub/work"} & set(facts["current_nodes"])
    assert facts["subflows"] == [
        {"node": "sub", "flow_id": "middle", "version": 1},
        {"node": "sub/work", "flow_id": "deep", "version": 1},
    ]
    assert run.decided() < 120
    run.resume()
    until(lambda: run.decided() > 20)
    run.kill()

    values = run.finished()
    assert values.pop("why") == {"code": "USER_CODE_ERROR", "message": values_message(run), "node": "sub/bad"}
    assert values == {"k": 1, "after": 1}, "what is inside stays there"
    visited = rows(run)
    assert set(visited) == {
        "start", "sub", "sub/start", "sub/work", "sub/work/start", "sub/work/split", "sub/work/items",
        "sub/work/count", "sub/work/join", "sub/work/end", "sub/bad", "after", "end",
    }  # fmt: skip
    assert all([each[1] for each in found] == ["finished"] for found in visited.values())
    assert max(Counter(line["key"] for line in run.ledger("item")).values()) <= 2
    shown = {each["id"]: each["status"] for each in run.facts["nodes"]}
    assert (shown["sub"], shown["sub/bad"], shown["sub/work"]) == ("failed", "failed", "finished")
    assert any("by the edge for errors of node sub to node after" in each for each in run.messages())


def values_message(run: Any) -> str:
    return str(run.state["why"]["message"])


def test_an_inner_node_fails_and_is_tried_again_with_what_it_was_given(server: Server):
    server.flow(chain(node("need", "returns", code_ref="faulty", x=1), node("bad", "raises", until=2)), "fails-once")
    run = server.run(chain(subflow("sub", "fails-once", output={"x": "x"})))
    error = run.failed()
    assert error["node"] == "sub/bad"
    shown = {each["id"]: each["status"] for each in run.facts["nodes"]}
    assert (shown["sub/bad"], shown["sub"]) == ("failed", "paused")
    run.resume(updates={"x": 7})
    assert run.finished() == {"x": 7}
