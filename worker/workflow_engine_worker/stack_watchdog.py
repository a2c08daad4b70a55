"""What every thread was doing when the worker is about to be ended for its silence or its node's limit.

A thread writes it that holds the interpreter's lock. The interpreter's own watchdog needs neither that lock nor a
signal, which would wake native code that only sleeps, as if all were well; but it reads frames that Python code
changes meanwhile, and then it ends the process (cpython issue 116008). So it is set for later: for a worker whose
interpreter is held by native code.
"""

import faulthandler
import os
import threading
from math import inf
from pathlib import Path
from time import monotonic

from workflow_engine_shared.protocol.stacks_request import END, stacks_are_asked_for

#: Of the time between the limit and the end by force: late enough for whoever heeds the limit, early enough to write.
_OF_GRACE = 0.7
#: When no thread could write by then, the interpreter's watchdog does.
_OF_GRACE_HELD = 0.85
_OF_HANG = 0.9


def write_stacks() -> None:
    """Write every thread's stack to descriptor 2."""
    faulthandler.dump_traceback(file=2, all_threads=True)
    os.write(2, END.encode())


class StackWatchdog:
    """The watchdog, set anew by each limit and each second of `watch`. Any thread."""

    def __init__(self, grace: float, hang_timeout: float, asked: Path | None = None) -> None:
        """`asked` is the file by which a supervisor without a pipe asks for stacks."""
        self._held_for = grace * (_OF_GRACE_HELD - _OF_GRACE)
        self._grace = grace * _OF_GRACE
        self._silence = hang_timeout * _OF_HANG
        self._asked = asked
        self._changed = threading.Condition()
        self._due: dict[int, float] = {}  #: of the visits that have a limit; infinite: written
        self._wakes = inf  #: when `watch` looks next

    def limit(self, visit: int, seconds: float | None) -> None:
        """A visit's time begins; None: it has ended, or has no limit."""
        with self._changed:
            if seconds is None and self._due.pop(visit, None) is None:
                return  # `watch` keeps the interpreter's watchdog; to set it anew ends a thread and begins one
            if seconds is not None:
                self._due[visit] = monotonic() + seconds + self._grace
                if self._due[visit] < self._wakes:
                    self._changed.notify_all()
            self._arm(monotonic())

    def watch(self, seconds: float) -> None:
        """Write what is due within the next `seconds`, and return when they are over. One thread, again and again.

        Then the stacks are written if somebody asked for them.
        """
        with self._changed:
            end = monotonic() + seconds
            while (now := monotonic()) < end:
                self._wakes = min([end, *self._due.values()])
                self._changed.wait(self._wakes - now)
                self._write_due(monotonic())
            self._arm(now)
        if self._asked is not None and stacks_are_asked_for(self._asked):
            write_stacks()

    def _write_due(self, now: float) -> None:
        due = {visit: at for visit, at in self._due.items() if at <= now}
        if not due:
            return
        self._due.update(dict.fromkeys(due, inf))
        self._arm(now)
        if any(now < at + self._held_for for at in due.values()):  # of others the interpreter's watchdog wrote
            os.write(2, b"Timeout: what every thread is doing.\n")
            write_stacks()

    def _arm(self, now: float) -> None:
        # A visit with a limit of its own may be silent that long.
        left = min(self._due.values()) + self._held_for - now if self._due else self._silence
        faulthandler.cancel_dump_traceback_later()
        if 0 < left < inf:
            faulthandler.dump_traceback_later(left, exit=False, file=2)
