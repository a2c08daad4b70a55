"""Why the visits that are no longer under way left, and with which of these reasons the run leaves."""

import logging
from typing import Final

from workflow_engine_shared.errors import ErrorData
from workflow_engine_worker.control.leave import (
    CancelAsked,
    FreshProcessDue,
    LeaveRun,
    NodeFailed,
    PauseAsked,
    QuestionAsked,
    RestartAsked,
    SiblingStopped,
    StopAsked,
)

log = logging.getLogger("renflow")
#: Of several reasons the first of these counts; before all of them, what keeps the process from going on at all. A
#: question is asked again by whoever goes on: until it is answered, a run that was put down for others goes on with
#: what stands beside it.
_ORDER: Final[tuple[type[LeaveRun], ...]] = (
    CancelAsked,
    NodeFailed,
    PauseAsked,
    StopAsked,
    RestartAsked,
    QuestionAsked,
    FreshProcessDue,
    SiblingStopped,
)


class Departures:
    """The visits that left without being done."""

    def __init__(self) -> None:
        self._left: dict[str, BaseException] = {}

    def note(self, work_id: str, left: BaseException) -> None:
        """A visit left."""
        self._left[work_id] = left
        if isinstance(left, QuestionAsked):
            log.info("Node %s asks a question; the run stops for it once nothing beside it can go on.", left.node_id)

    def forget(self, work_id: str) -> ErrorData | None:
        """Nobody waits for this visit any more; returns what broke it, if that did."""
        left = self._left.pop(work_id, None)
        return left.error if isinstance(left, NodeFailed) else None

    def __contains__(self, work_id: str) -> bool:
        return work_id in self._left

    @property
    def broken(self) -> set[str]:
        """Those that failed: it depends on the flow whether the others go on."""
        return {work_id for work_id, left in self._left.items() if isinstance(left, NodeFailed)}

    @property
    def are_final(self) -> bool:
        """Whether nothing more may be begun: something else than what concerns one visit alone.

        Who asks a question waits for its answer; what stands beside it goes on until it rests.
        """
        return any(not isinstance(left, (NodeFailed, QuestionAsked, SiblingStopped)) for left in self._left.values())

    @property
    def reason(self) -> BaseException | None:
        """What the run leaves with; None: nothing left."""
        return min(self._left.values(), key=_weight, default=None)


def _weight(left: BaseException) -> int:
    return next((place for place, kind in enumerate(_ORDER) if isinstance(left, kind)), -1)
