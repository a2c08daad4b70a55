"""What the API answers of durable loops: their items, their sums, their errors."""

from typing import Any

from pydantic import BaseModel

from workflow_engine_shared.codec import json_view
from workflow_engine_shared.errors.base import masked
from workflow_engine_shared.secrets.masking import Masker
from workflow_engine_shared.storage.run.journal import LoopSummary, StepView
from workflow_engine_supervisor.schemas.runs import ErrorAnswer
from workflow_engine_supervisor.views.run_view import error_answer
from workflow_engine_supervisor.views.state import visible_state


class LoopAnswer(BaseModel):
    """One durable loop: done + failed + skipped + pending = total, where the total is known."""

    node: str
    visit: int
    label: str
    total: int | None
    done: int
    failed: int
    skipped: int
    pending: int | None


class StepAnswer(BaseModel):
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


class ErrorGroup(BaseModel):
    """How many items ended with this kind of error."""

    error: str
    items: int


class StepPage(BaseModel):
    """A page of decided items, with the sums of all loops and the kinds of errors."""

    items: list[StepAnswer]
    next: str | None
    loops: list[LoopAnswer]
    errors: list[ErrorGroup]


def loop_answer(loop: LoopSummary) -> LoopAnswer:
    return LoopAnswer(
        node=loop.node_id,
        visit=loop.visit,
        label=loop.label,
        total=loop.total,
        done=loop.done,
        failed=loop.failed,
        skipped=loop.skipped,
        pending=loop.pending,
    )


def step_answer(step: StepView, masker: Masker) -> StepAnswer:
    value, _ = visible_state({"value": step.value}, masker)
    return StepAnswer(
        node=step.node_id,
        visit=step.visit,
        loop=step.scope,
        key=masker.view(json_view(step.key)),
        position=step.position,
        state=step.state,
        attempt=step.attempt,
        value=value["value"],
        error=None if step.error is None else error_answer(masked(step.error, masker.text)),
        finished_at=step.finished_at,
        duration_s=step.duration_s,
    )
