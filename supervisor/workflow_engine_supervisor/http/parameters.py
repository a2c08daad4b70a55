"""What requests bring in their addresses and queries, checked as far as its form goes."""

from collections import Counter
from typing import Annotated, Literal, TypeVar

from fastapi import Depends, Path, Query
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from starlette.requests import HTTPConnection

from workflow_engine_shared.artifacts.content_type import Kind
from workflow_engine_shared.errors import (
    MAX_REQUEST_PROBLEMS,
    BadQuery,
    FlowNotFound,
    InvalidBody,
    Problem,
    RunNotFound,
    ScheduleNotFound,
    UploadNotFound,
    ViewNotFound,
)
from workflow_engine_shared.ids import ID_PATTERN, id_problem, shown
from workflow_engine_shared.logs.format import Level
from workflow_engine_supervisor.engine import Engine
from workflow_engine_supervisor.views.cursor import MAX_CURSOR

MAX_NAME = 200
MAX_NODE = 2200  #: 17 ids of 128 characters, one inside of the other
MAX_ERROR = 10_000
MAX_PATH = 1024
MAX_NUMBER = 2**31 - 1
MAX_SEQ = 2**53


# All of these are async: for a plain function FastAPI goes to a thread and back, which takes longer than it does.


async def _engine(connection: HTTPConnection) -> Engine:
    engine: Engine = connection.app.state.engine
    return engine


async def _each_once(connection: HTTPConnection) -> None:
    """Which of two values counts would be a guess."""
    counts = Counter(name for name, _ in connection.query_params.multi_items())
    twice = [name for name, count in counts.items() if count > 1]
    if twice:
        raise BadQuery(
            problems=[
                Problem("REPEATED", f"?{name}", f"The parameter {shown(name)} stands there more than once.")
                for name in twice[:MAX_REQUEST_PROBLEMS]
            ]
        )


async def _flow_id(flow_id: str) -> str:
    if id_problem(flow_id):
        raise FlowNotFound(f"There is no flow {shown(flow_id)}.")
    return flow_id


async def _thread_id(thread_id: str) -> str:
    if id_problem(thread_id):
        raise RunNotFound(f"There is no run {shown(thread_id)}.")
    return thread_id


async def _upload_id(upload_id: str) -> str:
    if id_problem(upload_id):
        raise UploadNotFound(f"There is no upload {shown(upload_id)}.")
    return upload_id


async def _view_id(view_id: str) -> str:
    if id_problem(view_id):
        raise ViewNotFound(f"There is no view {shown(view_id)}.")
    return view_id


async def _schedule_id(schedule_id: str) -> str:
    if id_problem(schedule_id):
        raise ScheduleNotFound(f"There is no schedule {shown(schedule_id)}.")
    return schedule_id


ScheduleId = Annotated[str, Depends(_schedule_id)]
ViewId = Annotated[str, Depends(_view_id)]
UploadId = Annotated[str, Depends(_upload_id)]
Wired = Annotated[Engine, Depends(_engine)]
FlowId = Annotated[str, Depends(_flow_id)]
ThreadId = Annotated[str, Depends(_thread_id)]
each_parameter_once = Depends(_each_once)


def _digits(value: object) -> object:
    """Numbers as people write them: Python would also read `5_0`."""
    if isinstance(value, str) and not (value.isascii() and value.removeprefix("-").isdigit()):
        raise ValueError("must be a whole number")
    return value


def _version(value: object) -> object:
    """One way to write each version: Python would read `+1`, `01` and `1_0` as well."""
    if isinstance(value, str) and not (value.isascii() and value.isdigit() and not value.startswith("0")):
        raise ValueError("must be a version's number")
    return value


VersionNumber = Annotated[int, BeforeValidator(_version), Path(ge=1, le=MAX_NUMBER)]


def _usable_id(value: str) -> str:
    problem = id_problem(value)
    if problem:
        raise ValueError(problem)
    return value


#: Told to readers of the description; what is wrong is said by our own check.
Id = Annotated[str, AfterValidator(_usable_id), Field(json_schema_extra={"pattern": f"^{ID_PATTERN}$"})]
Limit = Annotated[int, Field(ge=1, le=1000), BeforeValidator(_digits)]
Cursor = Annotated[str, Field(max_length=MAX_CURSOR)]


class Parameters(BaseModel):
    """The query of an endpoint; what it does not name is refused."""

    model_config = ConfigDict(extra="forbid")


class NoParameters(Parameters):
    pass


class PageQuery(Parameters):
    limit: Limit = 50
    cursor: Cursor | None = None


class SchedulesQuery(PageQuery):
    flow_id: Annotated[Id | None, Field(description="of this flow only")] = None


class TasksQuery(PageQuery):
    state: Annotated[Literal["open", "met", "off", "all"], Field(description="met: done; off: not needed any more")] = (
        "open"
    )
    assignee: Annotated[str | None, Field(max_length=MAX_NAME, description="whose they are, as the form says")] = None
    flow_id: Annotated[Id | None, Field(description="of this flow only")] = None
    thread_id: Annotated[Id | None, Field(description="of this run only")] = None


class ArtifactsQuery(PageQuery):
    folder: Annotated[str | None, Field(max_length=MAX_PATH, description="only what is in it; empty: the top")] = None
    q: Annotated[str, Field(min_length=1, max_length=MAX_NAME, description="part of the name, any case")] | None = None
    kind: Annotated[Kind | None, Field(description="by content where the name says nothing")] = None
    zip: Annotated[Literal["1"] | None, Field(description="all files as one zip file")] = None


class LogQuery(Parameters):
    limit: Limit = 200
    cursor: Cursor | None = None
    level: Annotated[Level | None, Field(description="this level and above")] = None
    node: Annotated[str, Field(max_length=MAX_NODE)] | None = None
    q: Annotated[str, Field(min_length=1, max_length=MAX_NAME, description="text in the message, any case")] | None = (
        None
    )
    order: Annotated[Literal["asc", "desc"], Field(description="oldest first, or newest first")] = "asc"
    around: Annotated[
        int | None, Field(ge=0, le=MAX_SEQ, description="the seq of a line to be shown"), BeforeValidator(_digits)
    ] = None
    context: Annotated[
        int, Field(ge=0, le=500, description="with around: lines before and behind it"), BeforeValidator(_digits)
    ] = 20
    download: Annotated[Literal["1"] | None, Field(description="the whole log as NDJSON")] = None


class StateQuery(Parameters):
    checkpoint: Annotated[str, Field(min_length=1, max_length=MAX_NAME)] | None = None


class StepsQuery(PageQuery):
    state: Literal["done", "failed", "skipped"] | None = None
    node: Annotated[str, Field(max_length=MAX_NODE)] | None = None
    error: Annotated[str, Field(max_length=MAX_ERROR, description="a kind of error, as `errors` names it")] | None = (
        None
    )


class PieceQuery(Parameters):
    offset: Annotated[int, Field(ge=0, le=MAX_SEQ, description="where the piece begins"), BeforeValidator(_digits)]
    size: Annotated[int, Field(ge=0, le=MAX_SEQ, description="of the whole file"), BeforeValidator(_digits)]


class AllEventsQuery(Parameters):
    since: Annotated[str, Field(max_length=100, description="the seq of the last event that was seen")] | None = None
    ticket: Annotated[str, Field(max_length=MAX_NAME)] | None = None


class EventsQuery(AllEventsQuery):
    types: Annotated[str, Field(max_length=MAX_NAME, description="event types, joined by commas")] | None = None


Word = TypeVar("Word", bound=str)


def words(place: str, text: str | None, known: dict[str, Word]) -> frozenset[Word] | None:
    """A parameter at this place that takes several words, joined by commas.

    Raises:
        BadQuery, InvalidBody: a word is not one of those known.
    """
    if text is None:
        return None
    given = text.split(",")
    unknown = [word for word in given if word not in known]
    if unknown:
        detail = f"{shown(unknown[0])} is not one of: {', '.join(known)}."
        kind = BadQuery if place.startswith("?") else InvalidBody
        raise kind(problems=[Problem("OUT_OF_RANGE", place, detail)])
    return frozenset(known[word] for word in given)


#: Query parameters of an endpoint, all of them; unknown ones are refused.
PageParameters = Annotated[PageQuery, Query()]
TasksParameters = Annotated[TasksQuery, Query()]
SchedulesParameters = Annotated[SchedulesQuery, Query()]
ArtifactsParameters = Annotated[ArtifactsQuery, Query()]
LogParameters = Annotated[LogQuery, Query()]
StateParameters = Annotated[StateQuery, Query()]
StepsParameters = Annotated[StepsQuery, Query()]
PieceParameters = Annotated[PieceQuery, Query()]
AllEventsParameters = Annotated[AllEventsQuery, Query()]
EventsParameters = Annotated[EventsQuery, Query()]


async def _no_parameters(query: Annotated[NoParameters, Query()]) -> None:
    """Being read is its check."""


#: For endpoints that take no query parameters.
no_parameters = Depends(_no_parameters)
