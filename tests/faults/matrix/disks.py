"""Disks that are full, broken or slow, and databases that somebody holds: F-11, F-17, F-22 to F-25."""

import os
import signal
import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from statistics import median
from time import perf_counter
from typing import Any

from faults.matrix import fault
from faults.stage import Stage
from faults.witness import WitnessedRun, WitnessedServer
from support.run import Run, chain, node
from support.wait import patient, until

LOOP = chain(node("map", "maps", count=60, seconds=0.02, workers=2), node("speak", "speaks"), node("after", "counts"))

#: Many items at a time: several may be decided when the first of them cannot be written down.
MANY = node("map", "maps", count=60, seconds=0.002, workers=8)
GATED = chain(node("wait", "waits"), MANY, node("speak", "speaks"), node("after", "counts"))


def crashes(run: Run) -> int:
    """What counts towards a crash loop."""
    with closing(sqlite3.connect(run.server.home.db)) as con:
        return int(con.execute("SELECT crashes FROM runs WHERE thread_id = ?", [run.id]).fetchone()[0])


def busy(server: WitnessedServer, count: int, flow: Any = LOOP) -> list[Any]:
    name = server.flow(flow)
    runs = [server.run(name) for _ in range(count)]
    for run in runs:
        run.done(3)
    return runs


@fault("F-11", few=1, many=10, disk=True)
def stopped_in_a_transaction(stage: Stage) -> None:
    """A worker frozen inside a write to workflow.db: reads are answered, writes wait, nobody fails."""
    stage.expect = replace(stage.expect, slowest=60.0, refusals=frozenset({503}), limit=90)
    disk = stage.disk()
    server = disk.under(stage.new(max_active_runs=4)).start()
    for _ in range(stage.rounds):
        other = busy(server, 1)[0]
        frozen = server.run(node("a", "waits"))
        frozen.began()
        mark = disk.rule("stop", "worker", "w", "workflow.db-wal", 2)
        frozen.open_gate()
        until(mark.exists, what="a worker stopped in its transaction")
        disk.heal()
        reading = server.client.get("/runs", timeout=patient(10))  # a writer waits for 30 s
        assert reading.json()["items"]
        paused: list[int] = []
        held = threading.Thread(target=lambda run=other, paused=paused: paused.append(run.post("pause").status_code))
        held.start()
        stopped = _stopped(server)
        other.done(20)  # its own database is not concerned
        # Either the supervisor ends the one who holds it, or it wakes up.
        with_luck = stage.rounds > 1
        if not with_luck:
            os.kill(stopped, signal.SIGCONT)
        held.join(patient(60))
        frozen.finished(timeout=90)
        # A pause that was accepted comes, sooner or later; one that waited too long for the lock was refused.
        ends = ("interrupted", "finished") if paused == [202] else ("interrupted", "running", "finished")
        if other.until(*ends, timeout=60)["status"] == "interrupted":
            other.resume()
        other.hurry().finished(timeout=60)


def _stopped(server: WitnessedServer) -> int:
    import psutil

    family = psutil.Process(server.process.pid).children(recursive=True)
    return next(each.pid for each in family if each.status() == psutil.STATUS_STOPPED)


@fault("F-17", few=1, many=5, disk=True, waits=20)
def disk_full(stage: Stage) -> None:
    """The disk is full for databases and logs: runs wait and say so, starts get 507, reads work, all goes on."""
    stage.expect = replace(stage.expect, refusals=frozenset({507}), slowest=5.0, limit=60)
    disk = stage.disk()
    server = disk.under(stage.new()).start()
    for _ in range(stage.rounds):
        gated = server.flow(GATED)
        runs = [server.run(gated) for _ in range(4)]
        for run in runs:
            run.began()
        full = server.flow(chain(node("a", "counts")))
        for path in ("run.db-wal", "logs.jsonl", ".probe"):
            disk.rule("enospc", "any", "w", path)
        last = disk.rule("enospc", "any", "w", "workflow.db-wal")
        refused = server.post("/runs/start", {"flow_id": full})
        assert (refused.status_code, refused.json()["code"]) == (507, "DISK_FULL")
        folders = {path.name for path in (server.home.root / "runs").iterdir()}
        assert folders == {each["thread_id"] for each in server.get("/runs", limit=1000)["items"]}
        for run in runs:
            run.open_gate()
        reserve = server.home.root / ".reserve"
        until(lambda at=reserve: not at.exists(), 40, "the reserve given up")
        disk.heal(last)  # which makes room for a few rows
        until(lambda runs=runs: all(run.status == "recovering" for run in runs), 40, "runs that wait")
        assert {run.facts["reason"] for run in runs} == {"disk_full"}
        assert len(server.get("/runs")["items"]) >= 4
        if stage.rounds > 1:
            threading.Event().wait(30)
        disk.heal()
        for run in runs:
            assert run.finished(timeout=60)["n"] == 1
            assert crashes(run) == 0
            assert run.facts["reason"] is None
        assert server.run(full).finished()["n"] == 1
        until(reserve.exists, 10, "the reserve made again")


@fault("F-22", few=1, many=20, disk=True, waits=20)
def failing_read(stage: Stage) -> None:
    """No page of run.db can be read as its run is taken up, or one of them: no crash loop, nothing of it is lost."""
    disk = stage.disk()
    server = disk.under(stage.new()).start()
    flow = server.flow(chain(node("map", "maps", count=20), node("wait", "waits", safe=True), node("after", "counts")))
    for number in range(stage.rounds):
        run = server.run(flow)
        run.done(20)
        run.paused()
        if number % 2:
            mark = disk.rule("eio", "worker", "r", "run.db", stage.chance.randrange(1, 12))
            run.resume()
            until(mark.exists, what="a page that could not be read")
        else:
            before = len(run.facts["attempts"])
            disk.rule("eio", "worker", "r", "run.db")
            run.resume()
            until(lambda run=run, at=before: len(run.facts["attempts"]) > at + 2, 60, "three tries", step=0.3)
            assert run.facts["reason"] == "storage", run.facts
        disk.heal()
        run.open_gate()
        assert run.finished(timeout=60)["n"] == 1
        assert crashes(run) == 0
        assert len(run.ledger("item")) == 20


@fault("F-23", few=1, many=20, disk=True, waits=25)
def failing_sync(stage: Stage) -> None:
    """A sync fails at a commit: never both failed and done; the same start again is the same run."""
    stage.expect = replace(stage.expect, refusals=frozenset({503}), slowest=5.0, limit=60)
    disk = stage.disk()
    server = disk.under(stage.new()).start()
    flow = server.flow(LOOP)
    for number in range(stage.rounds):
        for path, role in (("run.db-wal", "worker"), ("workflow.db-wal", "worker"), ("workflow.db-wal", "supervisor")):
            nth = 1 if role == "supervisor" else stage.chance.randrange(2, 4)
            thread_id = f"{role}-{path.partition('.')[0]}-{number}"
            mark = disk.rule("eio", role, "s", path, nth)
            answer = server.post("/runs/start", {"flow_id": flow, "thread_id": thread_id})
            again = server.post("/runs/start", {"flow_id": flow, "thread_id": thread_id})
            assert (answer.status_code, again.status_code) in ((201, 200), (503, 201), (503, 200)), answer.text
            run = WitnessedRun(server, thread_id)
            assert run.finished(timeout=60)["n"] == 1
            assert mark.exists(), (role, path)
            assert crashes(run) == 0
            assert [kind for kind, _ in run.events("start", "finish", "error")] == ["start", "finish"]
            disk.heal()


@fault("F-24", few=1, many=10, disk=True)
def slow_disk(stage: Stage) -> None:
    """Each sync takes 0.7 s: reads are answered at once, beats arrive, nobody is taken for hanging."""
    stage.expect = replace(stage.expect, slowest=10.0, window=3.0, limit=120)
    disk = stage.disk()
    server = disk.under(stage.new()).start()
    runs = busy(server, 2)
    disk.rule("slow", "any", "s", str(server.home.root))
    reads: list[float] = []
    writes: list[float] = []
    end = perf_counter() + (2.5 if stage.rounds == 1 else 60)
    while perf_counter() < end:
        for path in ("/runs", f"/runs/{runs[0].id}", "/healthz"):
            begun = perf_counter()
            assert server.client.get(path, timeout=patient(5)).status_code == 200
            reads.append(perf_counter() - begun)
        begun = perf_counter()
        assert server.post("/flows", {"name": f"row {len(writes)}"}).status_code == 201
        writes.append(perf_counter() - begun)
        process = runs[0].facts["process"]
        assert process is None or process["responsive"] is True
    disk.heal()
    stage.figures |= {"reads": len(reads), "slowest read": max(reads), "median write": median(writes)}
    assert median(reads) < median(writes) / 2  # a write waits for its sync, a read for none
    for run in runs:
        run.finished(timeout=60)
        assert len(run.left()) == 1


@fault("F-25", few=1, many=3, own=True)
def held_database(stage: Stage) -> None:
    """Another program holds workflow.db: reads work, writers wait (503 after 30 s), no run fails."""
    stage.expect = replace(stage.expect, refusals=frozenset({503}), slowest=60.0, limit=120)
    server = stage.new().start()
    runs = busy(server, 3, chain(node("map", "maps", count=200, seconds=0.02), node("wait", "waits", safe=True)))
    seconds = 2.0 if stage.rounds == 1 else 40.0
    answers: list[int] = []
    with closing(sqlite3.connect(server.home.db, timeout=patient(10), isolation_level=None)) as con:
        con.execute("BEGIN EXCLUSIVE")
        waits = threading.Thread(target=lambda: answers.append(runs[0].post("pause").status_code))
        waits.start()
        begun = perf_counter()
        while perf_counter() - begun < seconds:
            assert len(server.get("/runs")["items"]) == 3
            threading.Event().wait(0.1)
        con.execute("ROLLBACK")
    waits.join(patient(60))
    assert answers == ([202] if seconds < 30 else [503]), answers
    if answers == [202]:
        runs[0].until("interrupted")
        runs[0].resume()
    for run in runs:
        run.open_gate()
        run.hurry().finished(timeout=60)
        assert crashes(run) == 0
