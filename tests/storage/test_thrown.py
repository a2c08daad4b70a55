"""What a run throws reaches other runs: a message one of them, a signal all; each once, whoever brings it."""

from support.stored import accept, at, bring_to
from workflow_engine_shared.run_status import Reason, RunStatus
from workflow_engine_shared.storage.sqlite.database import Connection
from workflow_engine_shared.storage.workflow.rows import Interrupt
from workflow_engine_shared.storage.workflow.waits import NewWait, WaitKind, thrown, waits
from workflow_engine_shared.storage.workflow.waits.thrown import Thrown
from workflow_engine_shared.vocabulary import InterruptKind


def waiting(con: Connection, thread_id: str, name: str, correlation: str | None = None) -> None:
    accept(con, thread_id)
    bring_to(con, thread_id, RunStatus.RUNNING, at(1))
    wait = NewWait("w1", WaitKind.MESSAGE, "hear", 2, ref=name, correlation=correlation)
    interrupt = Interrupt(InterruptKind.WAIT, node="hear")
    assert waits.run_waits(con, thread_id, [wait], at(2), epoch=1, interrupt=interrupt, reason=Reason.WAITING)


def throwing(con: Connection, *things: Thrown, epoch: int = 1) -> list[list[str]]:
    return [sorted(each.thread_ids) for each in thrown.throw(con, "thrower", things, at(3), epoch=epoch)]


def thrower(con: Connection) -> None:
    accept(con, "thrower")
    bring_to(con, "thrower", RunStatus.RUNNING, at(1))


def test_a_signal_reaches_all_and_a_message_the_first(con: Connection):
    thrower(con)
    for name in ("a", "b"):
        waiting(con, f"{name}-signal", "signal:s")
        waiting(con, f"{name}-message", "m")
    things = (Thrown(1, "signal:s", {"n": 1}, to_all=True), Thrown(2, "m", None))
    assert throwing(con, *things) == [["a-signal", "b-signal"], ["a-message"]]


def test_what_was_brought_is_not_brought_again(con: Connection):
    thrower(con)
    waiting(con, "a", "m")
    assert throwing(con, Thrown(1, "m", None)) == [["a"]]
    waiting(con, "b", "m")
    assert throwing(con, Thrown(1, "m", None)) == []
    assert throwing(con, Thrown(1, "m", None), Thrown(2, "m", None)) == [["b"]]


def test_who_does_not_hold_the_run_throws_nothing(con: Connection):
    thrower(con)
    waiting(con, "a", "m")
    assert throwing(con, Thrown(1, "m", None), epoch=2) == []
    assert throwing(con, Thrown(1, "m", None)) == [["a"]]


def test_a_message_with_a_correlation_reaches_whom_it_is_meant_for(con: Connection):
    thrower(con)
    waiting(con, "a", "m", '"o1"')
    waiting(con, "b", "m", '"o2"')
    assert throwing(con, Thrown(1, "m", None, '"o2"')) == [["b"]]
    assert throwing(con, Thrown(2, "m", None, '"o9"')) == [[]]
