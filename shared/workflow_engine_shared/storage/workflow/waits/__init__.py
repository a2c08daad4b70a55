"""What runs wait for, with a process or without one: armed by their workers, met once by whoever brings it."""

from .rows import (
    SIGNAL,
    Met,
    NewWait,
    OpenWaits,
    TaskFilter,
    TaskRow,
    WaitHow,
    WaitKind,
    WaitRow,
    WaitState,
    variables_of,
)

__all__ = [
    "SIGNAL",
    "Met",
    "NewWait",
    "OpenWaits",
    "TaskFilter",
    "TaskRow",
    "WaitHow",
    "WaitKind",
    "WaitRow",
    "WaitState",
    "variables_of",
]
