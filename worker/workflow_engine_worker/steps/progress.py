"""How far a loop is, how fast it goes, and how long it may still take."""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from workflow_engine_shared.protocol.messages import Progress
from workflow_engine_shared.storage.run.loop_sums import StepState

WINDOW_S = 30.0
FEWEST_DECIDED = 10  #: of slow items the window holds so many, however long they took
SAMPLE_EVERY_S = 0.5
KNOWN_AFTER_S = 1.0  #: what the first items took is no pace: two in a millisecond are not 2,000 a second
FEWEST_AT_FIRST = 3  #: behind the first ones, whose time may be that of processes that had to start


@dataclass
class Counts:
    """Where the items of a loop stand."""

    total: int | None = None
    done: int = 0
    failed: int = 0
    skipped: int = 0

    @property
    def decided(self) -> int:
        return self.done + self.failed + self.skipped

    def count(self, state: StepState, number: int = 1) -> None:
        """So many more items are decided."""
        if state == "done":
            self.done += number
        elif state == "failed":
            self.failed += number
        else:
            self.skipped += number


@dataclass
class _Sample:
    """How many were decided at a moment; those that follow at once are put to it."""

    begun: float
    at: float
    decided: int


class RateMeter:
    """Turns counts into a rate over the last half minute and an estimate of the rest. Any thread."""

    def __init__(self, node_id: str, visit: int, label: str = "", clock: Callable[[], float] = monotonic) -> None:
        self._node_id, self._visit = node_id, visit
        self._label = label
        self._clock = clock
        self._lock = threading.Lock()
        self._samples: deque[_Sample] = deque()

    def begin(self, counts: Counts) -> None:
        """The work begins here: what was decided before says nothing about the speed of this attempt."""
        with self._lock:
            self._begin(counts)

    def step(self, counts: Counts, message: str | None = None) -> Progress:
        """The message for these counts now."""
        with self._lock:
            rate = self._rate(counts)
        left = None if counts.total is None else max(0, counts.total - counts.decided)
        return Progress(
            self._node_id,
            self._label,
            counts.done,
            counts.failed,
            counts.skipped,
            counts.total,
            message,
            rate,
            left / rate if rate and left is not None else None,
            self._visit,
        )

    def _begin(self, counts: Counts) -> None:
        now = self._clock()
        self._samples.clear()
        self._samples.append(_Sample(now, now, counts.decided))

    def _rate(self, counts: Counts) -> float | None:
        """Items a second; None as long as nobody can know."""
        if not self._samples or counts.decided < self._samples[-1].decided:
            self._begin(counts)
        now, decided = self._clock(), counts.decided
        self._note(now, decided)
        since = self._since(now, decided)
        seconds = now - since.at
        return (decided - since.decided) / seconds if seconds >= KNOWN_AFTER_S and decided > since.decided else None

    def _note(self, now: float, decided: int) -> None:
        last = self._samples[-1]
        if decided > last.decided:
            if now - last.begun < SAMPLE_EVERY_S:
                last.at, last.decided = now, decided
            else:
                self._samples.append(_Sample(now, now, decided))
        while len(self._samples) > 1 and self._reaches_back(self._samples[1], now, decided):
            self._samples.popleft()

    @staticmethod
    def _reaches_back(sample: _Sample, now: float, decided: int) -> bool:
        return now - sample.at >= WINDOW_S and decided - sample.decided >= FEWEST_DECIDED

    def _since(self, now: float, decided: int) -> _Sample:
        """Where the pace is measured from: the first items, unless it took long until they came."""
        begin, *later = self._samples
        if not later or begin.at > begin.begun or later[0].at - begin.at >= WINDOW_S:
            return begin
        first = later[0]
        is_enough = now - first.at >= KNOWN_AFTER_S and decided - first.decided >= FEWEST_AT_FIRST
        return first if is_enough or now - begin.at < WINDOW_S else begin
