"""Moves of a run from one status to another: one guarded statement, with its event, in the caller's transaction."""

import json
from collections.abc import Iterable, Mapping

import msgspec

from workflow_engine_shared.clock import seconds_between
from workflow_engine_shared.errors import ErrorData
from workflow_engine_shared.run_status import FINAL, Reason, RunStatus, sources
from workflow_engine_shared.storage.sqlite.database import Connection, every, one
from workflow_engine_shared.storage.sqlite.statements import load
from workflow_engine_shared.vocabulary import SignalType

from .payloads import CancelPayload, CrashPayload, ErrorPayload, InterruptPayload, StartPayload
from .rows import Interrupt, Streak
from .runs import status_list
from .signals import mark_processed

_SQL = load(__package__, "moves")
_STATUSES = status_list(RunStatus)
NO_STREAK = Streak()


def run_started(
    con: Connection, thread_id: str, epoch: int, now: str, *, resumed: Iterable[int] = (), claimed: bool = True
) -> bool:
    """A worker has taken the run; `resumed` are the commands whose effect it has committed in `run.db`.

    Not `claimed`: it was given the run and could not take it. The run has not begun by that: there need be no `run.db`.
    """
    applied = list(resumed)
    event = SignalType.RESUME if applied else SignalType.START if epoch == 1 else SignalType.RESTART
    payload: StartPayload = {"epoch": epoch}
    move = _Move(thread_id, RunStatus.RUNNING, now, event, epoch=epoch, payload=payload, begins=claimed)
    return _move(con, move, applied)


def run_paused(
    con: Connection,
    thread_id: str,
    now: str,
    *,
    epoch: int | None = None,
    interrupt: Interrupt,
    reason: Reason = Reason.PAUSED,
    processed: Iterable[int] = (),
) -> bool:
    """The run stopped at a safe point. `epoch` is None when no worker held it."""
    payload: InterruptPayload = {"reason": reason.value, "node": interrupt.node}
    move = _Move(
        thread_id,
        RunStatus.INTERRUPTED,
        now,
        SignalType.INTERRUPT,
        epoch=epoch,
        reason=reason,
        interrupt=interrupt,
        payload=payload,
    )
    return _move(con, move, processed)


def run_queued(con: Connection, thread_id: str, now: str) -> bool:
    """A stopped run waits for a worker again; its `resume` event follows when a worker applies the command."""
    return _move(con, _Move(thread_id, RunStatus.PENDING, now, crashes=0, metadata=_streak(NO_STREAK)))


def run_finished(con: Connection, thread_id: str, epoch: int, now: str, *, skipped: int = 0) -> bool:
    """The flow reached its end; `skipped` items and nodes failed on the way and were let pass."""
    metadata = {"skipped": skipped} if skipped else {}
    return _move(con, _Move(thread_id, RunStatus.FINISHED, now, SignalType.FINISH, epoch=epoch, metadata=metadata))


def run_failed(
    con: Connection,
    thread_id: str,
    now: str,
    *,
    reason: Reason,
    error: ErrorData,
    epoch: int | None = None,
    processed: Iterable[int] = (),
) -> bool:
    """The flow or its process broke; a resume continues at the failed node."""
    payload: ErrorPayload = {
        "reason": reason.value,
        "code": error.code,
        "message": error.message,
        "node": error.node,
    }
    event = SignalType.ERROR
    move = _Move(thread_id, RunStatus.ERROR, now, event, epoch=epoch, reason=reason, error=error, payload=payload)
    return _move(con, move, processed)


def run_cancelled(
    con: Connection, thread_id: str, now: str, *, epoch: int | None = None, processed: Iterable[int] = ()
) -> bool:
    """The run ended because someone asked; its event says how long that took."""
    payload: CancelPayload = {"took_s": cancel_took_s(con, thread_id, now)}
    move = _Move(thread_id, RunStatus.CANCELLED, now, SignalType.CANCEL, epoch=epoch, payload=payload)
    return _move(con, move, processed)


def cancel_took_s(con: Connection, thread_id: str, now: str) -> float | None:
    """Seconds since a run was asked to end; None: nobody asked."""
    row = one(con, _SQL["cancel_asked_at"], {"thread_id": thread_id})
    return None if row is None else round(seconds_between(row["ts"], now), 3)


class Lost(msgspec.Struct, frozen=True):
    """The move of a run whose worker left it unfinished: a new attempt is due."""

    epoch: int
    exit_code: int | None  #: None: unknown
    message: str  #: how the worker ended, as a sentence
    crashes: int  #: deaths since the last progress, this one included
    progress_mark: str | None
    due_at: str  #: when the next attempt may begin
    reason: Reason = Reason.CRASH
    error: ErrorData | None = None  #: what the machine lacks, while the run waits for it
    streak: Streak = NO_STREAK


class Failed(msgspec.Struct, frozen=True):
    """The move of a run whose worker left it unfinished once too often: no attempt follows by itself."""

    epoch: int
    reason: Reason
    error: ErrorData


def run_lost(con: Connection, thread_id: str, move: Lost | Failed, now: str) -> bool:
    """The run's worker died: execute what was decided on it."""
    if isinstance(move, Failed):
        return run_failed(con, thread_id, now, reason=move.reason, error=move.error, epoch=move.epoch)
    payload: CrashPayload = {
        "epoch": move.epoch,
        "exit_code": move.exit_code,
        "message": move.message,
        "due_at": move.due_at,
    }
    crash = _Move(
        thread_id,
        RunStatus.RECOVERING,
        now,
        None if move.reason is Reason.ISOLATION else SignalType.CRASH,  # nothing went wrong
        epoch=move.epoch,
        reason=move.reason,
        error=move.error,
        crashes=move.crashes,
        progress_mark=move.progress_mark,
        due_at=move.due_at,
        metadata=_streak(move.streak),
        payload=payload,
    )
    return _move(con, crash)


def fill_list_columns(con: Connection, thread_id: str) -> None:
    """Let lists find a run by its error and its skipped items, whichever version of renflow moved it last."""
    con.execute(_SQL["fill_list_columns"], {"thread_id": thread_id})


def add_clock_set(con: Connection, thread_id: str, seconds: float) -> None:
    """The wall clock was set by so much while a worker held the run: what the run took does not count it."""
    if seconds:
        con.execute(_SQL["add_clock_set"], {"thread_id": thread_id, "seconds": round(seconds, 3)})


def insert_event(con: Connection, thread_id: str, event: SignalType, payload: Mapping[str, object], now: str) -> None:
    """Record something that happened to a run without moving it."""
    params = {"thread_id": thread_id, "type": event, "payload_json": json.dumps(payload), "now": now}
    one(con, _SQL["insert_event"], params)


class _Move(msgspec.Struct, frozen=True):
    thread_id: str
    target: RunStatus
    now: str
    event: SignalType | None = None
    epoch: int | None = None
    reason: Reason | None = None
    error: ErrorData | None = None
    interrupt: Interrupt | None = None
    crashes: int | None = None
    progress_mark: str | None = None
    due_at: str | None = None
    metadata: Mapping[str, object] | None = None  #: patched into what the row keeps; null takes a key away
    payload: Mapping[str, object] | None = None
    begins: bool = False  #: what the run does is on the disk from here on


def _move(con: Connection, move: _Move, processed: Iterable[int] = ()) -> bool:
    """The only way a run's status changes. False, and nothing else happens: it came too late."""
    row = one(
        con,
        _SQL["move_run"],
        {
            "thread_id": move.thread_id,
            "target": move.target.value,
            "reason": None if move.reason is None else move.reason.value,
            "error_json": _json(move.error),
            "interrupt_json": _json(move.interrupt),
            "crashes": move.crashes,
            "progress_mark": move.progress_mark,
            "due_at": move.due_at,
            "metadata": json.dumps(move.metadata or {}),
            "begins": move.begins,
            "sources": status_list(sources(move.target)),
            "statuses": _STATUSES,
            "epoch": move.epoch,
            "now": move.now,
        },
    )
    if row is None:
        return False
    done = list(processed)
    if move.target in FINAL:
        # Nothing waits for a run that is over.
        done += [waiting["id"] for waiting in every(con, _SQL["waiting_ids"], {"thread_id": move.thread_id})]
        con.execute(_SQL["waits_off"], {"thread_id": move.thread_id})
    if done:
        mark_processed(con, done)
    if move.event is not None:
        insert_event(con, row["thread_id"], move.event, move.payload or {}, move.now)
    return True


def _streak(streak: Streak) -> dict[str, object]:
    """Whole: what it does not know any more is taken away."""
    return {"streak": {name: value or None for name, value in msgspec.structs.asdict(streak).items()}}


def _json(value: msgspec.Struct | None) -> str | None:
    return None if value is None else msgspec.json.encode(value).decode()
