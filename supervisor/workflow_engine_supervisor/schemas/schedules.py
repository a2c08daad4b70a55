"""Schedules, as answered."""

from enum import Enum
from typing import Annotated, Any, Literal

from pydantic import Field

from workflow_engine_shared.timetables.due import CatchUp, Overlap
from workflow_engine_supervisor.schemas import Shape


class ScheduleState(str, Enum):
    """Whether times of a schedule come."""

    ACTIVE = "active"
    PAUSED = "paused"
    OVER = "over"  #: it has no times any more
    DAMAGED = "damaged"  #: its row cannot be read


class Outcome(str, Enum):
    """What became of a time."""

    STARTED = "started"
    WAITING = "waiting"  #: for the end of an earlier run
    SKIPPED = "skipped"  #: an earlier run was going on
    REFUSED = "refused"  #: the run could not be started


class TimeAnswer(Shape):
    """A time to come."""

    time: str
    local: Annotated[str, Field(description="what clocks in the schedule's zone show")]
    clocks: Annotated[
        Literal["skipped", "twice"] | None,
        Field(
            description="the local time that was meant is skipped, and comes when the clocks go on; or it is shown "
            "twice, and comes the first time"
        ),
    ]


class NextTimesAnswer(Shape):
    """What times would come."""

    timezone: str
    next: list[TimeAnswer]  #: the next five


class ScheduleRunAnswer(Shape):
    """What became of a time that came."""

    time: str
    outcome: Outcome
    thread_id: str | None
    status: Annotated[str | None, Field(description="of the run; null: there is none, or it was deleted")]
    code: Annotated[str | None, Field(description="why there is no run")]
    detail: str | None
    decided_at: str


class ScheduleRunPage(Shape):
    items: list[ScheduleRunAnswer]  #: the newest first; the last 1,000 are remembered
    next: str | None


class MissedAnswer(Shape):
    """Times that nobody dealt with when they came: the machine slept, or no supervisor was there."""

    times: Annotated[int, Field(description="how many; 10,000 stands for at least so many")]
    first: str
    last: str
    made_up: Annotated[int, Field(description="for so many of them runs were started, or wait for their turn")]
    noticed_at: str


class ScheduleAnswer(Shape):
    """When runs of a flow are started by themselves."""

    id: str
    title: str | None
    flow_id: str
    version: Annotated[int | None, Field(description="null: the one that is published last when a time comes")]
    cron: str | None
    every_s: int | None
    at: Annotated[str | None, Field(description="of a timer the first time")]
    node_id: Annotated[str | None, Field(description="the start event of a BPMN file whose timer makes it")]
    timer: Annotated[
        str | None, Field(description="what that timer says, such as R/PT1H; null: it is no such schedule")
    ]
    timezone: str
    input: dict[str, Any]  #: secrets are hidden
    overlap: Overlap
    catch_up: CatchUp
    state: ScheduleState
    next: list[TimeAnswer]  #: the next five times; none while it is paused
    waiting: int  #: how many times wait for the end of an earlier run
    last: ScheduleRunAnswer | None  #: what became of the last time
    last_missed: MissedAnswer | None
    created_at: str


class SchedulePage(Shape):
    items: list[ScheduleAnswer]  #: in the order of their ids
    next: str | None
