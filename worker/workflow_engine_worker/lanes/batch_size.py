"""How many items, and how many results, go together. Pure.

A batch has few items while nothing is known of them, then as many as fill a quarter of a second. Fewer when
their results are large: what is done and not journaled yet is in memory.
"""

import math
from collections.abc import Iterable

BATCH_S = 0.25  #: what a batch should take
MAX_ITEMS = 512
MAX_BYTES = 4 * 1024 * 1024  #: of a batch's results
GATHER_S = 0.01  #: that quick items' results wait for each other
FEWEST_GATHERED = 8  #: of a batch: results of slower items are told at once
_GROWTH = 4


class BatchSize:
    """The size at hand, learned from the batches that are over."""

    def __init__(self) -> None:
        self.items = 1
        self._item_s = 0.0

    def learn(self, items: int, seconds: float, size: int = 0) -> None:
        """A batch of `items` took so long, and its results have `size` bytes."""
        self._item_s = seconds / items
        fitting = min(MAX_ITEMS, BATCH_S * items / max(seconds, 1e-9), MAX_BYTES * items / max(size, 1))
        fitting = max(1, math.floor(fitting))
        self.items = min(fitting, self.items * _GROWTH)

    def share(self, waiting: int, lanes: int, *, last: bool) -> int:
        """The next batch of what waits. `last`: no more will come, so nobody takes what others could do meanwhile."""
        return min(self.items, math.ceil(waiting / lanes)) if last else self.items

    def gather(self, undecided: Iterable[int]) -> float:
        """Seconds in which results may wait for those behind them, so that no lane runs dry; each has so many items."""
        if self.items < FEWEST_GATHERED:
            return 0.0
        return min(GATHER_S, min(undecided, default=0) * self._item_s / 4)
