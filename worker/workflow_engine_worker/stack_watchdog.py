"""What every thread was doing when the worker is about to be ended for its silence or its node's limit.

Written by the interpreter's own watchdog thread, which needs neither the interpreter's lock nor a signal: a signal
would wake native code that only sleeps, and the visit would end as if all were well.
"""

import faulthandler
import threading
from time import monotonic

#: Of the time between the limit and the end by force: late enough for whoever heeds the limit, early enough to write.
_OF_GRACE = 0.7
_OF_HANG = 0.9


class StackWatchdog:
    """The watchdog, set anew by each limit and each beat. Any thread."""

    def __init__(self, grace: float, hang_timeout: float) -> None:
        self._grace = grace
        self._silence = hang_timeout * _OF_HANG
        self._lock = threading.Lock()
        self._due: dict[int, float] = {}  #: of the visits that have a limit

    def limit(self, visit: int, seconds: float | None) -> None:
        """A visit's time begins; None: it has ended, or has no limit."""
        with self._lock:
            if seconds is None and self._due.pop(visit, None) is None:
                return  # the beat keeps the watch; to set it anew ends a thread and begins one
            if seconds is not None:
                self._due[visit] = monotonic() + seconds + self._grace * _OF_GRACE
            self._arm()

    def beat(self) -> None:
        """The interpreter lives."""
        with self._lock:
            self._arm()

    def _arm(self) -> None:
        # A visit with a limit of its own may be silent that long.
        now = monotonic()
        # The watchdog has one time: the earliest. One that has passed was written of.
        left = min((due - now for due in self._due.values() if due > now), default=0.0) if self._due else self._silence
        faulthandler.cancel_dump_traceback_later()
        if left > 0:
            faulthandler.dump_traceback_later(left, exit=False, file=2)
