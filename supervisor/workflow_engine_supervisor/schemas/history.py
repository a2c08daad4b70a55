"""What the API answers of what happened to a run: the commands it was given and the events of it that are kept."""

from typing import Annotated, Any

from pydantic import Field

from workflow_engine_supervisor.schemas import Shape


class SignalAnswer(Shape):
    """A command to a run (`..._request`), or an event of it."""

    id: int
    type: str
    ts: str
    processed: Annotated[bool, Field(description="false: a command whose effect is not committed yet")]
    payload: Annotated[dict[str, Any], Field(description="without secrets; what is long is a preview")]


class HistoryPage(Shape):
    items: list[SignalAnswer]
    next: str | None


class StateAnswer(Shape):
    """A run's state. A value that is too long to show is `{"$type", "preview", "size"}`."""

    checkpoint_id: str | None
    values: dict[str, Any]
    truncated: bool


class DueVisit(Shape):
    node: str
    visit: int


class CheckpointAnswer(Shape):
    """The state after a visit. Step -1 is the run's input, step 0 what the first node is given."""

    checkpoint_id: str
    parent_id: str | None
    ts: str
    step: int | None
    node: Annotated[str | None, Field(description="whose visit ended with it; null before the first one")]
    visit: int | None
    due: Annotated[
        list[DueVisit], Field(description="the visits that begin or go on here: what a fork would begin with")
    ]
    keys: list[str]
    changed: Annotated[list[str], Field(description="keys whose value differs from the parent's")]
    size: Annotated[int, Field(description="bytes of the whole state, as it is stored")]


class CheckpointPage(Shape):
    items: list[CheckpointAnswer]
    next: str | None


_Column = list[float | None]


class SeriesAnswer(Shape):
    """Columns of equal length, oldest first. A null is a figure that was not known then."""

    thread_id: str
    interval_s: Annotated[float, Field(description="seconds between samples; none are taken while no worker is there")]
    times: Annotated[list[str], Field(description="when each sample was taken")]
    cpu_percent: Annotated[_Column, Field(description="of the worker and all it started; 100 is one core")]
    rss_mb: _Column
    threads: _Column
    children: _Column
    open_files: _Column
    items_per_s: Annotated[_Column, Field(description="items of the loop at hand that were decided in a second")]
