"""Workers that hang, start for ever, grow or fall silent: shown, written down, replaced - and never too early."""

import os
import signal
from typing import Any

import pytest

from support.processes import alive, stop
from support.run import Run, chain, node
from support.server import Made, Server
from support.wait import patient, until

#: A step journal that grows in memory: each item keeps some of it for ever.
GROWING = chain(node("eat", "eats", count=40, mb=10))
NO_PROGRESS = chain(node("eat", "eats", count=1, mb=400))


def reasons(run: Run) -> list[str]:
    return [each["exit_reason"] for each in run.left() if each["exit_reason"]]


def hangs_at_import(server: Server) -> dict[str, Any]:
    """The error of a run whose module hangs at its import, on a server with a short start_timeout."""
    (server.flows / "slowly.py").write_text(
        "import threading\nfrom workflow_engine import register_function\n\n"
        "threading.Event().wait()  # the line to be found\n\n\n"
        "@register_function('slowly')\ndef slowly(state):\n    return {}\n"
    )
    run = server.run(node("never", code_ref="slowly"))
    error: dict[str, Any] = run.failed(timeout=60)
    assert (run.facts["reason"], error["code"]) == ("crash_loop", "CRASH_LOOP")
    assert "did not reach its first node in time" in error["message"]
    return error


def test_a_module_that_hangs_at_import_is_ended_and_says_where(servers: Made):
    error = hangs_at_import(servers(start_timeout=3, warm_workers=0).start())
    if "slowly.py" not in error["traceback"]:  # so busy a machine comes to the import later
        error = hangs_at_import(servers(start_timeout=15, warm_workers=0).start())

    assert 'slowly.py", line 4' in error["traceback"]


def test_a_worker_without_a_sign_of_life_is_replaced(servers: Made):
    server = servers(hang_timeout=3).start()
    run = server.run(chain(node("hang", "hangs", how="pydll", seconds=60, once=True), node("after", "returns", x=1)))

    assert run.finished(timeout=40)["x"] == 1

    assert reasons(run)[0] == "gave no sign of life for too long and was ended"
    (event,) = run.events("stalled")
    assert event[1]["cause"] in ("blocked", "busy")
    assert event[1]["silent_s"] >= 1.5
    assert "in hangs" in run.paths.stderr.read_text(), "its stacks were written down before"


def test_a_busy_worker_is_never_replaced_for_being_busy(servers: Made):
    server = servers(hang_timeout=4).start()
    run = server.run(node("busy", "hangs", how="loop", seconds=6.0))

    assert run.finished(timeout=40)["hung"] == "loop"

    assert len(run.left()) == 1
    assert run.events("stalled") == []


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="needs SIGSTOP")
def test_f10_a_stopped_worker_is_replaced_at_last(servers: Made):
    server = servers(hang_timeout=4).start()
    run = server.run(chain(node("map", "maps", count=120, seconds=0.02, holds_from=60)))
    run.done(5)
    stop(run.pid())

    assert run.hurry().finished(timeout=40)["count"] == 120

    assert run.events("stalled")[0][1]["cause"] == "stopped"
    assert reasons(run)[0] == "gave no sign of life for too long and was ended"


def test_a_worker_above_its_memory_leaves_at_a_safe_point(servers: Made):
    server = servers(memory_limit_mb=250).start()
    run = server.run(GROWING)

    assert run.finished(timeout=90)["eaten"] == 40

    assert len(run.left()) >= 2
    assert set(reasons(run)) <= {"left at a safe point because it used much memory", "ended in order"}
    keys = [line["key"] for line in run.ledger("item")]
    assert sorted(keys) == list(range(40)), "nothing was done twice"
    assert all(each["exit_code"] in (76, 0) for each in run.left() if each["exit_code"] is not None)


def test_a_run_that_needs_more_than_there_may_be_is_told(servers: Made):
    server = servers(memory_limit_mb=200).start()
    run = server.run(NO_PROGRESS)

    error = run.failed(timeout=90)

    assert (run.facts["reason"], error["code"]) == ("crash_loop", "OUT_OF_MEMORY")
    assert "memory_limit_mb" in error["hint"]


def test_stacks_are_shown_on_demand(server: Server):
    run = server.run(node("hang", "hangs", how="regex"))
    run.began()

    answer = server.post(f"/runs/{run.id}/stacks")

    assert answer.status_code == 200, answer.text
    assert "in hangs" in answer.json()["stacks"]
    assert alive(run.pid())
    run.cancel()
    run.until("cancelled")
    refused = server.post(f"/runs/{run.id}/stacks")
    assert (refused.status_code, refused.json()["code"]) == (409, "INVALID_STATE")
    (event,) = run.events("cancel")
    assert 0.4 < event[1]["took_s"] < patient(15)


def test_stacks_of_busy_threads_are_shown_and_the_worker_lives(server: Server):
    run = server.run(node("busy", "hangs", how="threads"))
    run.began()
    first = run.pid()

    shown = [server.post(f"/runs/{run.id}/stacks").json()["stacks"] for _ in range(40)]

    assert all(text.count("most recent call first") > 3 for text in shown), "each is whole"
    assert run.pid() == first
    assert alive(first)
    run.cancel()
    run.until("cancelled", timeout=30)


def test_somebody_elses_terminate_only_puts_the_run_down_for_a_moment(server: Server):
    run = server.run(chain(node("map", "maps", count=120, seconds=0.05)))
    run.done(5)

    os.kill(run.pid(), signal.SIGTERM)
    until(lambda: len(run.left()) == 2, what="the next worker")

    assert run.hurry().finished(timeout=30)["count"] == 120
    assert len(run.left()) == 2
    assert sorted(line["key"] for line in run.ledger("item")) == list(range(120))


def test_an_adopted_workers_limit_is_forced_too(servers: Made):
    server = servers().start()
    run = server.run(node("hang", "hangs", how="pydll", data={"timeout": 4}))
    run.began()
    pid = run.pid()
    server.kill()
    server.start()

    error = run.failed(timeout=30)

    assert error["code"] == "NODE_TIMEOUT"
    assert reasons(run)[0] == "was ended because its node ran out of time"
    assert not alive(pid)


def test_an_adopted_worker_shows_life(servers: Made):
    server = servers().start()
    run = server.run(node("wait", "waits"))
    run.began()
    server.kill()
    server.start()

    until(run.paths.vitals.exists, what="its vitals")
    until(lambda: run.facts["process"]["responsive"], what="a sign of life")
    seen = run.paths.vitals.stat().st_mtime_ns
    until(lambda: run.paths.vitals.stat().st_mtime_ns != seen, what="the next one")
    run.open_gate()
    run.finished()
