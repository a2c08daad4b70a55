"""Runs: accepted once, moved along the table only, each move with its event or not at all."""

import json
from collections.abc import Callable

import pytest

from support.stored import ERROR, PAUSE, accept, at, bring_to, death, new_run
from workflow_engine_shared.errors import RunNotFound, StorageFailure
from workflow_engine_shared.run_status import FINAL, MOVES, Reason, RunStatus
from workflow_engine_shared.storage.sqlite.database import Connection, Database
from workflow_engine_shared.storage.workflow import moves, run_queue, runs, signals
from workflow_engine_shared.storage.workflow.rows import RunRow, SignalRow

Move = Callable[[Connection, str, int | None], bool]

#: Each move's target and its public function; the epoch is None where the supervisor may move without one.
MOVE: dict[RunStatus, tuple[str, Move]] = {
    RunStatus.RUNNING: ("start", lambda con, name, epoch: moves.run_started(con, name, epoch or 1, at(9))),
    RunStatus.INTERRUPTED: (
        "interrupt",
        lambda con, name, epoch: moves.run_paused(con, name, at(9), epoch=epoch, interrupt=PAUSE),
    ),
    RunStatus.PENDING: ("", lambda con, name, _epoch: moves.run_queued(con, name, at(9))),
    RunStatus.RECOVERING: ("crash", lambda con, name, epoch: moves.run_lost(con, name, death(epoch or 1), at(9))),
    RunStatus.FINISHED: ("finish", lambda con, name, epoch: moves.run_finished(con, name, epoch or 1, at(9))),
    RunStatus.ERROR: (
        "error",
        lambda con, name, epoch: moves.run_failed(con, name, at(9), reason=Reason.NODE_ERROR, error=ERROR, epoch=epoch),
    ),
    RunStatus.CANCELLED: ("cancel", lambda con, name, epoch: moves.run_cancelled(con, name, at(9), epoch=epoch)),
}


def events(con: Connection, thread_id: str = "r1") -> list[SignalRow]:
    return [row for row in signals.list_signals(con, thread_id) if not row.type.endswith("_request")]


def everything(con: Connection) -> list[tuple[object, ...]]:
    return [tuple(row) for table in ("runs", "signals") for row in con.execute(f"SELECT * FROM {table}")]


def get(con: Connection) -> RunRow:
    return runs.get_run(con, "r1")


# -- accepting ------------------------------------------------------------------------------------------------------


def test_an_accepted_run_waits(con: Connection) -> None:
    accept(con, second=5)
    row = get(con)
    assert (row.status, row.reason, row.epoch, row.crashes) == (RunStatus.PENDING, None, 0, 0)
    assert (row.flow_id, row.version, row.input_json, row.flows_dir) == ("flow", 1, '{"n":1}', "/flows")
    assert row.created_at == row.queued_at == row.last_event_at == at(5)
    assert row.started_at is row.finished_at is row.due_at is row.interrupt is row.error is None


@pytest.mark.parametrize("again", ["Run-a", "run-A", "RUN-A"])
def test_an_id_is_taken_without_regard_to_case(con: Connection, again: str) -> None:
    accept(con, "Run-a")
    before = everything(con)
    assert not runs.insert_run(con, new_run(again), at(1))
    assert everything(con) == before
    assert runs.get_run(con, again).thread_id == "Run-a"


def test_a_run_needs_a_version(con: Connection) -> None:
    with pytest.raises(Exception, match="FOREIGN KEY"):
        runs.insert_run(con, new_run("r1", version=99), at(0))


def test_an_unknown_run(con: Connection) -> None:
    with pytest.raises(RunNotFound, match="'nobody'"):
        runs.get_run(con, "nobody")
    assert run_queue.claim_run(con, "nobody") is None
    assert not any(move(con, "nobody", 1) for _, move in MOVE.values())
    assert everything(con) == []


# -- moving ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("target", RunStatus)
@pytest.mark.parametrize("before", RunStatus)
def test_every_move_happens_exactly_where_the_table_has_it(
    con: Connection, before: RunStatus, target: RunStatus
) -> None:
    accept(con)
    bring_to(con, "r1", before, at(0))
    if get(con).epoch == 0:
        con.execute("UPDATE runs SET epoch = 1")  # so that only the status decides
    rows, told = everything(con), len(events(con))
    event, move = MOVE[target]
    moved = move(con, "r1", 1)
    assert moved == (target in MOVES[before])
    if not moved:
        assert everything(con) == rows
        return
    row = get(con)
    assert (row.status, row.last_event_at) == (target, at(9))
    assert row.finished_at == (at(9) if target in FINAL else None)
    assert [it.type for it in events(con)[told:]] == ([event] if event else [])
    assert not move(con, "r1", 1), "a second, late move must do nothing"
    assert get(con) == row
    assert len(events(con)) == told + bool(event)


@pytest.mark.parametrize("target", [status for status in RunStatus if status is not RunStatus.PENDING])
def test_another_epoch_moves_nothing(con: Connection, target: RunStatus) -> None:
    accept(con)
    bring_to(con, "r1", RunStatus.PENDING if target is RunStatus.RUNNING else RunStatus.RUNNING, at(0))
    con.execute("UPDATE runs SET epoch = 2")
    before = everything(con)
    for stale in (1, 3):
        assert not MOVE[target][1](con, "r1", stale)
    assert everything(con) == before
    assert MOVE[target][1](con, "r1", 2)


@pytest.mark.parametrize("status", RunStatus)
def test_only_a_waiting_run_is_claimed(con: Connection, status: RunStatus) -> None:
    accept(con)
    bring_to(con, "r1", status, at(0))
    before = get(con)
    claimed = run_queue.claim_run(con, "R1")
    if status in (RunStatus.PENDING, RunStatus.RECOVERING):
        assert claimed == before.epoch + 1
    else:
        assert claimed is None
        assert get(con) == before


def test_what_moves_keep_and_forget(con: Connection) -> None:
    accept(con, second=1)
    bring_to(con, "r1", RunStatus.RUNNING, at(2))
    assert moves.run_lost(con, "r1", death(second=60, crashes=2, mark="c7"), at(3))
    row = get(con)
    assert (row.reason, row.crashes, row.progress_mark, row.due_at) == (Reason.CRASH, 2, "c7", at(60))
    assert run_queue.claim_run(con, "r1") == 2
    assert moves.run_started(con, "r1", 2, at(61))
    row = get(con)
    assert (row.started_at, row.queued_at, row.due_at, row.reason) == (at(2), at(1), None, None)
    assert (row.crashes, row.progress_mark) == (2, "c7"), "the next death must be able to compare"
    assert moves.run_failed(con, "r1", at(62), reason=Reason.CRASH_LOOP, error=ERROR, epoch=2)
    assert (get(con).reason, get(con).error) == (Reason.CRASH_LOOP, ERROR)
    assert moves.run_queued(con, "r1", at(63))
    row = get(con)
    assert (row.queued_at, row.crashes, row.error, row.reason) == (at(63), 0, None, None)
    assert row.progress_mark == "c7"


def test_an_interrupt_is_kept_until_the_run_goes_on(con: Connection) -> None:
    accept(con)
    bring_to(con, "r1", RunStatus.INTERRUPTED, at(0))
    assert (get(con).interrupt, get(con).reason) == (PAUSE, Reason.PAUSED)
    assert moves.run_queued(con, "r1", at(1))
    assert get(con).interrupt is None


def test_what_events_say(con: Connection) -> None:
    accept(con)
    bring_to(con, "r1", RunStatus.RUNNING, at(0))
    moves.run_lost(con, "r1", death(second=5), at(1))
    run_queue.claim_run(con, "r1")
    moves.run_started(con, "r1", 2, at(2))
    moves.run_paused(con, "r1", at(3), epoch=2, interrupt=PAUSE, reason=Reason.SHUTDOWN)
    moves.run_queued(con, "r1", at(4))
    command = signals.insert_command(con, "r1", "resume_request", {}, at(4))
    run_queue.claim_run(con, "r1")
    moves.run_started(con, "r1", 3, at(5), resumed=[command])
    moves.run_failed(con, "r1", at(6), reason=Reason.NODE_ERROR, error=ERROR, epoch=3)
    told = [(it.type, it.ts, it.processed, it.payload) for it in events(con)]
    crash = {"epoch": 1, "exit_code": -9, "message": "The worker was killed.", "due_at": at(5)}
    error = {"reason": "node_error", "code": ERROR.code, "message": ERROR.message, "node": "scrape"}
    assert told == [
        ("start", at(0), True, {"epoch": 1}),
        ("crash", at(1), True, crash),
        ("restart", at(2), True, {"epoch": 2}),
        ("interrupt", at(3), True, {"reason": "shutdown", "node": "scrape"}),
        ("resume", at(5), True, {"epoch": 3}),
        ("error", at(6), True, error),
    ]


def test_a_move_processes_the_commands_it_answers_and_no_others(con: Connection) -> None:
    accept(con)
    bring_to(con, "r1", RunStatus.RUNNING, at(0))
    first = signals.insert_command(con, "r1", "pause_request", {}, at(1))
    second = signals.insert_command(con, "r1", "pause_request", {}, at(2))
    assert moves.run_paused(con, "r1", at(3), epoch=1, interrupt=PAUSE, processed=[first])
    assert [it.id for it in signals.waiting_commands(con, "r1")] == [second]


def test_a_move_that_comes_too_late_processes_nothing(con: Connection) -> None:
    accept(con)
    bring_to(con, "r1", RunStatus.ERROR, at(0))
    command = signals.insert_command(con, "r1", "pause_request", {}, at(1))
    assert not moves.run_paused(con, "r1", at(3), epoch=1, interrupt=PAUSE, processed=[command])
    assert [it.id for it in signals.waiting_commands(con, "r1")] == [command]


@pytest.mark.parametrize("target", sorted(FINAL))
def test_nothing_waits_for_a_run_that_is_over(con: Connection, target: RunStatus) -> None:
    for name in ("r1", "r2"):
        accept(con, name)
        bring_to(con, name, RunStatus.RUNNING, at(0))
        signals.insert_command(con, name, "pause_request", {}, at(1))
        signals.insert_command(con, name, "cancel_request", {}, at(1))
    assert MOVE[target][1](con, "r1", 1)
    assert signals.runs_with_commands(con) == ["r2"]


def test_status_event_and_processed_are_one_change(database: Database) -> None:
    with database.write() as con:
        accept(con)
        bring_to(con, "r1", RunStatus.RUNNING, at(0))
        command = signals.insert_command(con, "r1", "cancel_request", {}, at(1))
        before = everything(con)
    with pytest.raises(ZeroDivisionError), database.write() as con:  # noqa: PT012 - it is the whole change that fails
        assert moves.run_cancelled(con, "r1", at(2), epoch=1, processed=[command])
        assert everything(con) != before
        raise ZeroDivisionError
    with database.read() as con:
        assert everything(con) == before


def test_a_move_whose_event_cannot_be_written_does_not_happen(database: Database) -> None:
    with database.write() as con:
        accept(con)
        before = everything(con)
    with pytest.raises(StorageFailure, match="known_type"), database.write() as con:  # noqa: PT012 - the same
        assert moves.run_cancelled(con, "r1", at(2))
        moves.insert_event(con, "r1", "no_such_event", {}, at(2))
    with database.read() as con:
        assert everything(con) == before


def test_payloads_are_json(con: Connection) -> None:
    accept(con)
    moves.insert_event(con, "r1", "code_changed", {"functions": ["数据"]}, at(1))
    [row] = con.execute("SELECT payload_json, processed FROM signals").fetchall()
    assert (json.loads(row["payload_json"]), row["processed"]) == ({"functions": ["数据"]}, 1)
