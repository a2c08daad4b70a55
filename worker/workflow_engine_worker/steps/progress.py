"""How far a loop is, how fast it goes, and how long it may still take."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from workflow_engine_shared.protocol.messages import Progress
from workflow_engine_shared.storage.run.loop_sums import StepState

WINDOW_S = 30.0
SAMPLE_EVERY_S = 0.5


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

    def restart(self) -> None:
        """What was decided before this attempt says nothing about the speed of this one."""
        self._samples.clear()

    def step(self, counts: Counts, message: str | None = None) -> Progress:
        """The message for these counts now."""
        now, decided = self._clock(), counts.decided
        if not self._samples or now - self._samples[-1][0] >= SAMPLE_EVERY_S:
            self._samples.append((now, decided))
            while now - self._samples[0][0] > WINDOW_S:
                self._samples.popleft()
        since, before = self._samples[0]
        rate = (decided - before) / (now - since) if now > since and decided > before else None
        left = None if counts.total is None else max(0, counts.total - decided)
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
