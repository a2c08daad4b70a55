"""A fork's first step: it copies what it begins with from the run it was forked from, which may be at work."""

import msgspec

from workflow_engine_shared.errors import CheckpointUnreadable, RunFilesMissing, StorageFailure
from workflow_engine_shared.paths import Home
from workflow_engine_shared.storage.run import checkpoints, db, fork_point, visits
from workflow_engine_shared.storage.run.fork_point import ForkPoint
from workflow_engine_shared.storage.sqlite.database import Database
from workflow_engine_shared.storage.workflow.rows import RunRow


def inherit(row: RunRow, home: Home, own: Database, now: str) -> None:
    """Begin where the run was forked, with the updates given to the node due there. Done once, in one transaction.

    Raises:
        CheckpointUnreadable: the other run, or its checkpoint, is gone or damaged.
    """
    if row.forked_from is None or row.forked_checkpoint is None or _has_begun(own):
        return
    try:
        beginning = _read(home, row.forked_from, row.forked_checkpoint)
    except (CheckpointUnreadable, RunFilesMissing, StorageFailure) as error:
        what = f"Checkpoint {row.forked_checkpoint} of run {row.forked_from!r} cannot be read"
        hint = "Cancel this run, and fork again from another checkpoint."
        raise CheckpointUnreadable(f"{what}: {error.detail}", hint=hint) from error
    updates = msgspec.json.decode(row.forked_updates or "{}")
    with own.write() as con:
        fork_point.begin(con, beginning, row.thread_id, now)
        if updates:
            visits.add_overlay(con, beginning.due, updates)


def _has_begun(own: Database) -> bool:
    with own.read() as con:
        return checkpoints.latest_checkpoint(con) is not None


def _read(home: Home, thread_id: str, checkpoint_id: str) -> ForkPoint:
    with db.reading(home.run(thread_id).db) as con:
        if con is None:
            raise CheckpointUnreadable("The run is gone.")
        return fork_point.read_beginning(con, checkpoint_id)
