"""What requests may do to runs: rows are committed first, only then the monitor and those who watch are told."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from workflow_engine_shared.clock import Clock
from workflow_engine_shared.run_status import RunStatus
from workflow_engine_shared.settings import Settings
from workflow_engine_shared.storage.workflow.payloads import ResumePayload
from workflow_engine_shared.storage.workflow.rows import VersionRow
from workflow_engine_shared.storage.workflow.store import Store
from workflow_engine_supervisor.bundles.bring_in import import_run
from workflow_engine_supervisor.bundles.export import Exported, export_run
from workflow_engine_supervisor.functions.catalogue import Catalogue
from workflow_engine_supervisor.home import trash
from workflow_engine_supervisor.run_events import RunChanged, RunDeleted, RunEvents
from workflow_engine_supervisor.runs import commands
from workflow_engine_supervisor.runs.bulk import BulkDone, BulkRequest, BulkWork
from workflow_engine_supervisor.runs.commands import Accepted
from workflow_engine_supervisor.runs.delete import delete_run
from workflow_engine_supervisor.runs.fork import ForkRequest, fork_run
from workflow_engine_supervisor.runs.moving.move import Move, carry_out, checked_move, planned_move
from workflow_engine_supervisor.runs.rename import Renaming, rename_run
from workflow_engine_supervisor.runs.rerun import RerunRequest, inputs_brought, start_request
from workflow_engine_supervisor.runs.retry import retry_finished
from workflow_engine_supervisor.runs.start import Started, StartRequest, Together, check_start, start_run, startable
from workflow_engine_supervisor.runs.uploaded_inputs import uploaded_updates
from workflow_engine_supervisor.supervision.monitor import Monitor
from workflow_engine_supervisor.uploads.store import Uploads


class Runs:
    """The use cases. What each of them raises is said where it is carried out. Any thread."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        clock: Clock,
        catalogue: Catalogue,
        uploads: Uploads,
        monitor: Monitor,
        events: RunEvents,
    ) -> None:
        self._settings = settings
        self._home = settings.home_paths
        self._store = store
        self._clock = clock
        self._catalogue = catalogue
        self._uploads = uploads
        self._monitor = monitor
        self._events = events

    def check(self, request: StartRequest) -> VersionRow:
        """Refuse what could not be started now either, but for its files; returns the version that it means."""
        with self._store.read() as tx:
            found = startable(tx, request)
        check_start(self._settings, self._catalogue, found, request, request.input)
        return found.version

    def start(self, request: StartRequest, together: Together | None = None) -> Started:
        """Accept a run."""
        started = start_run(self._settings, self._store, self._clock, self._catalogue, self._uploads, request, together)
        if started.is_new:
            self._monitor.accepted(started.thread_id)
            self._events.publish(RunChanged(started.thread_id))
        return started

    def rerun(self, request: RerunRequest) -> Started:
        """Start a run again, as a new one."""
        start, old = start_request(self._home, self._store, request)
        assert start.thread_id is not None
        with inputs_brought(self._home, self._store, request, old, start.thread_id):
            return self.start(start)

    def fork(self, request: ForkRequest) -> tuple[str, bool]:
        """Accept a fork; returns its thread_id and whether it is new."""
        thread_id, new = fork_run(self._settings, self._store, self._clock, request)
        if new:
            self.notify(thread_id)
        return thread_id, new

    def pause(self, thread_id: str) -> Accepted:
        return self._notified(commands.request(self._store, self._clock, thread_id, "pause"))

    def cancel(self, thread_id: str) -> Accepted:
        return self._notified(commands.request(self._store, self._clock, thread_id, "cancel"))

    def move(self, thread_id: str, version: int) -> Move:
        """What it would mean for a run to go on with another version of its flow."""
        return planned_move(self._settings, self._store, thread_id, version)

    def resume(
        self,
        thread_id: str,
        payload: ResumePayload,
        uploads: Mapping[str, tuple[str, str]] | None = None,
        version: int | None = None,
    ) -> Accepted:
        """Let a stopped run go on, with `updates` to its state and with files that were `uploads`.

        With a `version` it goes on with that one of its flow.
        """
        moving = None
        if version is not None:
            move = checked_move(self._settings, self._store, self._catalogue, thread_id, version)
            moving = partial(carry_out, move=move)
            payload = {**payload, "version": version, "version_before": move.row.version}
        if not uploads:
            return self._notified(commands.resume(self._store, self._clock, thread_id, payload, moving))
        with self._store.read() as tx:
            run = self._home.run(tx.get_run(thread_id).thread_id)
        with uploaded_updates(self._uploads, uploads, payload["updates"], run) as updates:
            given: ResumePayload = {**payload, "updates": updates}
            return self._notified(commands.resume(self._store, self._clock, thread_id, given, moving))

    def retry(self, thread_id: str, error: str | None = None) -> Accepted:
        """Let a failed run go on; a finished one that skipped something is forked: its answer has no signal."""
        forked = retry_finished(self._settings, self._store, self._clock, thread_id, error)
        if forked is not None:
            return self._notified(Accepted(forked, RunStatus.PENDING, None))
        return self._notified(commands.retry(self._store, self._clock, thread_id, error))

    def bulk(self, asked: BulkRequest) -> BulkDone:
        """Do the same to many runs."""
        return BulkWork(self._store, self._clock, self, self.notify).carry_out(asked)

    def rename(self, thread_id: str, asked: Renaming) -> str:
        """Change what people call a run; returns its thread_id."""
        thread_id = rename_run(self._store, thread_id, asked)
        self._events.publish(RunChanged(thread_id))
        return thread_id

    def stacks(self, thread_id: str) -> str:
        """What every thread of a run's worker is doing, as text. Waits for it."""
        return commands.stacks(self._store, self._monitor.watchdog.stacks, thread_id)

    def export(self, thread_id: str, target: Path, version: str) -> Exported:
        """Put a run that rests, with all its files, into a bundle; `version` is renflow's."""
        return export_run(self._home, self._store, thread_id, target, version, self._clock.now())

    def bring_in(self, upload_id: str, path: str) -> str:
        """Let the run of an uploaded bundle be one of this data directory; returns its thread_id."""
        with self._uploads.held(upload_id, path) as bundle:
            thread_id = import_run(self._home, self._store, self._settings.flows, bundle, self._clock.now())
        self.notify(thread_id)
        return thread_id

    def delete(self, thread_id: str) -> None:
        """Remove a run and all its files."""
        deleted = delete_run(self._home, self._store, self._clock, self._monitor.live, thread_id)
        self._events.publish(RunDeleted(deleted.thread_id))
        if deleted.discarded is not None:
            trash.remove(deleted.discarded)  # the slow part: by now everybody knows

    def notify(self, thread_id: str) -> None:
        """Rows of a run changed, and are committed."""
        self._monitor.notify(thread_id)
        self._events.publish(RunChanged(thread_id))

    def _notified(self, accepted: Accepted) -> Accepted:
        self.notify(accepted.thread_id)
        return accepted
