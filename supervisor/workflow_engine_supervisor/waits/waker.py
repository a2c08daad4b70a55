"""The waker: a thread that wakes runs whose time has come, each of them once, whatever dies meanwhile.

A time is a row; that it has come, the command for the run's worker and the run's move are committed together.
"""

import threading
from collections.abc import Callable

from workflow_engine_shared.clock import Clock, parse_rfc3339, seconds_between
from workflow_engine_shared.storage.workflow.store import Store
from workflow_engine_shared.storage.workflow.waits.rows import WaitHow, WaitKind, WaitRow
from workflow_engine_supervisor import event_log
from workflow_engine_supervisor.supervision.wall_clock import WallClock

#: Workers write what their runs wait for, and ring nobody: so often it is looked at.
LOOK_S = 1.0
_AT_ONCE = 100


class Waker:
    """Wakes runs in time."""

    def __init__(
        self, store: Store, clock: Clock, asked: Callable[[], frozenset[str] | None], notify: Callable[[str], None]
    ) -> None:
        """Of a supervisor that was only `asked` for some runs, only these; `notify` is told of each that goes on."""
        self._store = store
        self._clock = clock
        self._asked = asked
        self._notify = notify
        self._leaving = threading.Event()
        self._wall_clock: WallClock | None = None  #: None: it was not looked at yet
        self._thread = threading.Thread(target=self._run, name="waker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Wake nobody any more, and end the thread. Bears being called twice."""
        self._leaving.set()
        if self._thread.is_alive():
            self._thread.join()

    def look(self) -> float:
        """Wake all whose time has come; returns how many seconds nothing need be looked at."""
        if self._was_set_back():
            self._date_anew()
        asked = self._asked()
        while not self._leaving.is_set():
            now = self._clock.now()
            with self._store.read() as tx:
                due = tx.due_waits(now, _AT_ONCE, asked)
                next_at = tx.next_wait_time(asked)
            if not due:
                return self._seconds_until(next_at, now)
            self._wake(due)
        return 0.0

    def _run(self) -> None:
        while not self._leaving.is_set():
            try:
                pause = self.look()
            except Exception as error:  # noqa: BLE001 - without this thread no run would ever wake again
                event_log.trouble("waker.failed", error)
                pause = LOOK_S
            self._leaving.wait(pause)

    def _wake(self, due: list[WaitRow]) -> None:
        with self._store.write() as tx:
            now = self._clock.now()
            woken = [wait for wait in due if tx.meet(wait.thread_id, wait.key, {"how": _how(wait), "value": None}, now)]
        for wait in woken:
            late = round(seconds_between(wait.due_at or now, now), 1)
            told = {"thread_id": wait.thread_id, "node": wait.node_id, "key": wait.key, "how": _how(wait)}
            event_log.event("wait.over", **told, late_s=late)
            self._notify(wait.thread_id)

    def _was_set_back(self) -> bool:
        """Whether the clock may have been set back since the last look, or while no supervisor was there."""
        monotonic, wall = self._clock.monotonic(), parse_rfc3339(self._clock.now()).timestamp()
        if self._wall_clock is None:
            self._wall_clock = WallClock(monotonic, wall)
            return True
        return self._wall_clock.jumped(monotonic, wall) < 0

    def _date_anew(self) -> None:
        """No wait for a duration becomes longer than that, from now on, because the clock was set back."""
        moved = 0
        while not self._leaving.is_set():
            with self._store.write() as tx:
                found = tx.set_clock_back(self._clock.now(), _AT_ONCE)
            moved += len(found)
            if len(found) < _AT_ONCE:
                break
        if moved:
            event_log.event("waits.moved_back", waits=moved)

    def _seconds_until(self, moment: str | None, now: str) -> float:
        """How long to sleep: until the next time, but no longer than clocks and workers may be trusted."""
        if moment is None:
            return LOOK_S
        return min(LOOK_S, max(0.0, (parse_rfc3339(moment) - parse_rfc3339(now)).total_seconds()))


def _how(wait: WaitRow) -> str:
    how = WaitHow.TIMER if wait.kind is WaitKind.TIMER else WaitHow.TIMEOUT
    return how.value
