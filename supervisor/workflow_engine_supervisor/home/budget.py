"""How much room the data directory has, as it was measured last."""

from collections.abc import Iterator

from workflow_engine_supervisor.home.finding import Finding, Verdict
from workflow_engine_supervisor.home.retention import Room, room_left

_HINT = "Delete runs that are over (renflow delete), set retention_days, or raise home_max_bytes."


class HomeRoom:
    """Asked before runs are started. Any thread."""

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self._used = 0
        self._room = Room.AMPLE

    def measured(self, used: int) -> bool:
        """So many bytes are used now. Whether that changes anything."""
        before = self._room
        self._used = used
        self._room = room_left(used, self._budget, before)
        return self._room is not before

    def is_full(self) -> bool:
        """Whether runs have to wait."""
        return self._room is Room.NONE

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
