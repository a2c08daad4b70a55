"""Loops and their items: which are asked for, what is read of them, what is answered."""

from dataclasses import dataclass
from typing import NamedTuple

from workflow_engine_shared.codec import json_view
from workflow_engine_shared.errors.base import masked
from workflow_engine_shared.secrets.masking import Masker
from workflow_engine_shared.storage.run.journal import StepView
from workflow_engine_shared.storage.run.loop_sums import LoopSummary
from workflow_engine_shared.storage.run.retry_plan import DueAgain
from workflow_engine_supervisor.schemas.items import LoopAnswer, StepAnswer
from workflow_engine_supervisor.views.run_view import error_answer
from workflow_engine_supervisor.views.state import visible_state


@dataclass(frozen=True)
class StepFilter:
    """Which decided items a page shows."""

    after: int = 0
    state: str | None = None
    node_id: str | None = None
    error: str | None = None  #: the kind of error, as the groups name it


class StepFacts(NamedTuple):
    """A page of items, the sums of all loops, the kinds of errors."""

    steps: list[StepView]
    loops: list[LoopSummary]
    errors: list[tuple[str, int]]
    due: DueAgain
    masker: Masker


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
        rerun=loop.rerun,
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
