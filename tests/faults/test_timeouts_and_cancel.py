"""Limits and cancels: asked for first, then by force; whatever holds the interpreter, the whole tree ends."""

import sqlite3
from contextlib import closing

import psutil
import pytest

from support.held_imports import held_at_import
from support.processes import alive
from support.run import Run, chain, node
from support.server import Made, Server
from support.wait import until

HANGS = ["loop", "sleep", "pydll", "regex"]


def hanging(how: str, **data: object) -> dict:
    return chain(node("hang", "hangs", how=how, data={"timeout": 0.3, **data}), node("after", "returns", reached=True))


def crashes(run: Run) -> int:
    """What counts towards a crash loop."""
    with closing(sqlite3.connect(run.server.home.db)) as con:
        return int(con.execute("SELECT crashes FROM runs WHERE thread_id = ?", [run.id]).fetchone()[0])


def test_a_limit_is_asked_for_first(server: Server):
    run = server.run(node("track", "tracks", count=10_000, data={"timeout": 0.5}))

    error = run.failed()

    assert (run.facts["reason"], error["code"], error["node"]) == ("node_timeout", "NODE_TIMEOUT", "track")
    assert "0.5 s" in error["message"]
    assert len(run.left()) == 1, "no force was needed"


def test_a_limit_that_is_asked_for_may_let_pass(server: Server):
    data = {"timeout": 0.5, "onTimeout": "continue"}
    flow = chain(node("map", "maps", count=10_000, data=data), node("after", "returns", reached=True))
    run = server.run(flow)

    assert run.finished() == {"reached": True}

    assert len(run.left()) == 1
    decided = run.journal()
    assert len(decided) == len(run.ledger("item")) > 5


@pytest.mark.parametrize("deaf", [False, True])
def test_an_async_function_has_a_limit(server: Server, deaf: bool):
    run = server.run(node("wait", code_ref="faulty.later", seconds=60, deaf=deaf, data={"timeout": 0.3}))

    assert run.failed()["code"] == "NODE_TIMEOUT"
    assert len(run.left()) == (2 if deaf else 1)


def test_f06_f07_a_limit_that_is_not_heeded_is_forced(server: Server):
    runs = {how: server.run(hanging(how)) for how in HANGS}

    for run in runs.values():
        error = run.failed()
        facts = run.facts
        assert (facts["reason"], error["code"], error["node"]) == ("node_timeout", "NODE_TIMEOUT", "hang")
        assert len(run.ledger()) == 1, "the next worker only applies the policy"
        ends = [each["exit_reason"] for each in run.left()]
        assert ends == ["was ended because its node ran out of time", "ended in order"]
        assert crashes(run) == 0


def test_a_forced_limit_may_let_pass(server: Server):
    run = server.run(hanging("pydll", onTimeout="continue"))

    assert run.finished() == {"reached": True}
    assert [line["node"] for line in run.ledger()] == ["hang", "after"]


def test_a_limit_ends_the_whole_tree(server: Server):
    flow = node("leave", "leaves_child", how="subprocess_session", then="hangs", data={"timeout": 0.3})
    run = server.run(flow)
    child = run.paths.outputs / "child-subprocess_session"
    until(child.exists, what="a child")
    until(child.read_text, what="its number")
    pid = server.stranger(int(child.read_text()))

    assert run.failed()["code"] == "NODE_TIMEOUT"
    assert not alive(pid)


def test_others_work_on_while_one_is_forced(server: Server):
    other = server.run(node("map", "maps", count=150, seconds=0.02, holds_from=100))
    other.done(5)

    server.run(hanging("pydll")).failed()

    assert len(other.ledger("item")) < 150, "it was at work all the time"
    assert other.hurry().finished()["count"] == 150
    assert len(other.left()) == 1


# -- cancel -----------------------------------------------------------------------------------------------------------


def test_f06_f07_a_cancel_ends_what_heeds_nothing(server: Server):
    runs = [server.run(node("hang", "hangs", how=how)) for how in HANGS]
    for run in runs:
        run.began()
    pids = [run.pid() for run in runs]

    for run in runs:
        run.cancel()

    for run, pid in zip(runs, pids, strict=True):
        facts = run.until("cancelled")
        assert not alive(pid)
        assert (facts["process"], facts["cancel_requested"]) == (None, False)
        assert [kind for kind, _ in run.events()] == ["start", "cancel"]


def test_a_cancel_ends_what_ignores_signals_with_its_children(server: Server):
    how = ["fork_session", "multiprocessing", "subprocess"]
    leaving = [node(each, "leaves_child", how=each) for each in how]
    run = server.run(chain(*leaving, node("deaf", "ignores_terminate")))
    run.began()
    pids = [run.pid(), *(int(run.paths.outputs.joinpath(f"child-{each}").read_text()) for each in how)]
    pids += [child.pid for child in psutil.Process(pids[0]).children(recursive=True)]
    for pid in pids:
        server.stranger(pid)

    run.cancel()

    run.until("cancelled")
    until(lambda: not any(map(alive, pids)), what="the end of the whole tree")


def test_a_cancel_at_a_safe_point_needs_no_force(server: Server):
    run = server.run(node("map", "maps", count=1000, seconds=0.02, workers=2, pool="process"))
    run.done(5)

    run.cancel()

    run.until("cancelled")
    assert [each["exit_reason"] for each in run.left()] == ["ended in order"]
    assert len(run.journal()) == len(run.ledger("item"))


def cancelled_between_attempts(server: Server) -> bool:
    """A run is cancelled while it waits for its third attempt: at once, not when that is due."""
    run = server.run(node("bad", "exits", code=4))
    until(lambda: len(run.events("crash")) == 2, what="a wait for the next attempt")
    run.post("cancel")
    run.until("cancelled", "error")
    return run.row_status() == "cancelled" and len(run.left()) == 2


def test_a_cancel_from_every_state(servers: Made):
    server = servers(max_active_runs=2).start()
    stopped = {
        "interrupted": server.run(node("ask", "asks", questions=["why"])),
        "error": server.run(node("bad", "raises")),
        "finished": server.run(node("a", "returns")),
    }
    while not cancelled_between_attempts(server):
        pass  # so busy a machine began the next attempt before it heard of the cancel
    for status, run in stopped.items():
        run.until(status)
    running = [server.run(node("wait", "waits")) for _ in range(2)]
    for run in running:
        run.began()
    pending = server.run(node("a", "returns"))

    for run in (pending, stopped["interrupted"], stopped["error"]):
        run.cancel()
        run.until("cancelled")
        assert run.events()[-1][0] == "cancel"
    assert pending.ledger() == []

    for run in (stopped["finished"], pending):
        answer = run.post("cancel")
        assert (answer.status_code, answer.json()["code"]) == (409, "INVALID_STATE")
    for run in running:
        run.cancel()
    for run in running:
        run.until("cancelled")


def test_a_cancel_while_the_worker_starts(servers: Made):
    server = servers(warm_workers=0).start()
    gate = held_at_import(server.flows)
    run = server.run(node("a", code_ref="held"))
    until(lambda: run.facts["attempts"], what="a worker")

    run.cancel()

    gate.touch()
    run.until("cancelled")
    assert run.ledger() == []


def test_a_cancel_beats_a_pause(server: Server):
    run = server.run(node("wait", "waits"))
    run.began()
    run.pause()
    run.cancel()
    run.open_gate()

    run.until("cancelled")
    assert run.facts["pause_requested"] is False
