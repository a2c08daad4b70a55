"""Forks: a new run of the same flow version that goes on from a checkpoint of another one, which stays as it is."""

import json
from dataclasses import dataclass
from typing import Any

from workflow_engine_shared.clock import Clock
from workflow_engine_shared.codec.canonical_json import fingerprint
from workflow_engine_shared.errors import CheckpointNotFound, NothingDue
from workflow_engine_shared.ids import run_id, shown
from workflow_engine_shared.paths import Home
from workflow_engine_shared.settings import Settings
from workflow_engine_shared.storage.run import db, fork_point
from workflow_engine_shared.storage.workflow import runs
from workflow_engine_shared.storage.workflow.rows import RetryOf, RunRow
from workflow_engine_shared.storage.workflow.store import Store
from workflow_engine_supervisor.runs.commands import check_updates
from workflow_engine_supervisor.runs.start import accept, run_before


@dataclass(frozen=True)
class ForkRequest:
    """What was asked for, as it came in."""

    source: str
    checkpoint_id: str | None
    updates: dict[str, Any]
    thread_id: str | None

    @property
    def fingerprint(self) -> str:
        # Ids are the same in any case.
        about = {"fork_of": self.source.lower(), "checkpoint_id": self.checkpoint_id, "updates": self.updates}
        return fingerprint(about)


def fork_run(settings: Settings, store: Store, clock: Clock, request: ForkRequest) -> tuple[str, bool]:
    """Accept a fork; returns its thread_id and whether it is new. Its worker copies what it begins with.

    Raises:
        RunNotFound, CheckpointNotFound: there is nothing to fork.
        NothingDue: the flow was at its end there.
        InvalidUpdates: a key is reserved.
        RunExists: the thread_id belongs to a run that was started differently.
        QueueFull: too many wait.
    """
    check_updates(request.updates)
    with store.read() as tx:
        before = run_before(tx, request.thread_id, request.fingerprint)
        if before is not None:
            return before.thread_id, False
        source = tx.get_run(request.source)
    checkpoint_id = _checkpoint(settings.home_paths, source.thread_id, request.checkpoint_id)
    thread_id = request.thread_id or run_id(source.title)
    new = new_fork(source, checkpoint_id, thread_id, request.fingerprint, updates=request.updates)
    return thread_id, accept(settings, store, clock, new) is not None


def new_fork(
    source: RunRow,
    checkpoint_id: str,
    thread_id: str,
    fingerprint: str,
    *,
    updates: dict[str, Any] | None = None,
    retry_of: RetryOf | None = None,
) -> runs.NewRun:
    """A run that goes on from a checkpoint of another one, to be accepted. It is called as that one is."""
    return runs.NewRun(
        thread_id=thread_id,
        flow_version_id=source.flow_version_id,
        input_json=source.input_json,
        fingerprint=fingerprint,
        flows_dir=source.flows_dir,
        forked_from=source.thread_id,
        forked_checkpoint=checkpoint_id,
        forked_updates=json.dumps(updates or {}, ensure_ascii=False, allow_nan=False),
        retry_of=retry_of,
        title=source.title,
        tags=source.tags,
        subflows=source.subflows,
        test=source.test,
        begun=source.begun,
        code=source.code,
        environment=source.environment,
    )


def _checkpoint(home: Home, thread_id: str, wanted: str | None) -> str:
    what = "checkpoint" if wanted is None else f"checkpoint {shown(wanted)}"
    missing = CheckpointNotFound(f"Run {thread_id!r} has no {what}.")
    with db.reading(home.run(thread_id).db) as con:
        if con is None:
            raise missing
        try:
            found = fork_point.fork_point(con, wanted)
        except CheckpointNotFound:
            raise missing from None
    if found is None:
        raise NothingDue(f"At {what} the flow of run {thread_id!r} was at its end.")
    return found.checkpoint_id
