"""Edges for failures, taken in real runs."""

from typing import Any

from support.run import node
from support.server import Server


def flow(work: Any, *failures: Any) -> Any:
    """start → work → end; `after` is where failures lead, and `late` where time-outs may."""
    more = [node("after", "returns", mended=True), node("late", "returns", late=True)]
    wanted = {edge["target"] for edge in failures}
    extra = [each for each in more if each["id"] in wanted]
    return {
        "nodes": [{"id": "start", "type": "start"}, work, *extra, {"id": "end", "type": "end"}],
        "edges": [
            {"source": "start", "target": work["id"]},
            {"source": work["id"], "target": "end"},
            *failures,
            *({"source": each["id"], "target": "end"} for each in extra),
        ],
    }


def on(kind: str, target: str, **data: str) -> Any:
    return {"source": "work", "target": target, "data": {"on": kind, **data}}


def test_an_error_leads_on(server: Server) -> None:
    retried = node("work", "raises", data={"retry": {"maxAttempts": 2, "delay": 0}})
    run = server.run(flow(retried, on("error", "after", **{"as": "失败"}), on("timeout", "late")), given=1)

    state = run.finished()

    assert state == {"given": 1, "mended": True, "失败": {**state["失败"], "code": "USER_CODE_ERROR", "node": "work"}}
    assert state["失败"].keys() == {"code", "message", "node"}
    nodes = {each["id"]: (each["status"], each["left_by"]) for each in run.facts["nodes"]}
    assert nodes["work"] == ("failed", "error")
    assert nodes["after"] == ("finished", None)
    assert nodes["late"] == ("waiting", None)
    assert run.taken == {0: 1, 2: 1, 4: 1}
    assert [line["attempt"] for line in run.ledger() if line["node"] == "work"] == [1, 2], "every attempt first"
    assert run.facts["skipped"] == 0
    assert any("goes on by the edge for errors to node after" in each for each in run.messages())


def test_a_time_out_leads_on(server: Server) -> None:
    """By its own edge; by that for errors where it has none; also when the worker had to be ended by force."""
    slow = node("work", "hangs", data={"timeout": 0.3})
    own = server.run(flow(slow, on("error", "after"), on("timeout", "late")))
    other = server.run(flow(node("work", "waits", safe=True, data={"timeout": 0.3}), on("error", "after")))

    assert (own.finished()["late"], own.state["error"]["code"]) == (True, "NODE_TIMEOUT")
    assert (other.finished()["mended"], other.state["error"]["code"]) == (True, "NODE_TIMEOUT")
    assert own.facts["nodes"][1]["left_by"] == "timeout"
    assert other.facts["nodes"][1]["left_by"] == "error"


def test_no_fitting_edge_stops_the_run(server: Server) -> None:
    run = server.run(flow(node("work", "raises"), on("timeout", "late")))
    assert run.failed()["code"] == "USER_CODE_ERROR"
    assert run.facts["nodes"][1]["status"] == "failed"
