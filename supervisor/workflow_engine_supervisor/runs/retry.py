"""A retry of what is over: a finished run stays final, so a fork of it tries again what it skipped."""

from workflow_engine_shared.clock import Clock
from workflow_engine_shared.codec.canonical_json import fingerprint
from workflow_engine_shared.errors import CheckpointNotFound
from workflow_engine_shared.ids import run_id
from workflow_engine_shared.paths import Home
from workflow_engine_shared.run_status import RunStatus
from workflow_engine_shared.settings import Settings
from workflow_engine_shared.storage.run import db, fork_journal, fork_point
from workflow_engine_shared.storage.workflow.rows import RetryOf, RunRow
from workflow_engine_shared.storage.workflow.store import Store
from workflow_engine_supervisor.runs.fork import new_fork
from workflow_engine_supervisor.runs.start import accept


def retry_finished(settings: Settings, store: Store, clock: Clock, thread_id: str, error: str | None) -> str | None:
    """Accept a fork that tries again what a finished run skipped; returns its thread_id.

    It begins where the first visit is due that skipped something (with `error`: something with this kind of error), and
    keeps what that visit and later ones of the kind have done. None: the run is not finished, or skipped nothing.

    Raises:
        RunNotFound: there is no such run.
        CheckpointNotFound: the checkpoint before that visit is gone.
        QueueFull: too many wait.
    """
    with store.read() as tx:
        row = tx.get_run(thread_id)
    if row.status is not RunStatus.FINISHED:
        return None
    checkpoint_id = _beginning(settings.home_paths, row, error)
    if checkpoint_id is None:
        return None
    forked = run_id(row.title)
    asked = fingerprint({"retry_of": row.thread_id.lower(), "error": error, "thread_id": forked})
    accept(settings, store, clock, new_fork(row, checkpoint_id, forked, asked, retry_of=RetryOf(error)))
    return forked


def _beginning(home: Home, row: RunRow, error: str | None) -> str | None:
    """The checkpoint at which the first visit with something skipped was due; None: nothing was."""
    with db.reading(home.run(row.thread_id).db) as con:
        visits = [] if con is None else fork_journal.concerned_visits(con, error)
        if con is None or not visits:
            return None
        # What a fork skipped before it was forked has its checkpoints in the run before.
        found = next(filter(None, (fork_point.checkpoint_before(con, visit, visits) for visit in visits)), None)
    if found is None:
        missing = f"Run {row.thread_id!r} has no checkpoint before visit {visits[0]}, which skipped something."
        raise CheckpointNotFound(missing, hint="Retry the run that it was forked from.")
    return found.checkpoint_id
