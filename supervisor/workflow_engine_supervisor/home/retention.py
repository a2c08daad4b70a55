"""What has to go, and whether there is room for more. Decides only."""

from datetime import timedelta
from enum import Enum

from workflow_engine_shared.clock import parse_rfc3339, rfc3339

SCARCE_AT = 0.9
#: Work goes on once so much is free again: not at every byte.
AMPLE_AGAIN_AT = 0.98


class Room(Enum):
    """How much of the data directory's budget is left."""

    AMPLE = "ample"
    SCARCE = "scarce"  #: 90 % are used: a warning
    NONE = "none"  #: runs that wait for a worker go on waiting


def kept_since(now: str, days: float) -> str | None:
    """Runs that ended before this are deleted; None: none are."""
    if days <= 0:
        return None
    return rfc3339(parse_rfc3339(now) - timedelta(days=days))


def room_left(used: int, budget: int, before: Room) -> Room:
    """The room in a data directory of so many bytes; a budget of 0 has no end."""
    if budget <= 0:
        return Room.AMPLE
    if used >= budget * (AMPLE_AGAIN_AT if before is Room.NONE else 1.0):
        return Room.NONE
    return Room.SCARCE if used >= budget * SCARCE_AT else Room.AMPLE
