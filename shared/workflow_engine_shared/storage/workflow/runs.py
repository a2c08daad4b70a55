"""Runs: accepted once, moved only along the transition table, every move with its event in one transaction."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import msgspec

from workflow_engine_shared.clock import seconds_between
from workflow_engine_shared.errors import ErrorData, RunNotFound
from workflow_engine_shared.run_status import FINAL, Reason, RunStatus, sources
from workflow_engine_shared.storage.sqlite.database import Connection, Row, every, one
from workflow_engine_shared.storage.sqlite.queries import load

from .rows import Interrupt, RunRow
from .signals import mark_processed

_SQL = load(__package__, "runs")
_LAST = 2**62
_REASONS = frozenset({None, *(reason.value for reason in Reason)})
_STATUSES = frozenset(RunStatus)
_RENAMED = {"interrupt_json": ("interrupt", Interrupt), "error_json": ("error", ErrorData)}


@dataclass(frozen=True)
class NewRun:
    """A start request that has been checked."""

    thread_id: str
    flow_version_id: int
    input_json: str
    fingerprint: str
    flows_dir: str
    metadata: str = "{}"
    forked_from: str | None = None
    forked_checkpoint: str | None = None
    forked_updates: str | None = None


def insert_run(con: Connection, run: NewRun, now: str) -> bool:
    """Accept a run. False: the thread_id is taken."""
    return one(con, _SQL["insert_run"], {**vars(run), "now": now}) is not None


def get_run(con: Connection, thread_id: str) -> RunRow:
    """One run.

    Raises:
        RunNotFound: there is none with this thread_id.
    """
    row = one(con, _SQL["get_run"], {"thread_id": thread_id})
    if row is None:
        raise RunNotFound(f"There is no run {thread_id!r}.")
    return _run(row)


@dataclass(frozen=True)
class RunFilter:
    """Which runs a list shows."""

    statuses: frozenset[RunStatus] | None = None
    flow_id: str | None = None
    q: str | None = None  #: part of the thread_id


def list_runs(con: Connection, chosen: RunFilter, *, before: int | None, limit: int) -> list[RunRow]:
    """A page of runs, newest first, beginning behind the run with `seq` = `before`."""
    params = {
        "before": _LAST if before is None else before,
        "statuses": None if chosen.statuses is None else _statuses(chosen.statuses),
        "flow_id": chosen.flow_id,
        "q": chosen.q,
        "limit": limit,
    }
    return [_run(row) for row in every(con, _SQL["list_runs"], params)]


def runs_in_status(con: Connection, *statuses: RunStatus) -> list[RunRow]:
    """All runs in these statuses, first queued first."""
    return [_run(row) for row in every(con, _SQL["runs_in_status"], {"statuses": _statuses(statuses)})]


def runs_by_id(con: Connection, thread_ids: Iterable[str]) -> list[RunRow]:
    """Those of these runs that there are."""
    return [_run(row) for row in every(con, _SQL["runs_by_id"], {"thread_ids": json.dumps(list(thread_ids))})]


def count_by_status(con: Connection) -> dict[str, int]:
    """How many runs stand in each status that has any."""
    return {row["status"]: row["runs"] for row in every(con, _SQL["count_by_status"], {})}


def delete_run(con: Connection, thread_id: str) -> bool:
    """Remove a run that is over, with its signals and workers. False: it is not over, or not there."""
    params = {"thread_id": thread_id, "statuses": _statuses(FINAL)}
    return one(con, _SQL["delete_run"], params) is not None


def waiting_fork(con: Connection, thread_id: str) -> str | None:
    """A fork of this run whose worker has yet to copy from it."""
    row = one(con, _SQL["waiting_fork"], {"thread_id": thread_id})
    return None if row is None else str(row["thread_id"])


# -- moves: each has a name, takes what it needs, and says whether it happened -------------------------------------


def run_started(con: Connection, thread_id: str, epoch: int, now: str, *, resumed: Iterable[int] = ()) -> bool:
    """A worker has taken the run; `resumed` are the commands whose effect it has committed in `run.db`."""
    applied = list(resumed)
    event = "resume" if applied else "start" if epoch == 1 else "restart"
    move = _Move(thread_id, RunStatus.RUNNING, now, event, epoch=epoch, payload={"epoch": epoch})
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
    move = _Move(
        thread_id,
        RunStatus.INTERRUPTED,
        now,
        "interrupt",
        epoch=epoch,
        reason=reason,
        interrupt=interrupt,
        payload={"reason": reason.value, "node": interrupt.node},
    )
    return _move(con, move, processed)


def run_queued(con: Connection, thread_id: str, now: str) -> bool:
    """A stopped run waits for a worker again; its `resume` event follows when a worker applies the command."""
    return _move(con, _Move(thread_id, RunStatus.PENDING, now, crashes=0))


def run_finished(con: Connection, thread_id: str, epoch: int, now: str) -> bool:
    """The flow reached its end."""
    return _move(con, _Move(thread_id, RunStatus.FINISHED, now, "finish", epoch=epoch))


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
    payload = {"reason": reason.value, "code": error.code, "message": error.message, "node": error.node}
    move = _Move(thread_id, RunStatus.ERROR, now, "error", epoch=epoch, reason=reason, error=error, payload=payload)
    return _move(con, move, processed)


def run_cancelled(
    con: Connection, thread_id: str, now: str, *, epoch: int | None = None, processed: Iterable[int] = ()
) -> bool:
    """The run ended because someone asked; its event says how long that took."""
    payload = {"took_s": cancel_took_s(con, thread_id, now)}
    return _move(con, _Move(thread_id, RunStatus.CANCELLED, now, "cancel", epoch=epoch, payload=payload), processed)


def cancel_took_s(con: Connection, thread_id: str, now: str) -> float | None:
    """Seconds since a run was asked to end; None: nobody asked."""
    row = one(con, _SQL["cancel_asked_at"], {"thread_id": thread_id})
    return None if row is None else round(seconds_between(row["ts"], now), 3)


@dataclass(frozen=True)
class Death:
    """The end of a worker that left its run unfinished."""

    epoch: int
    exit_code: int | None
    words: str
    crashes: int  #: deaths since the last progress, this one included
    progress_mark: str | None
    due_at: str  #: when the next attempt may begin
    reason: Reason = Reason.CRASH
    error: ErrorData | None = None  #: what the machine lacks, while the run waits for it


def run_lost(con: Connection, thread_id: str, death: Death, now: str) -> bool:
    """The run's worker died; a new attempt is due."""
    move = _Move(
        thread_id,
        RunStatus.RECOVERING,
        now,
        "crash",
        epoch=death.epoch,
        reason=death.reason,
        error=death.error,
        crashes=death.crashes,
        progress_mark=death.progress_mark,
        due_at=death.due_at,
        payload={"epoch": death.epoch, "exit_code": death.exit_code, "message": death.words, "due_at": death.due_at},
    )
    return _move(con, move)


def insert_event(con: Connection, thread_id: str, event: str, payload: dict[str, Any], now: str) -> None:
    """Record something that happened to a run without moving it."""
    params = {"thread_id": thread_id, "type": event, "payload_json": json.dumps(payload), "now": now}
    one(con, _SQL["insert_event"], params)


@dataclass(frozen=True)
class _Move:
    thread_id: str
    target: RunStatus
    now: str
    event: str | None = None
    epoch: int | None = None
    reason: Reason | None = None
    error: ErrorData | None = None
    interrupt: Interrupt | None = None
    crashes: int | None = None
    progress_mark: str | None = None
    due_at: str | None = None
    payload: dict[str, Any] | None = None


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
            "sources": _statuses(sources(move.target)),
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
    if done:
        mark_processed(con, done)
    if move.event is not None:
        insert_event(con, row["thread_id"], move.event, move.payload or {}, move.now)
    return True


def _run(row: Row) -> RunRow:
    """A row as it is; what somebody damaged in it is flagged, so that one such row stops no list and no recovery."""
    fields = dict(row)
    damage = ""
    for column, (name, kind) in _RENAMED.items():
        text = fields.pop(column)
        fields[name] = None
        try:
            fields[name] = None if text is None else msgspec.json.decode(text, type=kind)
        except msgspec.MsgspecError as error:
            damage = f"{column}: {error}"
    if fields["reason"] not in _REASONS:
        damage, fields["reason"] = f"reason: {fields['reason']!r}", None
    if fields["status"] not in _STATUSES:
        damage, fields["status"] = f"status: {fields['status']!r}", RunStatus.ERROR.value
    if damage:
        fields["error"] = ErrorData("DATA_INVALID", f"The run's row is damaged ({damage}).")
    return msgspec.convert(fields, RunRow)


def _statuses(statuses: Iterable[RunStatus]) -> str:
    return json.dumps(sorted(status.value for status in statuses))


def _json(value: msgspec.Struct | None) -> str | None:
    return None if value is None else msgspec.json.encode(value).decode()
