"""Flows that call flows through real processes: what holds for a node holds for one inside of another."""

import sqlite3
from collections import Counter
from contextlib import closing
from typing import Any

from support.branches import block, rows
from support.run import Run, chain, node
from support.server import Server
from support.wait import until
from workflow_engine_shared.clock import SystemClock


def subflow(node_id: str, flow: str, **data: Any) -> dict[str, Any]:
    return {"id": node_id, "type": "subflow", "data": {"flow": flow, **data}}


def test_a_nested_flow_is_killed_paused_and_does_nothing_twice(server: Server):
    """A loop beside a failing node, two flows deep; the failure leaves by an edge of the outermost flow."""
    deep = block(
        [node("items", "adds_up", count=120, seconds=0.01)],
        [node("gate", "waits", safe=True), node("count", "counts", key="k")],
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
    run.open_gate()

    values = run.hurry().finished()
    assert values.pop("why") == {"code": "USER_CODE_ERROR", "message": values_message(run), "node": "sub/bad"}
    assert values == {"k": 1, "after": 1}, "what is inside stays there"
    visited = rows(run)
    assert set(visited) == {
        "start", "sub", "sub/start", "sub/work", "sub/work/start", "sub/work/split", "sub/work/items",
        "sub/work/gate", "sub/work/count", "sub/work/join", "sub/work/end", "sub/bad", "after", "end",
    }  # fmt: skip
    assert all([each[1] for each in found] == ["finished"] for found in visited.values())
    assert max(Counter(line["key"] for line in run.ledger("item")).values()) <= 2
    shown = {each["id"]: each["status"] for each in run.facts["nodes"]}
    assert (shown["sub"], shown["sub/bad"], shown["sub/work"]) == ("failed", "failed", "finished")
    assert any("by the edge for errors of node sub to node after" in each for each in run.messages())
    assert run.taken == dict.fromkeys([0, 2, 3, 4, 5, *range(7, 14)], 1), "neither sub>after nor sub/bad>sub/end"
    ends = {each["edge"]: (each["source"], each["target"]) for each in run.facts["edges"]}
    assert (ends[3], ends[5]) == (("sub", "after"), ("sub/work", "sub/bad"))
    assert ends[9] == ("sub/work/items", "sub/work/join")


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

    points = server.get(f"/runs/{run.id}/checkpoints")["items"]
    inside = next(each for each in points if "sub/bad" in [due["node"] for due in each["due"]])
    forked = server.post(f"/runs/{run.id}/fork", {"checkpoint_id": inside["checkpoint_id"], "updates": {"x": 9}})
    assert forked.status_code in (200, 201, 202), forked.text
    fork = Run(server, forked.json()["thread_id"])
    assert fork.failed()["node"] == "sub/bad"
    fork.resume()
    assert fork.finished() == {"x": 9}
    assert fork.facts["subflows"] == run.facts["subflows"]


def test_a_flow_as_a_run_of_its_own(server: Server):
    """The caller waits without a process, the other run is killed and goes on, both end once."""
    server.flow(chain(node("gate", "waits", safe=True), node("count", "counts", key="k")), "child")
    top = chain(subflow("sub", "child", mode="run", input={"k": {"var": "k"}}, output={"k": "k"}))
    run = server.run(top, k=4)
    facts = run.until("interrupted")
    assert (facts["reason"], facts["process"]) == ("waiting", None)
    (told,) = facts["children"]
    child = Run(server, told["thread_id"])
    assert child.id.startswith(f"{run.id}-a")
    assert child.facts["parent"] == {"thread_id": run.id, "key": told["key"]}
    child.began()
    child.kill()
    child.open_gate()
    assert child.finished() == {"k": 5, "gate": "go"}
    assert run.finished() == {"k": 5}
    assert len(run.facts["children"]) == 1
    assert [kind for kind, _ in run.events("wait_met", "finish")] == ["wait_met", "finish"]


def test_a_run_that_fails_or_is_cancelled_tells_the_one_that_waits(server: Server):
    server.flow(chain(node("bad", "raises", until=9)), "breaks")
    top = chain(subflow("sub", "breaks", mode="run", onChildError="fail"), node("after", "returns", after=1))
    top["edges"].append({"source": "sub", "target": "after", "data": {"on": "error"}})
    run = server.run(top)
    until(lambda: run.row_status() == "finished")
    values = run.finished()
    assert values["error"]["code"] == "CHILD_FAILED"
    assert "failed at node 'bad'" in values["error"]["message"]

    waiting = server.run(chain(subflow("sub", "breaks", mode="run")))
    until(lambda: [each["status"] for each in waiting.facts["children"]] == ["error"], what="the other run's error")
    assert waiting.facts["reason"] == "waiting"
    waiting.cancel()
    waiting.until("cancelled")
    until(lambda: waiting.facts["children"][0]["status"] == "cancelled", what="the other run's end")


def test_a_run_that_takes_too_long_is_cancelled_and_led_on_from(server: Server):
    """Noticed by the caller's process where the time is short, by the supervisor where it is not."""
    server.flow(chain(node("gate", "waits", safe=True)), "slow")
    top = chain(subflow("sub", "slow", mode="run", timeout=1), node("after", "returns", after=1))
    top["edges"].append({"source": "sub", "target": "after", "data": {"on": "timeout"}})
    run = server.run(top)
    assert run.finished()["error"]["code"] == "NODE_TIMEOUT"
    until(lambda: run.facts["children"][0]["status"] == "cancelled", what="the other run's end")

    failing = server.run(chain(subflow("sub", "slow", mode="run", timeout=36_000)))
    until(lambda: failing.facts["reason"] == "waiting" and not failing.facts["process"], what="no process")
    with closing(sqlite3.connect(server.home.db)) as con, con:  # ten hours later
        con.execute("UPDATE waits SET due_at = ? WHERE thread_id = ?", [SystemClock().now(), failing.id])
    until(lambda: failing.row_status() == "error", what="the time-out")
    error = failing.failed()
    assert (error["code"], error["node"]) == ("NODE_TIMEOUT", "sub")
    assert "another run is started" in error["hint"]
    (first,) = failing.facts["children"]
    until(lambda: Run(server, first["thread_id"]).row_status() == "cancelled", what="the other run's end")
    failing.resume()
    until(lambda: len(failing.facts["children"]) == 2, what="another run")
    second = Run(server, failing.facts["children"][1]["thread_id"])
    second.began()
    second.open_gate()
    second.finished()
    failing.finished()


def test_a_time_limit_that_is_let_pass(server: Server):
    server.flow(chain(node("gate", "waits", safe=True)), "slower")
    run = server.run(chain(subflow("sub", "slower", mode="run", timeout=0.5, onTimeout="continue")))
    run.finished()
    assert run.facts["skipped"] == 1
