"""Ends of runs that others started and wait for, and of runs that started others: told in the same transaction."""

from collections.abc import Iterable

import msgspec

from workflow_engine_shared.errors import ErrorData
from workflow_engine_shared.run_status import Reason
from workflow_engine_shared.storage.sqlite.database import Connection, columns, every, one
from workflow_engine_shared.storage.sqlite.statements import load
from workflow_engine_shared.storage.workflow import moves
from workflow_engine_shared.storage.workflow.signals import insert_command
from workflow_engine_shared.struct_types import ready_to_read
from workflow_engine_shared.vocabulary import SignalType

from .waits import tell_parent

_SQL = load(__package__, "families")


@ready_to_read
class ChildRow(msgspec.Struct, frozen=True):
    """A run that another one started."""

    thread_id: str
    parent_key: str  #: which of the other one's waits
    status: str
    reason: str | None = None


def run_finished(
    con: Connection, thread_id: str, epoch: int, now: str, *, skipped: int = 0, result: object = None
) -> bool:
    """As in `moves`; the run that waits for it has `result` of it, which is anything JSON can say.

    Runs that it waited for until now - a join needed their branches no more - are asked to end.
    """
    left = [row["thread_id"] for row in every(con, _SQL["awaited_children"], {"thread_id": thread_id})]
    if not moves.run_finished(con, thread_id, epoch, now, skipped=skipped):
        return False
    tell_parent(con, thread_id, now, result)
    _ask_to_end(con, left, now)
    return True


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
    """As in `moves`; the run that waits for it is told, if it wants that."""
    if not moves.run_failed(con, thread_id, now, reason=reason, error=error, epoch=epoch, processed=processed):
        return False
    tell_parent(con, thread_id, now)
    return True


def run_lost(con: Connection, thread_id: str, move: moves.Lost | moves.Failed, now: str) -> bool:
    """As in `moves`; the run that waits for it is told, if this is its end and it wants that."""
    if not moves.run_lost(con, thread_id, move, now):
        return False
    tell_parent(con, thread_id, now)
    return True


def run_cancelled(
    con: Connection, thread_id: str, now: str, *, epoch: int | None = None, processed: Iterable[int] = ()
) -> bool:
    """As in `moves`; the run that waits for it is told, and those that it started are asked to end."""
    if not moves.run_cancelled(con, thread_id, now, epoch=epoch, processed=processed):
        return False
    tell_parent(con, thread_id, now)
    _ask_to_end(con, [row["thread_id"] for row in every(con, _SQL["living_children"], {"thread_id": thread_id})], now)
    return True


def children_of(con: Connection, thread_id: str, limit: int) -> list[ChildRow]:
    """Runs that this one started, the oldest first."""
    rows = every(con, _SQL["children_of"], {"thread_id": thread_id, "limit": limit})
    return [msgspec.convert(columns(row), ChildRow) for row in rows]


def _ask_to_end(con: Connection, runs: Iterable[str], now: str) -> None:
    for thread_id in runs:
        if one(con, _SQL["asked_to_end"], {"thread_id": thread_id}) is None:
            insert_command(con, thread_id, SignalType.CANCEL_REQUEST, {}, now)
