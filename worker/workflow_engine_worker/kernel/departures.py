"""Why the visits that are no longer under way left, and with which of these reasons the run leaves."""

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

#: Of several reasons the first of these counts; before all of them, what keeps the process from going on at all.
_ORDER: Final[tuple[type[LeaveRun], ...]] = (
    CancelAsked,
    NodeFailed,
    QuestionAsked,
    PauseAsked,
    StopAsked,
    RestartAsked,
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
        """Whether nothing more may be begun: something else than a failure of one visit."""
        return any(not isinstance(left, (NodeFailed, SiblingStopped)) for left in self._left.values())

    @property
    def reason(self) -> BaseException | None:
        """What the run leaves with; None: nothing left."""
        return min(self._left.values(), key=_weight, default=None)


def _weight(left: BaseException) -> int:
    return next((place for place, kind in enumerate(_ORDER) if isinstance(left, kind)), -1)
