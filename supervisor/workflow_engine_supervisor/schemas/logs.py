"""Lines of a log, as answered."""

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from workflow_engine_supervisor.schemas import Shape


class LogLine(Shape):
    """A line of a run's log. A line that cannot be read has only message, level and damaged."""

    model_config = ConfigDict(extra="allow")

    ts: str | None = None  #: when it was written (RFC 3339, UTC)
    level: str | None = None  #: DEBUG, INFO, WARNING, ERROR or CRITICAL
    thread_id: str | None = None  #: the run's id
    node_id: str | None = None  #: the node at hand; null: none was
    message: Any = None  #: the text
    context: Any = None  #: what the writer gave besides, such as a traceback
    seq: int | None = None  #: the line's number in the log, counted from 1
    damaged: bool = False  #: true: the line cannot be read as it was meant


class LogAnswer(Shape):
    """A page of a run's log. `next`: there are further lines; `position`: where to go on later, in any case."""

    items: list[LogLine]
    next: str | None
    position: str | None
    previous: Annotated[str | None, Field(description="with `around`: there are earlier lines, to be had newest first")]
    counts: Annotated[dict[str, int], Field(description="lines of the whole log by level, without regard to filters")]
    counted: Annotated[bool, Field(description="whether these are all: a long log is counted over several answers")]
    dropped: Annotated[int, Field(description="lines never written: too many in a second, or no room on the disk")]
    removed: Annotated[int, Field(description="oldest lines that are gone because the log outgrew log_max_total")]
