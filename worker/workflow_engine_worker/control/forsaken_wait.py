"""Ends a node's wait for a thread that left: a pause ends the thread at its safe point, `queue.join()` never returns.

Nothing else is cut. The node's own thread has to stand in a wait of Python's own for the whole grace, called by the
flow's code, and no thread of the flow may be at work: whatever is in flight comes to its end first, as it always does.
"""

import logging
import signal
import sys
import threading
from collections.abc import Callable
from time import monotonic
from types import FrameType

#: Modules in which Python waits for a lock, a queue, a thread or a future.
_WAITS = frozenset(
    {"threading", "queue", "concurrent.futures.thread", "concurrent.futures._base", "multiprocessing.pool"}
)
_ENGINE = ("workflow_engine_worker", "workflow_engine_shared")

log = logging.getLogger("renflow")


class ForsakenWait:
    """Looked at with each beat, once somebody asked the run to leave."""

    def __init__(self, grace: float, *, left: Callable[[], bool]) -> None:
        """`left` says whether a thread of the flow left the run since."""
        self._grace = grace
        self._left = left
        self._since: tuple[object, float] | None = None  #: how all threads stood, and since when
        self.is_the_engines: Callable[[threading.Thread], bool] = lambda _thread: True
        self.due = False  #: whether the next signal cuts the wait

    def look(self) -> None:
        """Cut the wait if it has lasted for the grace."""
        standing = self._standing() if self._left() else None
        if standing is None:
            self._since = None
        elif self._since is None or self._since[0] != standing:
            self._since = standing, monotonic()
        elif monotonic() - self._since[1] >= self._grace:
            self._since = None
            self._cut()

    def may_cut(self, frame: FrameType | None) -> bool:
        """Whether the node's own thread, which is at this frame, is to leave here. For the signal's handler."""
        due, self.due = self.due, False
        return due and frame is not None and _is_flows_wait(frame)

    def _standing(self) -> object:
        """Where each thread of the flow waits; None: one of them is at work."""
        frames = sys._current_frames()  # noqa: SLF001 - there is no other way to see what another thread does
        main = threading.main_thread().ident
        engines = {each.ident for each in threading.enumerate() if each.ident != main and self.is_the_engines(each)}
        found = {ident: frame for ident, frame in frames.items() if ident not in engines}
        own = found.get(main or 0)
        if own is None or not _is_flows_wait(own) or not all(_waits(frame) for frame in found.values()):
            return None
        return {ident: (id(frame), frame.f_lasti) for ident, frame in found.items()}

    def _cut(self) -> None:
        log.warning(
            "The node waits for a thread that left when the run was asked to: its wait is cut after %g s. A resume "
            "enters the node again.",
            self._grace,
        )
        if sys.platform != "win32":  # there nothing wakes a thread that waits
            self.due = True
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGTERM)


def _waits(frame: FrameType) -> bool:
    return frame.f_globals.get("__name__") in _WAITS


def _is_flows_wait(frame: FrameType) -> bool:
    """Whether it stands in a wait that the flow's code called, and the engine's did not."""
    if not _waits(frame):
        return False
    caller: FrameType | None = frame
    while caller is not None and _waits(caller):
        caller = caller.f_back
    return caller is not None and not str(caller.f_globals.get("__name__")).startswith(_ENGINE)
