"""How far a loop is, how fast it goes, and how long it may still take."""

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

    def count(self, state: StepState) -> None:
        """One more item is decided."""
        if state == "done":
            self.done += 1
        elif state == "failed":
            self.failed += 1
        else:
            self.skipped += 1


class RateMeter:
    """Turns counts into a rate over the last half minute and an estimate of the rest."""

    def __init__(self, node_id: str, visit: int, label: str = "", clock: Callable[[], float] = monotonic) -> None:
        self._node_id, self._visit = node_id, visit
        self._label = label
        self._clock = clock
        self._samples: deque[tuple[float, int]] = deque()

    def begin(self, counts: Counts) -> None:
        """The work begins here: what was decided before says nothing about the speed of this attempt."""
        self._samples.clear()
        self._samples.append((self._clock(), counts.decided))

    def step(self, counts: Counts, message: str | None = None) -> Progress:
        """The message for these counts now."""
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

    def _rate(self, counts: Counts) -> float | None:
        """Items a second; None as long as nobody can know."""
        if not self._samples or counts.decided < self._samples[-1][1]:
            self.begin(counts)
        now, decided = self._clock(), counts.decided
        last, known = self._samples[-1]
        if decided > known and now - last >= SAMPLE_EVERY_S:
            self._samples.append((now, decided))
        while self._outlived(now, decided):
            self._samples.popleft()
        since, before = self._samples[0]
        return (decided - before) / (now - since) if now - since >= KNOWN_AFTER_S and decided > before else None

    def _outlived(self, now: float, decided: int) -> bool:
        """Whether the window is wide enough without its first sample."""
        if len(self._samples) < 2:  # noqa: PLR2004 - the first and the one that would take its place
            return False
        at, count = self._samples[1]
        return now - at >= WINDOW_S and decided - count >= FEWEST_DECIDED
