"""What changes in any list of runs, for those who watch all of them.

Each event is a run as lists show it, never a difference: events that nobody could read in time are left out, and the
next one says the same. Bells only make it quick: runs at work are looked at every second.
"""

import threading
from typing import Any

from workflow_engine_shared.clock import Clock
from workflow_engine_supervisor import event_log
from workflow_engine_supervisor.live.hub import ALL_RUNS, Hub
from workflow_engine_supervisor.run_events import LogExtended, RunDeleted, RunEvent, RunEvents
from workflow_engine_supervisor.schemas.runs import ListedRun
from workflow_engine_supervisor.views.run_list import RunLists

#: A run is told at most once in this time.
TURN_SECONDS = 0.25
LOOK_SECONDS = 1.0
#: When nobody watches any more, events are kept a little longer: whoever reconnects misses nothing.
LINGER_SECONDS = 10.0
RUNS_A_TURN = 200
#: So many runs are remembered as they were told last; of any other the next bell is an event.
_REMEMBERED = 2_000


class RunListFeed:
    """Hears what happens to all runs. Its own thread turns what it heard into events on the hub."""

    def __init__(self, hub: Hub, lists: RunLists, clock: Clock, events: RunEvents) -> None:
        self._hub = hub
        self._lists = lists
        self._clock = clock
        self._events = events
        self._lock = threading.Lock()
        self._changed: set[str] = set()
        self._deleted: list[str] = []
        self._sent: dict[str, dict[str, Any]] = {}
        self._asked_at: float | None = None  #: when somebody last began to watch; None: nobody does
        self._look_at = 0.0
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="runs-feed", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._events.subscribe(self._hear)
        self._thread.start()

    def stop(self) -> None:
        """End the thread; bears being called twice."""
        self._events.unsubscribe(self._hear)
        self._stop.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join()

    def follow(self) -> None:
        """Somebody is about to watch: events count from here on."""
        with self._lock:
            self._asked_at = self._clock.monotonic()
        self._wake.set()

    def _hear(self, event: RunEvent) -> None:
        """Called from any thread, returns at once. Whatever happened to a run, its line in a list may be another."""
        if isinstance(event, LogExtended):  # lists show no log
            return
        with self._lock:
            if self._asked_at is None:
                return
            if isinstance(event, RunDeleted):
                self._deleted.append(event.thread_id)
            else:
                self._changed.add(event.thread_id)
        self._wake.set()

    # -- the thread ------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wake.wait(None if self._asked_at is None else LOOK_SECONDS)
            self._wake.clear()
            try:
                self._turn(self._clock.monotonic())
            except Exception as error:  # noqa: BLE001 - this thread is everybody's
                event_log.trouble("runs_feed.failed", error)
            self._stop.wait(TURN_SECONDS)

    def _turn(self, now: float) -> None:
        if self._is_over(now) or not self._hub.has_room(ALL_RUNS):
            return
        if now >= self._look_at:
            self._look_at = now + LOOK_SECONDS
            at_work = self._lists.at_work()
            with self._lock:
                self._changed |= at_work
        changed, deleted = self._take()
        # Those that are gone come first: a run that has the name of one that was deleted is another.
        for thread_id in deleted:
            self._sent.pop(thread_id, None)
            self._hub.publish(thread_id, "deleted", {}, topic=ALL_RUNS)
        for item in self._lists.of(changed):
            self._tell(item)

    def _take(self) -> tuple[list[str], list[str]]:
        with self._lock:
            changed = [self._changed.pop() for _ in range(min(RUNS_A_TURN, len(self._changed)))]
            deleted, self._deleted = self._deleted, []
            if self._changed:
                self._wake.set()
        return changed, deleted

    def _tell(self, item: ListedRun) -> None:
        data = item.model_dump(mode="json")
        shown = {**data, "times": {**data["times"], "duration_s": None}}
        if data["process"] is not None:
            shown["process"] = {**data["process"], "uptime_s": None}
        if self._sent.pop(item.thread_id, None) != shown:  # that time passes is no event
            self._hub.publish(item.thread_id, "run", data, topic=ALL_RUNS)
        self._sent[item.thread_id] = shown
        if len(self._sent) > _REMEMBERED:
            del self._sent[next(iter(self._sent))]

    def _is_over(self, now: float) -> bool:
        """Whether the feed can end: nobody watches now, and nobody has for a while."""
        with self._lock:
            if self._asked_at is None:
                return True
            if self._hub.is_watched(ALL_RUNS):
                self._asked_at = now
                return False
            if now - self._asked_at <= LINGER_SECONDS or not self._hub.forget(ALL_RUNS):
                return False
            self._asked_at = None
            self._changed.clear()
            self._deleted.clear()
        self._sent.clear()
        return True
