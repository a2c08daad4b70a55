"""The room that is left in the data directory, as it was measured last."""

from collections.abc import Callable, Iterator
from enum import Enum

from workflow_engine_supervisor.home.finding import Finding, Verdict

_HINT = "Delete runs that are over (renflow delete), set retention_days, or raise home_max_bytes."


class HomeBudget:
    """The budget of the data directory, asked before runs are started. Any thread."""

    def __init__(self, budget: Callable[[], int]) -> None:
        """`budget` tells how many bytes there may be; it is asked at each measurement."""
        self._ask = budget
        self._budget = budget()
        self._used = 0
        self._room = Room.AMPLE
        self.is_measured = False

    def measured(self, used: int) -> bool:
        """So many bytes are used now. Whether that changes anything."""
        before = self._room
        self.is_measured = True
        self._budget = self._ask()
        self._used = used
        self._room = room_left(used, self._budget, before)
        return self._room is not before

    def is_full(self) -> bool:
        """Whether runs have to wait: also until it is known what a directory with a budget uses."""
        return self._room is Room.NONE or (self._budget > 0 and not self.is_measured)

    def findings(self) -> Iterator[Finding]:
        """What whoever looks after this machine should know."""
        if self._room is Room.AMPLE:
            return
        share = f"{self._used:,} of {self._budget:,} bytes (home_max_bytes)"
        if self._room is Room.NONE:
            detail = f"The data directory uses {share}: runs that wait for a worker go on waiting."
            yield Finding("home_budget", Verdict.ERROR, detail, _HINT)
        else:
            yield Finding("home_budget", Verdict.WARNING, f"The data directory uses {share}.", _HINT)


SCARCE_AT = 0.9
#: Work goes on once so much is free again: not at every byte.
AMPLE_AGAIN_AT = 0.98


class Room(Enum):
    """How much of the data directory's budget is left."""

    AMPLE = "ample"
    SCARCE = "scarce"  #: 90 % are used: a warning
    NONE = "none"  #: runs that wait for a worker go on waiting


def room_left(used: int, budget: int, before: Room) -> Room:
    """The room in a data directory of so many bytes; a budget of 0 has no end."""
    if budget <= 0:
        return Room.AMPLE
    if used >= budget * (AMPLE_AGAIN_AT if before is Room.NONE else 1.0):
        return Room.NONE
    return Room.SCARCE if used >= budget * SCARCE_AT else Room.AMPLE
