"""Why visits that are no longer under way left, with which of these reasons the run leaves, and what tokens stop at."""

import logging
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from workflow_engine_shared.dsl.model import Edge
from workflow_engine_shared.errors import (
    BadExpression,
    EndlessCircle,
    ErrorData,
    InvalidInput,
    NoBranch,
    OutputMissing,
    RenError,
    StateConflict,
)
from workflow_engine_shared.run_status import Reason
from workflow_engine_shared.tokens.events import Caught, Incident
from workflow_engine_worker.control.leave import (
    Awaited,
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
from workflow_engine_worker.kernel.visit_book import Entries
from workflow_engine_worker.nodes.outcome import LedOn, Outcome
from workflow_engine_worker.visits.node_visit import NodeVisit

#: The node that a notice is told of.
Place: TypeAlias = Callable[[Caught], str]

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
    Awaited,
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

    def leave_if_asked(self, work_id: str, visit: NodeVisit) -> None:
        """A visit without work of its own is at a safe point: the run leaves there if it is asked to."""
        try:
            with visit.under_way():
                pass
        except LeaveRun as left:
            self.note(work_id, left)

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


# -- what the tokens say ----------------------------------------------------------------------------------------

#: What the tokens stop at, by its code.
_KINDS = {
    kind.code: kind for kind in (BadExpression, EndlessCircle, InvalidInput, NoBranch, OutputMissing, StateConflict)
}


def fault(detail: str) -> NodeFailed:
    """Renflow's own: the run stands at its last checkpoint and says so; to crash again and again would help nobody."""
    return NodeFailed(RenError(detail).data(), Reason.ENGINE)


def typed(failure: Incident | Caught) -> RenError:
    """What the tokens stop at, as the error that it is."""
    return _KINDS.get(failure.code, RenError)(failure.message)


def write_down(
    entries: Entries, due: Sequence[tuple[int, str]], visit_of: Callable[[int, str], NodeVisit], place: Place
) -> None:
    """Write down which visits begin and are over by what the tokens did; those in `due` begin with the first of it."""
    for number, node_id in sorted([*entries.entered, *entries.passed]):
        visit = visit_of(number, node_id)
        if (number, node_id) in entries.entered:
            visit.entered()
            continue
        visit.passed(due, entries.edges[number])
        due = []
    for number, node_id in entries.returned:
        visit_of(number, node_id).completed(Outcome(), due, entries.edges[number])
        due = []
    for number, caught in entries.caught:
        visit = visit_of(number, place(caught))
        visit.completed(led_on(caught, visit.node.id), due, () if caught.edge is None else (caught.edge,))
        due = []


def led_on(caught: Caught, node_id: str) -> Outcome:
    """How a visit ended that a failure left, or whose failure something around it leads on from."""
    hint = _KINDS[caught.code].hint if caught.code in _KINDS else ""
    error = ErrorData(caught.code, caught.message, node=node_id, hint=hint, left_by=caught.kind)
    if caught.kind is None:
        return Outcome(let_pass=error)
    return Outcome(led_on=LedOn(Edge(caught.by, caught.to, on=caught.kind), error))
