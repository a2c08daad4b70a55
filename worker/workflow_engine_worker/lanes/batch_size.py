"""How many items a batch has: few while nothing is known of them, then as many as fill a quarter of a second. Pure."""

import math

BATCH_S = 0.25  #: what a batch should take
MAX_ITEMS = 512
_GROWTH = 4


class BatchSize:
    """The size at hand, learned from the batches that are over."""

    def __init__(self) -> None:
        self.items = 1

    def learn(self, items: int, seconds: float) -> None:
        """A batch of `items` took so long."""
        each = max(seconds / items, 1e-6)
        fitting = min(MAX_ITEMS, max(1, math.floor(BATCH_S / each)))
        self.items = min(fitting, self.items * _GROWTH)

    def share(self, waiting: int, lanes: int, *, last: bool) -> int:
        """The next batch of what waits. `last`: no more will come, so nobody takes what others could do meanwhile."""
        return min(self.items, math.ceil(waiting / lanes)) if last else self.items
