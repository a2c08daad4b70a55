"""What the API answers of durable loops: their items, their sums, their errors."""

from typing import Any

from workflow_engine_supervisor.schemas import Shape
from workflow_engine_supervisor.schemas.runs import ErrorAnswer


class LoopAnswer(Shape):
    """One durable loop: done + failed + skipped + pending = total, where the total is known."""

    node: str
    visit: int
    label: str
    total: int | None
    done: int
    failed: int
    skipped: int
    pending: int | None
    rerun: int  #: items decided once more, because they had changed since


class StepAnswer(Shape):
    """A decided item of a durable loop; `value` is a preview where it is long."""

    node: str
    visit: int
    loop: str
    key: Any
    position: int | None
    state: str
    attempt: int
    value: Any
    error: ErrorAnswer | None
    finished_at: str
    duration_s: float


class ErrorGroup(Shape):
    """How many items ended with this kind of error."""

    error: str
    items: int
    again: int  #: items that a retry of this kind tries again: those of the visit at hand, and all that failed in it


class StepPage(Shape):
    """A page of decided items, with the sums of all loops and the kinds of errors."""

    items: list[StepAnswer]
    next: str | None
    loops: list[LoopAnswer]
    errors: list[ErrorGroup]
    again: int  #: items that a retry tries again
