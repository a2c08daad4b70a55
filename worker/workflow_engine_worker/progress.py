"""How fast a node's loop goes, and how long it may still take."""

from collections import deque
from time import monotonic

from workflow_engine_shared.messages import Progress

WINDOW_S = 30.0
SAMPLE_EVERY_S = 0.5


class Pace:
    """Turns counts into a rate over the last half minute and an estimate of the rest."""

    def __init__(self, node_id: str) -> None:
        self._node_id = node_id
        self._samples: deque[tuple[float, int]] = deque()

    def step(self, done: int, total: int | None, message: str | None) -> Progress:
        """The message for `done` of `total` units now."""
        now = monotonic()
        if not self._samples or now - self._samples[-1][0] >= SAMPLE_EVERY_S:
            self._samples.append((now, done))
            while now - self._samples[0][0] > WINDOW_S:
                self._samples.popleft()
        since, before = self._samples[0]
        rate = (done - before) / (now - since) if now > since and done > before else None
        eta = (total - done) / rate if rate and total is not None and total >= done else None
        return Progress(self._node_id, done, total, message, rate, eta)
