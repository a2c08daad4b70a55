"""Deleting a run that is over: its row and its folder go together, or neither does."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from workflow_engine_shared.clock import Clock, wait_until
from workflow_engine_shared.errors import InvalidState, RunNotFound, StorageFailure
from workflow_engine_shared.locks import is_held
from workflow_engine_shared.paths import Home
from workflow_engine_shared.plain_files import OddFile
from workflow_engine_shared.run_status import FINAL, allowed_commands
from workflow_engine_shared.storage.workflow.rows import RunRow
from workflow_engine_shared.storage.workflow.store import Store, Transaction
from workflow_engine_supervisor.home import trash
from workflow_engine_supervisor.processes.live_worker import LiveRun

#: A worker ends within moments after its last row; so long a request waits for it.
LEAVING_S = 2.0
_LOOK_S = 0.02


@dataclass(frozen=True)
class Deleted:
    """A run that is gone, and where its folder waits to be removed; None: it had none."""

    thread_id: str
    discarded: Path | None


def delete_run(
    home: Home, store: Store, clock: Clock, live: Callable[[str], LiveRun | None], thread_id: str
) -> Deleted:
    """Remove a run, and its files from where anybody would look for them.

    Raises:
        RunNotFound: there is no such run (any more).
        InvalidState: it is not over, a worker still holds it, or a fork has yet to copy from it.
        StorageFailure: its folder cannot be moved; nothing was changed.
    """
    with store.read() as look:
        row = look.get_run(thread_id)
    _refuse_unless_over(row)
    # Once nobody holds a run that is over, nobody ever will: only runs that wait are given to workers.
    _wait_for_the_worker_to_leave(home, clock, live, row)
    discarded = None
    try:
        with store.write() as tx:
            _delete_row(tx, row)
            discarded = trash.discard(home, row.thread_id)
    except BaseException as error:
        if discarded is not None:
            trash.restore(home, discarded)
        if isinstance(error, OSError):
            raise StorageFailure(f"The folder of run {row.thread_id!r} cannot be moved: {error.strerror}.") from error
        raise
    return Deleted(row.thread_id, discarded)


def _refuse_unless_over(row: RunRow) -> None:
    if row.status not in FINAL:
        hint = f"Cancel it first (POST /runs/{row.thread_id}/cancel), or wait for its end."
        raise _not_now(row, f"Run {row.thread_id!r} is {row.status.value}: only a run that is over is deleted.", hint)


def _wait_for_the_worker_to_leave(home: Home, clock: Clock, live: Callable[[str], LiveRun | None], row: RunRow) -> None:
    lock = home.run(row.thread_id).lock

    def has_left() -> bool:
        try:
            return live(row.thread_id) is None and not is_held(lock)
        except OddFile:  # no worker can have taken it
            return True
        except OSError as error:
            raise StorageFailure(f"{lock} cannot be looked at: {error.strerror}.") from error

    if not wait_until(has_left, LEAVING_S, _LOOK_S, clock=clock):
        raise _not_now(row, f"The worker of run {row.thread_id!r} has not ended yet.", "Try again in a moment.")


def _delete_row(tx: Transaction, row: RunRow) -> None:
    fork = tx.waiting_fork(row.thread_id)
    if fork is not None:
        detail = f"Run {fork!r} is a fork of run {row.thread_id!r} and has yet to copy from it."
        raise _not_now(row, detail, "Wait until the fork has started, or cancel it.")
    if not tx.delete_run(row.thread_id):
        raise RunNotFound(f"There is no run {row.thread_id!r}.")  # another request was quicker


def _not_now(row: RunRow, detail: str, hint: str) -> InvalidState:
    members = {"run_status": row.status.value, "allowed": allowed_commands(row.status)}
    return InvalidState(detail, hint=hint, members=members)
