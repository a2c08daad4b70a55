"""What the loss of a machine costs the item that was at work there: it is spared, runs by itself, or is to blame. Pure.

Who ends a machine's lanes - its death, or a monitor that frees memory - takes the innocent with the culprit, again and
again while they work side by side. So nobody is to blame for a loss among others. Whoever was at work at several of
them runs at the end of the loop with no other item of the loop at work, and pays for what happens then.
"""

from typing import Literal, TypeAlias

from workflow_engine_worker.lanes.engine import Lost
from workflow_engine_worker.lanes.lane import Entry

MAX_MACHINES_LOST = 3  #: machines that may go while an item is at work there, before it runs by itself
_LIKELY = 10  #: what one loss weighs
_UNLIKELY = 1  #: the same, where another one is the more likely reason: not nothing, for even that comes to an end
_SUSPECT = MAX_MACHINES_LOST * _LIKELY

Verdict: TypeAlias = Literal["spared", "to blame"]


def is_suspect(entry: Entry) -> bool:
    """Whether the item runs by itself from now on."""
    return entry.charged >= _SUSPECT


def suspect(entry: Entry) -> None:
    """It was to blame before: it runs by itself at once."""
    entry.charged = _SUSPECT


def judged(entry: Entry, lost: Lost, *, by_itself: bool) -> Verdict:
    """Charge an item with the loss of a machine that it was at work on."""
    entry.charged += _UNLIKELY if lost.unlikely else _LIKELY
    if not by_itself:
        entry.charged = min(entry.charged, _SUSPECT)
    return "to blame" if entry.charged >= _SUSPECT + _LIKELY else "spared"


def how(lost: Lost) -> str:
    """How a process ended, behind "ended"."""
    if lost.memory:
        return "because its machine ran out of memory"
    if lost.machine:
        return "with its machine"
    return "without a result" if lost.code is None else f"with exit code {lost.code}"


def complaint(lost: Lost) -> str:
    """What the item that is to blame is told."""
    if lost.memory:
        return (
            "The item's process was ended because its machine ran out of memory (Ray's memory monitor), while no other "
            "item of this loop was at work. Let an item take less memory, or give each lane more of a machine "
            "(resources: memory_gb)."
        )
    if lost.machine:
        return (
            "The item's process ended with its machine, or was ended there for a reason that was not told, as it was "
            f"{MAX_MACHINES_LOST} times before, and at last with no other item of this loop at work. It may take too "
            "much memory: Ray's logs on that machine say more."
        )
    return f"The item's process ended {how(lost)}."
