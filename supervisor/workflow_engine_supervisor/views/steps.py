"""Which items of a run are asked for, and what is read of them."""

from dataclasses import dataclass
from typing import NamedTuple

from workflow_engine_shared.secrets.masking import Masker
from workflow_engine_shared.storage.run.journal import StepView
from workflow_engine_shared.storage.run.loop_sums import LoopSummary
from workflow_engine_shared.storage.run.retry_plan import DueAgain


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
