"""What the `data` of live events is, for each type of event in the two streams."""

from typing import TypedDict

from workflow_engine_shared.protocol.events import EventType
from workflow_engine_shared.protocol.messages import Progress
from workflow_engine_shared.vocabulary import VisitStatus
from workflow_engine_supervisor.schemas.logs import LogLine
from workflow_engine_supervisor.schemas.runs import ListedRun, ProcessAnswer, RunAnswer, RunPage, StatusAnswer


class NodeEvent(TypedDict):
    """A visit began or ended."""

    node: str  #: the node's id
    visit: int  #: the visit's number in the run, counted from 1
    status: VisitStatus  #: where the visit stands
    attempt: int  #: of this visit, counted from 1
    beside: list[int]  #: of the visits with lower numbers those that are not over


class MetricsEvent(ProcessAnswer):
    """The run's worker process, measured every two seconds."""

    items_per_s: float | None  #: items of the loops at hand that were decided in a second


class DeletedEvent(TypedDict):
    """The run is gone; `thread_id` says which."""


#: Of `/runs/{thread_id}/events`.
RUN_EVENTS: dict[EventType, type] = {
    "status": StatusAnswer,
    "node": NodeEvent,
    "progress": Progress,
    "log": LogLine,
    "metrics": MetricsEvent,
    "resync": RunAnswer,
}
#: Of `/events`.
LIST_EVENTS: dict[EventType, type] = {"run": ListedRun, "deleted": DeletedEvent, "resync": RunPage}
