"""A fork's first step: it copies what it begins with from the run it was forked from, which may be at work."""

import contextlib
from collections.abc import Callable, Iterator

import msgspec

from workflow_engine_shared.errors import CheckpointUnreadable, DiskFull, RunFilesMissing, StorageFailure
from workflow_engine_shared.paths import Home, RunPaths
from workflow_engine_shared.storage.run import checkpoints, db, fork_journal, fork_point, results, visits
from workflow_engine_shared.storage.run.fork_point import ForkPoint
from workflow_engine_shared.storage.sqlite.database import Connection, Database
from workflow_engine_shared.storage.workflow.rows import RunRow
from workflow_engine_worker.runs.fork_outputs import copy_outputs


def inherit(row: RunRow, home: Home, own: Database, now: str, tell: Callable[[str], None]) -> None:
    """Begin where the run was forked, with the updates given to what is due there. Done once, in one transaction.

    The outputs come first, each file by itself: a worker that dies in between leaves the rest to the next one.

    Raises:
        CheckpointUnreadable: the other run, or its checkpoint, is gone or damaged.
        DiskFull: its outputs found no room.
    """
    if row.forked_from is None or row.forked_checkpoint is None or _has_begun(own):
        return
    source = home.run(row.forked_from)
    try:
        with _reading(source) as con:
            beginning = fork_point.read_beginning(con, row.forked_checkpoint)
            until = _outputs_until(con, beginning, row)
        copy_outputs(source.outputs, home.run(row.thread_id).outputs, until, tell)
        with _reading(source) as con, own.write() as mine:
            _begin(row, beginning, con, mine, now)
    except (CheckpointUnreadable, RunFilesMissing, StorageFailure) as error:
        if isinstance(error, DiskFull):
            raise
        what = f"Checkpoint {row.forked_checkpoint} of run {row.forked_from!r} cannot be read"
        hint = "Cancel this run, and fork again from another checkpoint."
        raise CheckpointUnreadable(f"{what}: {error.detail}", hint=hint) from error


def _begin(row: RunRow, beginning: ForkPoint, source: Connection, own: Connection, now: str) -> None:
    updates = msgspec.json.decode(row.forked_updates or "{}")
    fork_point.begin(own, beginning, row.thread_id, now)
    due = [*beginning.due]
    fork_journal.copy_past(source, own, due, beginning.numbered)
    if row.retry_of is not None:
        fork_journal.copy_concerned(source, own, due, row.retry_of.error)
    results.add_artifacts(own, results.registered(source))  # those that are made anew keep their places
    if updates:
        visits.add_overlay(own, visits.RUN if beginning.has_tokens else due[-1], updates)


def _outputs_until(con: Connection, beginning: ForkPoint, row: RunRow) -> str:
    """Up to when an output is part of what the fork begins with: what came later, its own nodes make anew."""
    if row.retry_of is None:
        return beginning.checkpoint.ts
    concerned = fork_journal.concerned_visits(con, row.retry_of.error, min(beginning.due))
    return (concerned and fork_journal.end_of(con, concerned[-1])) or beginning.checkpoint.ts


def _has_begun(own: Database) -> bool:
    with own.read() as con:
        return checkpoints.latest_checkpoint(con) is not None


@contextlib.contextmanager
def _reading(paths: RunPaths) -> Iterator[Connection]:
    with db.reading(paths.db) as con:
        if con is None:
            raise CheckpointUnreadable("The run is gone.")
        yield con
