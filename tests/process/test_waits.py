"""Waits and forms through a real supervisor: answered beside work, and with nobody there but the rows."""

import sqlite3
from collections import Counter
from contextlib import closing

from support.branches import block, rows
from support.run import Run, node
from support.server import Made
from support.wait import until
from workflow_engine_shared.clock import SystemClock

ASK = {
    "title": "Go on?",
    "schema": {"type": "object", "properties": {"ok": {"type": "boolean"}}, "required": ["ok"]},
    "outputKey": "answer",
}


def waits(name: str, **data: object) -> dict[str, object]:
    return {"id": name, "type": "wait", "data": data}


def form(name: str, **data: object) -> dict[str, object]:
    return {"id": name, "type": "form", "data": {**ASK, **data}}


def answer(run: Run, **values: object) -> int:
    return run.server.post(f"/runs/{run.id}/form", {"values": values}).status_code


def test_a_run_waits_with_and_without_a_process_and_everything_is_killed_meanwhile(servers: Made):
    server = servers().start()
    work = [node("items", "adds_up", count=150, seconds=0.01)]
    asked = [form("ask"), node("told", "counts", key="told")]
    nap = [waits("nap", seconds=0.3), node("woken", "counts", key="woken")]
    paid = [waits("paid", message="payment", correlation={"var": "order"}, outputKey="sum")]
    later = [waits("later", seconds=36_000), node("late", "counts", key="late")]
    run = server.run(block(work, asked, nap, paid, later, after=[node("last", "counts", key="last")]), order=7)

    run.done(5)
    assert answer(run, ok="yes") == 422
    assert answer(run, ok=True) == 202
    assert answer(run, ok=False) == 409
    until(lambda: {rows(run).get(each, [(0, "", 0)])[0][1] for each in ("told", "woken")} == {"finished"})
    assert run.decided() < 150, "an answer and a short time are not held up by work beside them"
    run.kill()
    facts = run.hurry().until("interrupted")
    assert (facts["reason"], facts["error"]) == ("waiting", None)
    assert {(each["node_id"], each["kind"]) for each in facts["waits"]} == {("paid", "message"), ("later", "timer")}
    run.left()
    asleep = [line["node_id"] for line in run.logs() if line["message"] == f"Run {run.id} waits, without a process."]
    assert asleep
    assert set(asleep) <= {"paid", "later"}, "said of a node that waits, not of one before it"

    server.kill_all()
    with closing(sqlite3.connect(server.home.db)) as con, con:  # ten hours later
        con.execute("UPDATE waits SET due_at = ? WHERE node_id = 'later'", (SystemClock().now(),))
    server.start()
    until(lambda: "late" in {line["node"] for line in run.ledger("node")}, what="the time that came meanwhile")
    until(lambda: run.facts["reason"] == "waiting")
    run.left()
    sent = {"name": "payment", "correlation": 7, "payload": {"sum": 9}}
    assert server.post("/messages", sent).json()["reached"] == [run.id]
    assert server.post("/messages", sent).status_code == 404

    values = run.finished()
    assert (values["answer"], values["sum"]) == ({"ok": True}, {"sum": 9})
    assert [values[key] for key in ("told", "woken", "late", "last")] == [1, 1, 1, 1]
    assert Counter(line["node"] for line in run.ledger("node"))["told"] == 1
    assert {visited[0][1] for visited in rows(run).values()} == {"finished"}
    assert rows(run)["paid"][0][2] == rows(run)["later"][0][2] == 1, "a crash is no attempt of who waits"
    times = Counter(line["key"] for line in run.ledger("item"))
    assert set(times) == set(range(150))
    assert Counter(payload["node"] for _, payload in run.events("wait_met")) == {"ask": 1, "later": 1, "paid": 1}
