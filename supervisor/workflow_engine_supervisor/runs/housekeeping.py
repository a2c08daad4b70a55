"""Keeps the data directory within its bounds: deletes runs that were kept long enough, measures what is used.

In a thread of its own, and never busy for more than a hundredth of its time.
"""

import threading
from datetime import timedelta
from itertools import takewhile

from workflow_engine_shared.clock import parse_rfc3339, rfc3339
from workflow_engine_shared.errors import RenError
from workflow_engine_supervisor import event_log
from workflow_engine_supervisor.engine import Engine
from workflow_engine_supervisor.home.disk_use import entry_sizes
from workflow_engine_supervisor.runs.delete import delete_run

EVERY_S = 5.0
_IDLE_SHARE = 100
_DELETED_AT_ONCE = 100


class Housekeeping:
    """Looks after one home. Does nothing when no setting asks for it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        settings = self._engine.settings
        if settings.retention_days > 0 or settings.home_max_bytes > 0:
            self._thread = threading.Thread(target=self._run, name="housekeeping", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def look(self) -> None:
        """Delete what is due, and measure."""
        settings = self._engine.settings
        self._delete(kept_since(self._engine.clock.now(), settings.retention_days))
        if settings.home_max_bytes > 0 and self._engine.room.measured(self._used()):
            for finding in self._engine.room.findings():
                event_log.event("home.room", verdict=finding.verdict.value, detail=finding.detail)

    def _run(self) -> None:
        clock = self._engine.clock
        pause = 0.0
        while not self._stop.wait(pause):
            began = clock.monotonic()
            try:
                self.look()
            except (RenError, OSError) as error:  # the next time looks again
                event_log.event("housekeeping.failed", error=repr(error))
            pause = max(EVERY_S, _IDLE_SHARE * (clock.monotonic() - began))

    def _delete(self, limit: str | None) -> None:
        if limit is None:
            return
        with self._engine.store.read() as tx:
            due = tx.ended_before(limit, _DELETED_AT_ONCE)
        for thread_id in due:
            if self._stop.is_set():
                return
            try:
                delete_run(self._engine, thread_id)
            except RenError as error:  # a fork has yet to copy from it, or somebody was quicker
                event_log.event("run.kept", thread_id=thread_id, code=error.code, detail=error.detail)
            else:
                event_log.event("run.expired", thread_id=thread_id)

    def _used(self) -> int:
        """Bytes in all files of the home."""
        sizes = entry_sizes(self._engine.settings.home_paths.root)
        return sum(takewhile(lambda _: not self._stop.is_set(), sizes))


def kept_since(now: str, days: float) -> str | None:
    """Runs that ended before this are deleted; None: none are."""
    if days <= 0:
        return None
    return rfc3339(parse_rfc3339(now) - timedelta(days=days))
