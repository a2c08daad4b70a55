"""Pause, resume, retry, cancel: a command is a committed row before anybody is told; `Runs` tells."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from workflow_engine_shared import json_pointer
from workflow_engine_shared.clock import Clock
from workflow_engine_shared.errors import AnswerRequired, InvalidState, InvalidUpdates, NoQuestion, Problem
from workflow_engine_shared.ids import shown
from workflow_engine_shared.run_status import RunStatus, allowed_commands, takes
from workflow_engine_shared.storage.workflow.payloads import ResumePayload
from workflow_engine_shared.storage.workflow.rows import RunRow
from workflow_engine_shared.storage.workflow.signals import Command
from workflow_engine_shared.storage.workflow.store import Store, Transaction
from workflow_engine_shared.vocabulary import SignalType

#: Lets the run go on with another version of its flow.
Moving: TypeAlias = Callable[[Transaction, RunRow], None]
_PAST = {"pause": "paused", "resume": "resumed", "retry": "retried", "cancel": "cancelled"}
_REQUESTS: dict[str, Command] = {"pause": SignalType.PAUSE_REQUEST, "cancel": SignalType.CANCEL_REQUEST}


@dataclass(frozen=True)
class Accepted:
    """A command that will take effect."""

    thread_id: str
    status: RunStatus
    signal_id: int | None  #: None: it is a new run that does what was asked


def request(store: Store, clock: Clock, thread_id: str, command: str) -> Accepted:
    """Ask a run to pause or to be cancelled. Asking again while the first waits changes nothing.

    Raises:
        RunNotFound: there is no such run.
        InvalidState: its status does not allow it.
    """
    with store.write() as tx:
        return request_in(tx, clock, thread_id, command)


def request_in(tx: Transaction, clock: Clock, thread_id: str, command: str) -> Accepted:
    """The same, as a part of a change."""
    request = _REQUESTS[command]
    row = _allowed(tx, thread_id, command)
    waiting = (each.id for each in tx.waiting_commands(row.thread_id) if each.type is request)
    signal_id = next(waiting, None) or tx.insert_command(row.thread_id, request, {}, clock.now())
    return Accepted(row.thread_id, row.status, signal_id)


def resume(
    store: Store, clock: Clock, thread_id: str, payload: ResumePayload, moving: Moving | None = None
) -> Accepted:
    """Let a stopped run wait for a worker again, with updates to its state. One transaction, with `moving` in it.

    Raises:
        RunNotFound: there is no such run.
        InvalidState: its status does not allow it.
        InvalidUpdates: a key is reserved.
        AnswerRequired: it asked a question, and there is no `value`.
        NoQuestion: there is a `value`, but it asked nothing.
    """
    check_updates(payload["updates"])
    with store.write() as tx:
        if moving is not None:
            moving(tx, _allowed(tx, thread_id, "resume"))
        return resume_in(tx, clock, thread_id, payload)


def resume_in(tx: Transaction, clock: Clock, thread_id: str, payload: ResumePayload) -> Accepted:
    """The same, as a part of a change, with updates that were checked."""
    row = _allowed(tx, thread_id, "resume")
    return _queue(tx, row, {**payload, **_answered(row, payload), **_addressed(row, payload)}, clock.now())


def retry(store: Store, clock: Clock, thread_id: str, error: str | None = None) -> Accepted:
    """Let a failed run continue at the failed node, with its failed and skipped items tried again.

    With `error`, a kind of error, only those of the skipped items that had this one.

    Raises:
        RunNotFound: there is no such run.
        InvalidState: it has not failed.
    """
    with store.write() as tx:
        return retry_in(tx, clock, thread_id, error)


def retry_in(tx: Transaction, clock: Clock, thread_id: str, error: str | None = None) -> Accepted:
    """The same, as a part of a change."""
    row = _allowed(tx, thread_id, "retry")
    return _queue(tx, row, {"updates": {}, "retry_items": True, "error": error}, clock.now())


def stacks(store: Store, stacks_of: Callable[[str], str | None], thread_id: str) -> str:
    """What every thread of a run's worker is doing, as text.

    Raises:
        RunNotFound: there is no such run.
        InvalidState: no worker holds it.
    """
    with store.read() as tx:
        row = tx.get_run(thread_id)
    text = stacks_of(row.thread_id)
    if text is None:
        stands = f"Run {row.thread_id!r} is {row.status.value}: no worker holds it, so there is nothing to look at."
        members = {"run_status": row.status.value, "allowed": allowed_commands(row.status)}
        raise InvalidState(stands, hint="Ask while the run is running.", members=members)
    return text


def check_updates(updates: Mapping[str, Any]) -> None:
    """Refuse updates to what is the engine's own.

    Raises:
        InvalidUpdates: with every key that is reserved.
    """
    problems = [
        Problem("RESERVED_KEY", json_pointer.join("/updates", key), f"The state key {shown(key)} is reserved.")
        for key in updates
        if key.startswith("__")
    ]
    if problems:
        raise InvalidUpdates(problems=problems)


def _queue(tx: Transaction, row: RunRow, payload: ResumePayload, now: str) -> Accepted:
    signal_id = tx.insert_command(row.thread_id, SignalType.RESUME_REQUEST, payload, now)
    queued = tx.run_queued(row.thread_id, now)
    assert queued  # the status was read in this transaction
    return Accepted(row.thread_id, RunStatus.PENDING, signal_id)


def _answered(row: RunRow, payload: ResumePayload) -> ResumePayload:
    """Which question the value answers, if it is one."""
    ordinal = row.interrupt.ordinal if row.interrupt else None
    if ordinal is None:
        if "value" in payload:
            raise NoQuestion(f"Run {row.thread_id!r} asked nothing, so there is nothing to answer.")
        return {}
    if "value" not in payload:
        raise AnswerRequired(f"Run {row.thread_id!r} asked a question and waits for the answer.")
    return {"question": ordinal}


def _addressed(row: RunRow, payload: ResumePayload) -> ResumePayload:
    """Which visit the updates and the answer are for: the one that stopped the run; several may be open."""
    visit = row.interrupt.visit if row.interrupt else None
    return {"visit": visit} if visit is not None and (payload["updates"] or "value" in payload) else {}


def _allowed(tx: Transaction, thread_id: str, command: str) -> RunRow:
    row = tx.get_run(thread_id)
    if takes(command, row.status, row.reason):
        return row
    allowed = allowed_commands(row.status, row.reason)
    stands = f"Run {row.thread_id!r} is {row.status.value}: it cannot be {_PAST[command]}."
    hint = f"Allowed now: {', '.join(allowed)}." if allowed else "It is over; start a new run."
    raise InvalidState(stands, hint=hint, members={"run_status": row.status.value, "allowed": allowed})
