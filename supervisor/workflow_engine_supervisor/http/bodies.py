"""What requests bring in their bodies, checked as far as its form goes."""

from typing import Annotated, Any

from fastapi import Depends
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, Strict, model_validator
from starlette.requests import Request

from workflow_engine_shared.errors import InvalidBody, Problem
from workflow_engine_shared.ids import (
    MAX_TAG,
    MAX_TAGS,
    MAX_TITLE,
    each_once,
    plain,
    tag_problem,
    text_problem,
)
from workflow_engine_shared.timetables.due import CatchUp, Overlap
from workflow_engine_supervisor.http.parameters import MAX_NAME, MAX_NUMBER, MAX_PATH, Id
from workflow_engine_supervisor.http.run_query import RunFilterQuery, RunViewQuery
from workflow_engine_supervisor.runs.bulk import MAX_RUNS
from workflow_engine_supervisor.schedules.definition import LEAST_S
from workflow_engine_supervisor.schemas.many_runs import BulkCommand

MAX_NOTE, MAX_BYTES = 2000, 2**53


def _visible(value: str) -> str:
    if not value.strip() or not value.isprintable():
        raise ValueError("must have visible characters, and no control characters")
    return value


def _readable(value: str | None) -> str | None:
    if value and not value.replace("\n", " ").isprintable():
        raise ValueError("must have no control characters")
    return value


def _note(value: str | None) -> str | None:
    """As it is kept; an empty one is none."""
    return (_readable(value) or "").strip() or None


def _title(value: str | None) -> str | None:
    """As it is kept; an empty one is none."""
    title = plain(value or "")
    if problem := text_problem(title, MAX_TITLE):
        raise ValueError(problem)
    return title or None


def _tag(value: str) -> str:
    tag = plain(value)
    if problem := tag_problem(tag):
        raise ValueError(problem)
    return tag


_MAX_LOOKED_AT = 10_000  #: longer texts are not even looked at
Title = Annotated[
    str | None,
    Field(max_length=_MAX_LOOKED_AT, description=f"what people call the run: {MAX_TITLE} characters at most"),
    AfterValidator(_title),
]
Tags = Annotated[
    list[Annotated[str, Field(max_length=_MAX_LOOKED_AT), AfterValidator(_tag)]],
    Field(max_length=MAX_TAGS, description=f"{MAX_TAGS} texts of {MAX_TAG} characters at most, without commas"),
    AfterValidator(lambda tags: list(each_once(tags))),
]
Note = Annotated[str | None, Field(max_length=MAX_NOTE), AfterValidator(_note)]


class Body(BaseModel):
    """No other fields, and no other types, than it says."""

    model_config = ConfigDict(extra="forbid", strict=True)


ViewName = Annotated[str, Field(max_length=MAX_NAME), AfterValidator(_visible)]
_ALL = 'All runs are {"filter": {}}.'


class UploadedInput(Body):
    upload: Id
    path: Annotated[str, Field(max_length=MAX_PATH, description="a file or folder of the upload; left out: all")] = ""


def uploads_of(given: dict[str, UploadedInput] | None) -> dict[str, tuple[str, str]]:
    """By key of the input: the upload, and the path in it."""
    return {name: (each.upload, each.path) for name, each in (given or {}).items()}


class ImportRun(Body):
    upload: Id
    path: Annotated[str, Field(min_length=1, max_length=MAX_PATH, description="the run bundle, a file of the upload")]


class StartRun(Body):
    flow_id: Id
    version: Annotated[int, Field(ge=1, le=MAX_NUMBER)] | None = None
    thread_id: Id | None = None
    input: dict[str, Any] | None = None
    uploads: Annotated[
        dict[str, UploadedInput] | None,
        Field(description="keys of the input whose values are uploaded: the run gets the path in its inputs folder"),
    ] = None
    title: Title = None
    tags: Tags | None = None
    machine: Annotated[
        str | None, Field(max_length=64, description="where it is to run; left out: where most slots are free")
    ] = None


class UnpackArchive(Body):
    path: Annotated[str, Field(min_length=1, max_length=MAX_PATH)]


class ResumeRun(Body):
    updates: dict[str, Any] | None = None
    value: Any = None
    uploads: Annotated[
        dict[str, UploadedInput] | None,
        Field(description="keys of the state whose values are uploaded: the run gets the path in its inputs folder"),
    ] = None
    note: Annotated[
        str | None, Field(max_length=MAX_NOTE, description="why; kept in the run's history"), AfterValidator(_readable)
    ] = None
    version: Annotated[
        int | None, Field(ge=1, le=MAX_NUMBER, description="go on with this version of the flow, and its code")
    ] = None


class ForkRun(Body):
    checkpoint_id: Annotated[str, Field(min_length=1, max_length=MAX_NAME)] | None = None
    updates: dict[str, Any] | None = None
    thread_id: Id | None = None


class RerunRun(Body):
    input: dict[str, Any] | None = None
    without: Annotated[list[str], Field(max_length=1000)] | None = None
    uploads: Annotated[
        dict[str, UploadedInput] | None,
        Field(description="keys of the input whose values are uploaded, as at a start; in place of the old files"),
    ] = None
    version: Annotated[int, Field(ge=1, le=MAX_NUMBER)] | None = None
    thread_id: Id | None = None
    title: Title = None
    tags: Tags | None = None


class RenameRun(Body):
    title: Title = None
    tags: Tags | None = None


class BulkRuns(Body):
    command: Annotated[BulkCommand, Strict(False)]
    filter: RunFilterQuery | None = None
    thread_ids: Annotated[list[Id], Field(max_length=MAX_RUNS)] | None = None
    dry_run: bool = False

    @model_validator(mode="after")
    def _means_some(self) -> "BulkRuns":
        if self.filter is None and self.thread_ids is None:
            raise InvalidBody(
                problems=[Problem("MISSING_FIELD", "/filter", "'filter': it or 'thread_ids' must be there.", _ALL)]
            )
        return self


class NewRunView(Body):
    name: ViewName
    query: RunViewQuery


class ChangedRunView(Body):
    name: ViewName | None = None
    query: RunViewQuery | None = None


_Cron = Annotated[str, Field(max_length=MAX_NAME, description="minute hour day month weekday, such as 0 3 * * *")]
_EverySeconds = Annotated[int, Field(description=f"from {LEAST_S} seconds to 366 days; counted from the creation")]
_At = Annotated[
    str, Field(max_length=MAX_NAME, description="once: 2026-03-01T09:00 in the timezone, or 2026-03-01T09:00:00Z")
]
_Zone = Annotated[str, Field(max_length=MAX_NAME, description="such as Europe/Berlin; left out: this machine's")]
_OverlapWord = Annotated[
    Overlap,
    Strict(False),
    Field(description="a time that comes while an earlier run goes on is skipped, waits for its end, or is allowed"),
]
_CatchUpWord = Annotated[
    CatchUp,
    Strict(False),
    Field(description="of times that were missed none, the last or all (1,000 at most) are made up for"),
]


class ScheduleTimes(Body):
    cron: _Cron | None = None
    every_s: _EverySeconds | None = None
    at: _At | None = None
    timezone: _Zone | None = None


class NewSchedule(ScheduleTimes):
    flow_id: Id
    version: Annotated[int, Field(ge=1, le=MAX_NUMBER)] | None = None
    title: Title = None
    input: dict[str, Any] | None = None
    overlap: _OverlapWord = Overlap.SKIP
    catch_up: _CatchUpWord = CatchUp.LAST


class ChangedSchedule(ScheduleTimes):
    version: Annotated[int, Field(ge=1, le=MAX_NUMBER)] | None = None
    title: Title = None
    input: Annotated[dict[str, Any] | None, Field(description="all of it anew")] = None
    set: Annotated[dict[str, Any] | None, Field(description="keys of the input with other values")] = None
    without: Annotated[
        list[str] | None, Field(max_length=1000, description="keys that the input is no more to have")
    ] = None
    overlap: _OverlapWord | None = None
    catch_up: _CatchUpWord | None = None


class AnswerForm(Body):
    key: (
        Annotated[
            str, Field(min_length=1, max_length=MAX_NAME, description="which task; left out: the only one there is")
        ]
        | None
    ) = None
    values: Any


class SendMessage(Body):
    name: Annotated[str, Field(max_length=MAX_NAME), AfterValidator(_visible)]
    correlation: Annotated[Any, Field(description="only runs that wait for a message with an equal one")] = None
    payload: Annotated[Any, Field(description="what the runs get")] = None
    thread_id: Annotated[Id | None, Field(description="only this run")] = None
    id: Annotated[Id | None, Field(description="of the message: the same one again does nothing more")] = None
    begins: Annotated[bool, Field(description="false: it begins no run")] = True


class RetryRun(Body):
    error: Annotated[str, Field(min_length=1, max_length=MAX_NAME)] | None = None


class HooksToTest(Body):
    name: Annotated[str, Field(min_length=1, max_length=MAX_NAME)] | None = None


class ChangeSettings(Body):
    retention_days: Annotated[float, Field(ge=0, le=36500, allow_inf_nan=False)] | None = None
    home_max_bytes: Annotated[int, Field(ge=0, le=MAX_BYTES)] | None = None


class NoFields(Body):
    """An empty object, or no body at all."""


async def _no_fields(body: NoFields | None = None) -> None:
    """Being read is its check."""


async def _no_body(request: Request) -> None:
    """For methods whose body means nothing: one that is sent was meant for something else."""
    if await request.body():
        raise InvalidBody(problems=[Problem("UNEXPECTED_BODY", "", "This request takes no body.", "Leave it out.")])


#: For endpoints that take no fields in a body; no body at all.
no_fields = Depends(_no_fields)
no_body = Depends(_no_body)
