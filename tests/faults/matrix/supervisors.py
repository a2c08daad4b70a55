"""Supervisors that die, freeze or leave at odd moments: F-12 to F-16, F-58."""

import os
import signal
import sqlite3
import threading
from contextlib import closing
from time import perf_counter

import httpx
import psutil

from faults.matrix import fault
from faults.stage import Stage
from faults.witness import WitnessedRun
from support.processes import alive
from support.run import chain, node
from support.wait import patient, until


@fault("F-12", few=0, many=10, own=True)
def supervisor_killed(stage: Stage) -> None:
    """Supervisor killed with 8 active runs: all go on, are adopted within 5 s, nothing is executed again."""
    server = stage.new(max_active_runs=8).start()
    count = 100 * (1 + min(stage.rounds, 10))
    flow = server.flow(chain(node("map", "maps", count=count, seconds=0.02), node("wait", "waits")))
    runs = [server.run(flow) for _ in range(8)]
    for run in runs:
        run.done(3, timeout=60)
    pids = [run.pid() for run in runs]
    adopted = []
    for _ in range(stage.rounds):
        server.kill()
        if stage.rounds > 1:
            threading.Event().wait(stage.chance.choice([0, 0.5, 5]))
        server.start()
        begun = perf_counter()
        until(lambda: server.get("/system")["workers"]["active"] == 8, 5, "8 adopted runs")
        adopted.append(perf_counter() - begun)
    assert [run.pid() for run in runs] == pids
    stage.figures |= {"supervisors": stage.rounds, "adopted max": max(adopted)}
    for run in runs:
        run.open_gate()
    for run in runs:
        assert run.hurry().finished(timeout=120)["count"] == count
        assert len(run.ledger("item")) == count
        assert len(run.left()) == 1


@fault("F-13", few=2, many=60, disk=True)
def killed_while_starting_a_run(stage: Stage) -> None:
    """Supervisor killed at its nth write between accepting a run and recording its worker: started once."""
    disk = stage.disk()
    server = disk.under(stage.new(warm_workers=1)).start()
    flow = server.flow(chain(node("a", "counts"), node("map", "maps", count=3)))
    points = list(range(1, 61)) if stage.rounds >= 60 else stage.chance.sample(range(1, 40), stage.rounds)
    accepted = struck = 0
    for nth in points:
        mark = disk.rule("kill", "supervisor", "wst", "workflow.db", nth)
        thread_id = f"struck-{nth}"
        run = WitnessedRun(server, thread_id)
        try:
            answer = server.post("/runs/start", {"flow_id": flow, "thread_id": thread_id})
            accepted += answer.status_code == 201
            known = True
        except httpx.HTTPError:
            known = False
        until(lambda mark=mark, run=run: mark.exists() or _is_over(run), 30, f"write {nth}")
        disk.heal()
        if mark.exists():
            struck += 1
            server.process.wait(patient(30))
            server.kill()
            server.start()
        if not known:  # the client asks again, as it would
            again = server.post("/runs/start", {"flow_id": flow, "thread_id": thread_id})
            assert again.status_code in (200, 201), again.text
        assert run.finished()["n"] == 1
        assert [kind for kind, _ in run.events("start")] == ["start"]
        assert len(run.ledger("item")) == 3
    assert struck
    stage.figures |= {"points": struck, "answered before": accepted}


def _is_over(run: WitnessedRun) -> bool:
    try:
        return run.status == "finished"
    except (httpx.HTTPError, AssertionError):
        return False


@fault("F-14", many=5, own=True)
def asked_to_leave(stage: Stage) -> None:
    """Ctrl-C, once and twice, with open event streams and a log tail: gone within 10 s, code 0, runs put down."""
    server = stage.new(grace=2).start()
    flow = server.flow(chain(node("map", "maps", count=150, seconds=0.02)))
    run = server.run(flow)  # followed over SSE by its witness
    for times in (1, 2) if stage.rounds > 1 else (2,):
        run.done(len(run.ledger("item")) + 2)
        for _ in range(times):
            server.process.send_signal(signal.SIGINT)
        assert server.process.wait(patient(10)) == 0, server.log.read_text()
        assert run.events()[-1][1]["reason"] == "shutdown"
        server.stop()
        server.start()
    assert run.hurry().finished()["count"] == 150
    assert len(run.ledger("item")) == 150


@fault("F-15", few=1, many=50, own=True)
def two_at_once(stage: Stage) -> None:
    """Two supervisors started at once: one serves, the other leaves with 3 and says who is there."""
    server = stage.new()
    for _ in range(stage.rounds):
        both = [server.spawn(), server.spawn()]
        until(lambda both=both: any(process.poll() is not None for process in both), 60, "one that leaves")
        loser = next(process for process in both if process.poll() is not None)
        server.process = next(process for process in both if process is not loser)
        server.connect()
        assert loser.returncode == 3
        assert server.run(node("a", "returns", done=True)).finished() == {"done": True}
        assert server.stop() == 0
    assert "ALREADY_RUNNING" in server.log.read_text()


@fault("F-16", few=1, many=10, own=True)
def all_killed(stage: Stage) -> None:
    """Everything killed at once, and the old worker's number given to a stranger: recovered, the stranger untouched."""
    server = stage.new().start()
    stranger = psutil.Popen(["sleep", "600"])
    server.stranger(stranger.pid)
    count = 160 + 40 * stage.rounds
    run = server.run(chain(node("map", "maps", count=count, seconds=0.02, workers=2)))
    for _ in range(stage.rounds):
        run.done(len(run.ledger("item")) + 5)
        server.kill_all()
        with closing(sqlite3.connect(server.home.db)) as con:
            con.execute("UPDATE workers SET pid = ? WHERE ended_at IS NULL", [stranger.pid])
            con.commit()
        server.home.supervisor_info.write_text(f'{{"pid": {stranger.pid}, "port": 1, "host": "127.0.0.1"}}')
        server.start()
    assert run.hurry().finished(timeout=60)["count"] == count
    assert stranger.is_running()
    stranger.kill()
    stranger.wait()
    assert len(run.events("crash")) == stage.rounds


@fault("F-58", few=1, many=5, own=True)
def frozen_supervisor(stage: Stage) -> None:
    """Supervisor stopped for a while: workers go on undisturbed, and nobody is ended when it wakes."""
    server = stage.new().start()
    flow = server.flow(chain(node("map", "maps", count=200, seconds=0.02)))
    runs = [server.run(flow) for _ in range(2)]
    for run in runs:
        run.done(3)
    pids = [run.pid() for run in runs]
    for _ in range(stage.rounds):
        before = [len(run.ledger("item")) for run in runs]
        os.kill(server.process.pid, signal.SIGSTOP)
        try:
            for run, lines in zip(runs, before, strict=True):
                run.done(min(200, lines + 60))
        finally:
            os.kill(server.process.pid, signal.SIGCONT)
    for run in runs:
        assert run.hurry().finished()["count"] == 200
        assert len(run.ledger("item")) == 200
    assert [[each["pid"] for each in run.left()] for run in runs] == [[pid] for pid in pids]
    assert not any(alive(pid) for pid in pids)
