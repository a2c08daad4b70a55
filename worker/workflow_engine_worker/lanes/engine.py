"""What the scheduler of lanes asks of whatever carries them: processes of this machine today, a cluster's tomorrow."""

import queue
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias, TypeVar

from workflow_engine_worker.lanes.messages import Began, Errand, ItemDone, ItemFailed, Ready, Returned, Unusable


@dataclass(frozen=True)
class Lost:
    """A lane's process is gone; nothing more comes of it."""

    code: int | None = None  #: its exit code, where that is known
    words: str = ""  #: the last it said, for the one who has to find out why
    machine: bool = False  #: its whole machine went, or took the lane back: whoever was at work there may be innocent
    memory: bool = False  #: that was for want of memory
    unlikely: bool = False  #: the item at work there is hardly the reason


Said = TypeVar("Said")
LaneEvent: TypeAlias = Ready | Unusable | Began | ItemDone | ItemFailed | Returned | Lost


class LaneEngine(Protocol):
    """Opens lanes for one loop's function and carries batches to them. A lane is known by its number.

    No call waits for a lane; what becomes of it is news.
    """

    def open(self) -> int:
        """One more lane. `Ready`, `Unusable` or `Lost` follows."""

    def send(self, lane: int, errands: Sequence[Errand]) -> None:
        """A batch, behind what the lane has; items are run in order, and of each there is news at once."""

    def recall(self, lane: int) -> None:
        """Begin no further item; those that have not begun come back as `Returned`."""

    def end(self, lane: int) -> None:
        """End the lane's process now; nothing more is told of it."""

    def release(self, lane: int) -> None:
        """The loop is over and the lane has nothing to do, or is not ready yet: it may be kept for the next."""

    def news(self, timeout: float, gather: float = 0.0) -> list[tuple[int, LaneEvent]]:
        """What happened, in order, up to `gather` seconds after the first of it; empty after `timeout` seconds."""


def gathered(said: "queue.SimpleQueue[Said]", timeout: float, gather: float) -> list[Said]:
    """What was said; waits so many seconds for the first, and, once that is there, `gather` for what follows it.

    Each time the loop wakes up it takes a processor from a lane and syncs what it heard: once for many results costs a
    third of once for each.
    """
    found: list[Said] = []
    try:
        found.append(said.get(timeout=timeout) if timeout else said.get_nowait())
        if gather:
            threading.Event().wait(gather)
        while True:
            found.append(said.get_nowait())
    except queue.Empty:
        return found
