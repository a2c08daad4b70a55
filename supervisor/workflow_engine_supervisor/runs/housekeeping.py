"""Keeps the data directory within its bounds: deletes what was kept long enough, measures what is used.

In a thread of its own, and never busy for more than a hundredth of its time.
"""

import threading
from collections.abc import Callable, Iterable
from datetime import timedelta
from itertools import takewhile

from workflow_engine_shared.clock import Clock, parse_rfc3339, rfc3339
from workflow_engine_shared.errors import RenError
from workflow_engine_shared.paths import Home
from workflow_engine_shared.storage.workflow.store import Store
from workflow_engine_supervisor import event_log
from workflow_engine_supervisor.home.budget import HomeBudget
from workflow_engine_supervisor.home.disk_use import entry_sizes
from workflow_engine_supervisor.home.retention import Retention

EVERY_S = 5.0
_IDLE_SHARE = 100
_DELETED_AT_ONCE = 100
#: Runs that test a draft are kept so long once they are over, whatever is set for others.
TEST_DAYS = 1.0


class Housekeeping:
    """Looks after one home."""

    def __init__(
        self,
        home: Home,
        retention: Retention,
        store: Store,
        clock: Clock,
        budget: HomeBudget,
        delete: Callable[[str], None],
        chores: Iterable[Callable[[], None]],
    ) -> None:
        """`delete` removes one run, as a request would; `chores` are what others have to do now and then."""
        self._home = home
        self._retention = retention
        self._store = store
        self._clock = clock
        self._budget = budget
        self._delete_run = delete
        self._chores = tuple(chores)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="housekeeping", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End the thread; bears being called twice."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def look(self) -> None:
        """Delete what is due, and measure; the first time also before that, for runs wait until it is known."""
        if not self._budget.is_measured:
            self._measure_first()
        for chore in self._chores:
            chore()
        now = self._clock.now()
        with self._store.read() as tx:
            tests = tx.tests_ended_before(days_before(now, TEST_DAYS), _DELETED_AT_ONCE)
        self._delete(tests)
        if tests:
            with self._store.write(lasting=False) as change:
                change.forget_draft_versions(days_before(now, TEST_DAYS))
        if limit := kept_since(now, self._retention.retention_days):
            with self._store.read() as tx:
                due = tx.ended_before(limit, _DELETED_AT_ONCE)
            self._delete(due)
        self._measure()

    def _measure_first(self) -> None:
        try:
            self._measure()
        except OSError:  # it is told below; what nobody can measure keeps no run waiting
            self._budget.measured(0)
            raise

    def _measure(self) -> None:
        limited = self._retention.home_max_bytes > 0
        if self._budget.measured(self._used() if limited else 0):
            for finding in self._budget.findings():
                event_log.event("home.room", verdict=finding.verdict.value, detail=finding.detail)

    def _run(self) -> None:
        pause = 0.0
        while not self._stop.wait(pause):
            began = self._clock.monotonic()
            try:
                self.look()
            except (RenError, OSError) as error:  # the next time looks again
                event_log.trouble("housekeeping.failed", error)
            pause = max(EVERY_S, _IDLE_SHARE * (self._clock.monotonic() - began))

    def _delete(self, due: Iterable[str]) -> None:
        for thread_id in due:
            if self._stop.is_set():
                return
            try:
                self._delete_run(thread_id)
            except RenError as error:  # a fork has yet to copy from it, or somebody was quicker
                event_log.event("run.kept", thread_id=thread_id, code=error.code, detail=error.detail)
            else:
                event_log.event("run.expired", thread_id=thread_id)

    def _used(self) -> int:
        """Bytes in all files of the home."""
        sizes = entry_sizes(self._home.root)
        return sum(takewhile(lambda _: not self._stop.is_set(), sizes))


def kept_since(now: str, days: float) -> str | None:
    """Runs that ended before this are deleted; None: none are."""
    return None if days <= 0 else days_before(now, days)


def days_before(now: str, days: float) -> str:
    """The moment so many days before."""
    return rfc3339(parse_rfc3339(now) - timedelta(days=days))
