"""What runs wait for, with a process or without one: armed by their workers, met once by whoever brings it."""

from .rows import Met, NewWait, OpenWaits, TaskFilter, TaskRow, WaitHow, WaitKind, WaitRow, WaitState

__all__ = ["Met", "NewWait", "OpenWaits", "TaskFilter", "TaskRow", "WaitHow", "WaitKind", "WaitRow", "WaitState"]
