"""What a worker's processes use of the machine."""

import threading
from dataclasses import dataclass, field

import psutil

from workflow_engine_shared.clock import Clock

CACHE_SECONDS = 2.0
FORGET_SECONDS = 60.0
_MIB = 1024 * 1024


@dataclass(frozen=True)
class Figures:
    """Of a process and everything it started."""

    cpu_percent: float  #: since the look before; 100 is one core
    rss_mb: float
    threads: int
    children: int
    uptime_s: float


@dataclass
class _Watched:
    tree: dict[int, psutil.Process]
    at: float
    figures: Figures | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


class ProcessFigures:
    """Looks at processes, at most every two seconds each. Any thread."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._watched: dict[int, _Watched] = {}

    def of(self, pid: int, started_s: float = 0.0) -> Figures | None:
        """The figures of a process tree; None: there is no such process (any more).

        `started_s` is how long the process has been at its present work, for `uptime_s`.
        """
        now = self._clock.monotonic()
        with self._lock:
            self._watched = {each: it for each, it in self._watched.items() if now - it.at < FORGET_SECONDS}
            watched = self._watched.setdefault(pid, _Watched({}, now - CACHE_SECONDS))
        with watched.lock:
            if now - watched.at >= CACHE_SECONDS:
                watched.figures = _look(pid, watched.tree, started_s)
                watched.at = now
            return watched.figures


def _look(pid: int, tree: dict[int, psutil.Process], started_s: float) -> Figures | None:
    try:
        root = tree.get(pid)
        if root is None or not root.is_running():  # the number may belong to another process by now
            root = psutil.Process(pid)
            tree.clear()
        if root.status() == psutil.STATUS_ZOMBIE:
            return None
        members = [root, *root.children(recursive=True)]
    except psutil.Error:
        return None
    # The same objects as before: cpu_percent measures from one call on an object to the next.
    known = {each.pid: tree.get(each.pid, each) for each in members}
    tree.clear()
    tree.update(known)
    cpu, rss, threads, counted = 0.0, 0, 0, 0
    for process in known.values():
        try:
            with process.oneshot():
                cpu += process.cpu_percent()
                rss += process.memory_info().rss
                threads += process.num_threads()
                counted += 1
        except psutil.Error:  # it ended, or it is not ours to look at
            continue
    return Figures(round(cpu, 1), round(rss / _MIB, 1), threads, max(0, counted - 1), round(started_s, 1))
