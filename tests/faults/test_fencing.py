"""Two workers never both get a write accepted: an old one that wakes up finds its epoch gone, and leaves."""

import os
import signal
import sqlite3
from contextlib import closing

import pytest

from support.processes import alive, stop
from support.run import Run, chain, node
from support.server import Made, Server
from support.wait import patient, until

FENCED = """
from workflow_engine import register_function

@register_function("fence")
def fence(state):
    return {"fence": "up"}
"""
UNFENCED = """
from workflow_engine import register_function
from workflow_engine_shared.storage.run.fence import FencedConnection

@register_function("fence")
def fence(state):
    FencedConnection.check = lambda con: None
    return {"fence": "down"}
"""


def take_over(run: Run) -> int:
    """What the worker of the next epoch does first; returns that epoch."""
    with closing(sqlite3.connect(run.paths.db, timeout=patient(10))) as con:
        con.execute("UPDATE owner SET epoch = epoch + 1")
        con.commit()
        return int(con.execute("SELECT epoch FROM owner").fetchone()[0])


def frozen(run: Run) -> int:
    """Its worker, stopped between two transactions of run.db."""
    pid = run.pid()

    def stopped_outside() -> bool:
        stop(pid)
        with closing(sqlite3.connect(run.paths.db, timeout=0.05)) as con:
            try:
                con.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                os.kill(pid, signal.SIGCONT)
                return False
        return True

    until(stopped_outside, what="a moment between two transactions")
    return pid


def rows(run: Run) -> list:
    tables = ("checkpoints", "visits", "steps", "overlays")
    return [run.query(f"SELECT count(*) FROM {table}")[0][0] for table in tables]


@pytest.mark.excuses(window=60)  # a frozen worker's last side effects come when it wakes up
def test_workers_that_wake_up_too_late_write_nothing(servers: Made):
    server = servers().start()
    loop = {"count": 150, "seconds": 0.03}
    ways = {"maps": loop, "tracks": {**loop, "update": True}, "steps": loop, "waits": {"gate": "go"}}
    after = node("after", "counts")
    runs = [server.run(chain(node("work", mode, **args), after)) for mode, args in ways.items()]
    old = {}
    for run in runs:
        until(lambda run=run: run.ledger("item") or run.paths.outputs.joinpath("began").exists(), what="work")
        pid = frozen(run)
        old[run.id] = (pid, take_over(run), rows(run))
    server.kill()  # nobody may repair anything while we look

    for run in runs:
        pid, _, before = old[run.id]
        run.open_gate()
        os.kill(pid, signal.SIGCONT)
        until(lambda pid=pid: not alive(pid), what="the old worker's end")
        assert rows(run) == before
        assert "after" not in {line["node"] for line in run.ledger()}

    server.start()
    for run in runs:
        assert run.hurry().finished()["n"] == 1
        assert run.left()[-1]["epoch"] >= old[run.id][1]


def test_f10_the_old_one_leaves_with_75_and_the_run_goes_on(server: Server):
    run = server.run(node("map", "maps", count=120, seconds=0.02, holds_from=60))
    run.done(5)
    pid = frozen(run)
    take_over(run)
    os.kill(pid, signal.SIGCONT)

    assert run.hurry().finished()["count"] == 120

    assert (run.left()[0]["pid"], run.left()[0]["exit_code"]) == (pid, 75)
    assert "other hands" in run.left()[0]["exit_reason"]
    assert not any("Traceback" in text for text in run.messages())


def test_f09_a_stopped_worker_is_busy_not_dead(server: Server):
    run = server.run(node("map", "maps", count=150, seconds=0.02, holds_from=60))
    run.done(5)
    pid = frozen(run)
    until(lambda: run.facts["process"]["responsive"] is False, what="a missed beat")

    assert run.status == "running"
    os.kill(pid, signal.SIGCONT)

    assert run.hurry().finished()["count"] == 150
    assert [each["pid"] for each in run.left()] == [pid]


@pytest.mark.parametrize("fenced", [True, False])
def test_without_the_fence_it_would_write(servers: Made, fenced: bool):
    """The negative control: the same story, and the look at the epoch makes the difference."""
    server = servers().start()
    (server.flows / "fence.py").write_text(FENCED if fenced else UNFENCED)
    flow = chain(node("fence", code_ref="fence"), node("wait", "waits"), node("map", "maps", count=20, workers=4))
    run = server.run(flow)
    run.began()
    pid = frozen(run)
    take_over(run)
    before = rows(run)
    server.kill()
    run.open_gate()

    os.kill(pid, signal.SIGCONT)
    until(lambda: not alive(pid), what="the old worker's end")

    assert (rows(run) == before) is fenced
