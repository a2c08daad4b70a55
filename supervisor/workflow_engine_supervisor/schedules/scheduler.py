"""The scheduler: a thread that sleeps until the next time of any schedule comes."""

import threading

from workflow_engine_shared.clock import Clock, parse_rfc3339
from workflow_engine_shared.storage.workflow.store import Store
from workflow_engine_supervisor import event_log
from workflow_engine_supervisor.run_events import RunChanged, RunDeleted, RunEvent, RunEvents
from workflow_engine_supervisor.runs.use_cases import Runs
from workflow_engine_supervisor.schedules.firing import Firing

#: Wall clocks jump, and tell nobody: they are looked at this often.
LOOK_S = 30.0
#: What failed is tried again after so many seconds.
RETRY_S = 10.0


class Scheduler:
    """Starts the runs of schedules when their times come."""

    def __init__(self, store: Store, clock: Clock, runs: Runs, events: RunEvents, *, at_work: bool) -> None:
        """One that is not `at_work` starts nothing: the supervisor starts no run but those it is asked for."""
        self._store = store
        self._clock = clock
        self._events = events
        self._at_work = at_work
        self._wake = threading.Event()
        self._leaving = threading.Event()
        self._firing = Firing(store, clock, runs.start, self._leaving)
        self._thread = threading.Thread(target=self._run, name="scheduler", daemon=True)

    def start(self) -> None:
        if self._at_work:
            self._events.subscribe(self._hear)
            self._thread.start()

    def stop(self) -> None:
        """Begin nothing more, and end the thread. Bears being called twice."""
        self._leaving.set()
        self._wake.set()
        self._events.unsubscribe(self._hear)
        if self._thread.is_alive():
            self._thread.join()

    def ring(self) -> None:
        """Schedules changed: look at them. Any thread."""
        self._wake.set()

    def _hear(self, event: RunEvent) -> None:
        """A run ended, perhaps: times may have waited for that."""
        if self._firing.has_waiting and isinstance(event, RunChanged | RunDeleted):
            self._wake.set()

    def _run(self) -> None:
        while not self._leaving.is_set():
            self._wake.clear()
            try:
                self._firing.look()
                pause = self._seconds_left()
            except Exception as error:  # noqa: BLE001 - without this thread no schedule would ever fire again
                event_log.trouble("scheduler.failed", error)
                pause = RETRY_S
            self._wake.wait(pause)

    def _seconds_left(self) -> float:
        """How long to sleep: until the next time, but no longer than a clock may be trusted."""
        with self._store.read() as tx:
            next_at = tx.next_schedule_time()
        if next_at is None:
            return LOOK_S
        left = (parse_rfc3339(next_at) - parse_rfc3339(self._clock.now())).total_seconds()
        return min(LOOK_S, max(0.0, left))
