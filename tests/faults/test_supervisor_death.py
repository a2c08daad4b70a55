"""The supervisor dies, leaves, or comes twice: its runs go on, once, and answer to the next one."""

import subprocess
import sys

from support.processes import alive
from support.run import Run, chain, node
from support.server import Made, Server
from support.wait import patient, until

SLOW = chain(node("map", "maps", count=200, seconds=0.03, workers=2), node("wait", "waits", safe=True))


def started(server: Server, count: int = 3, flow: object = SLOW) -> list[Run]:
    """Runs that are busy, each in its worker."""
    name = server.flow(flow)
    runs = [server.run(name) for _ in range(count)]
    for run in runs:
        run.done(5)
    return runs


def once_each(run: Run) -> bool:
    lines = [line["key"] for line in run.ledger("item")]
    return sorted(lines) == list(range(200))


def test_f12_living_workers_are_adopted(servers: Made):
    server = servers().start()
    runs = started(server)
    pids = [run.pid() for run in runs]

    server.kill()
    seen = [len(run.ledger("item")) for run in runs]
    for run, before in zip(runs, seen, strict=True):
        run.done(min(200, before + 5))  # nobody is there, and they go on
    server.start()

    assert [run.pid() for run in runs] == pids
    assert server.get("/system")["workers"]["active"] == 3
    assert {run.status for run in runs} == {"running"}

    paused, *others = runs
    paused.paused()
    paused.resume()  # at once, while the old worker may still be leaving
    for run in runs:
        run.hurry().done(200, timeout=60)
        run.open_gate()
    for run in runs:
        assert run.finished()["count"] == 200
        assert once_each(run)
        assert run.events("crash") == []
    assert [kind for kind, _ in paused.events()] == ["start", "interrupt", "resume", "finish"]
    assert [len(run.left()) for run in others] == [1, 1]
    assert {each["exit_reason"] for run in runs for each in run.left()} == {"ended in order"}


def test_an_adopted_worker_that_dies_is_replaced(servers: Made):
    server = servers().start()
    run = started(server, 1)[0]
    server.kill()
    server.start()

    run.kill()
    run.open_gate()

    assert run.hurry().finished(timeout=60)["count"] == 200
    assert len(run.events("crash")) == 1
    assert run.left()[0]["exit_reason"] == "ended while no supervisor was watching"


def test_an_adopted_worker_that_hangs_can_be_cancelled(servers: Made):
    server = servers().start()
    run = server.run(node("hang", "hangs", how="pydll"))
    run.began()
    pid = run.pid()
    server.kill()
    server.start()

    run.cancel()

    run.until("cancelled")
    assert not alive(pid)


def test_a_run_that_ended_meanwhile_is_seen_as_ended(servers: Made):
    server = servers().start()
    run = server.run(chain(node("wait", "waits"), node("after", "returns", done=True)))
    run.began()
    pid = run.pid()
    server.kill()
    run.open_gate()
    until(lambda: not alive(pid), what="the worker's end")

    server.start()

    assert run.finished()["done"] is True
    assert [each["exit_reason"] for each in run.left()] == ["ended in order"]


def test_f51_crash_counters_survive_it(servers: Made):
    server = servers().start()
    run = server.run(node("bad", "exits", code=4))
    until(lambda: len(run.events("crash")) == 2, what="two crashes")
    server.kill()  # at once: the third attempt is 2 s away

    server.start()

    assert run.failed(timeout=60)["code"] == "CRASH_LOOP"
    assert len(run.ledger()) == 3


def test_f14_a_graceful_stop_puts_runs_down_and_the_next_start_continues_them(servers: Made):
    server = servers(grace=2).start()
    runs = started(server)
    stuck = server.run(node("hang", "waits"))
    stuck.began()
    pids = [run.pid() for run in [*runs, stuck]]

    assert server.stop() == 0

    assert not any(map(alive, pids))
    assert list(server.workers()) == [], "no spare is left either"
    journals = [set(run.journal()) for run in runs]
    lines = [len(run.ledger("item")) for run in runs]
    assert [kind for kind, _ in runs[0].events()] == ["start", "interrupt"]
    assert runs[0].events()[-1][1]["reason"] == "shutdown"
    for run in [*runs, stuck]:
        run.open_gate()

    server.start()

    assert stuck.finished(timeout=60) == {"gate": "go"}
    assert [kind for kind, _ in stuck.events()] == ["start", "crash", "restart", "finish"]
    assert stuck.left()[0]["exit_reason"] == "was ended because the supervisor stopped"
    for run, journal, before in zip(runs, journals, lines, strict=True):
        assert run.hurry().finished(timeout=60)["count"] == 200
        assert once_each(run)
        assert journal
        assert not journal & {line["key"] for line in run.ledger("item")[before:]}


def test_adopted_runs_are_put_down_too(servers: Made):
    server = servers(grace=5).start()
    run = started(server, 1)[0]
    pid = run.pid()
    server.kill()
    server.start()

    assert server.stop() == 0

    assert not alive(pid)
    assert run.events()[-1][1]["reason"] == "shutdown"
    run.open_gate()
    server.start()
    run.hurry().finished(timeout=60)
    assert once_each(run)


def test_one_home_has_one_supervisor(servers: Made):
    server = servers().start()
    run = server.run(node("wait", "waits"))
    run.began()
    words = ["--port", "0", "--home", str(server.home.root), "--flows", str(server.flows)]
    command = [sys.executable, "-m", "workflow_engine.server", *words]

    second = subprocess.run(command, env=server.env, capture_output=True, timeout=patient(30), text=True, check=False)

    assert second.returncode == 3
    assert "ALREADY_RUNNING" in second.stderr
    assert f"process {server.process.pid}" in second.stderr
    run.open_gate()
    run.finished()
