"""A run's live events, each of a type of its own; the stream goes on by itself behind the last one after a break."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

import msgspec

from workflow_engine_shared.clock import pause
from workflow_engine_shared.protocol.messages import Progress
from workflow_engine_shared.struct_types import ready_to_read
from workflow_engine_supervisor.client.event_stream import RETRY_SECONDS, SILENCE_SECONDS, EventReader
from workflow_engine_supervisor.client.follower import SERVER_ERROR, Absence, Answering, rests
from workflow_engine_supervisor.client.log_reader import LogReader
from workflow_engine_supervisor.schemas.events import RUN_EVENTS, MetricsEvent, NodeEvent
from workflow_engine_supervisor.schemas.logs import LogLine
from workflow_engine_supervisor.schemas.runs import RunAnswer, StatusAnswer

if TYPE_CHECKING:
    import httpx


@dataclass(frozen=True)
class _Event:
    kind: ClassVar[str] = ""
    seq: str  #: where the stream goes on behind it: `events(since=event.seq)`
    ts: str  #: when it was published (RFC 3339, UTC)
    thread_id: str  #: the run's id


@dataclass(frozen=True)
class StatusChanged(_Event):
    """The run stands elsewhere; the first event, too."""

    kind = "status"
    data: StatusAnswer


@dataclass(frozen=True)
class NodeMoved(_Event):
    """A visit of a node began or ended."""

    kind = "node"
    data: NodeEvent


@dataclass(frozen=True)
class Progressed(_Event):
    """How far the loop at hand is."""

    kind = "progress"
    data: Progress


@dataclass(frozen=True)
class LogWritten(_Event):
    """A line of the log."""

    kind = "log"
    data: LogLine


@dataclass(frozen=True)
class Measured(_Event):
    """What the worker process uses."""

    kind = "metrics"
    data: MetricsEvent


@dataclass(frozen=True)
class Resynced(_Event):
    """The run as it stands: events between the last one and this one are gone (not lines of the log: these follow)."""

    kind = "resync"
    data: RunAnswer


RunEvent: TypeAlias = "StatusChanged | NodeMoved | Progressed | LogWritten | Measured | Resynced"
TYPES: dict[str, type[Any]] = {
    kind.kind: kind for kind in (StatusChanged, NodeMoved, Progressed, LogWritten, Measured, Resynced)
}
_SHAPES: dict[str, type[Any]] = {str(kind): shape for kind, shape in RUN_EVENTS.items()}
ready_to_read(Progress)  # the only one that msgspec reads; several threads may stream


def typed(event: Mapping[str, Any]) -> RunEvent | None:
    """An event as the server sent it, with its type; None: a type that this version does not know."""
    kind = str(event.get("type"))
    if kind not in TYPES:
        return None
    shape, data = _SHAPES[kind], event.get("data")
    read = shape.model_validate(data) if hasattr(shape, "model_validate") else msgspec.convert(data, shape)
    made: RunEvent = TYPES[kind](str(event["seq"]), str(event["ts"]), str(event["thread_id"]), read)
    return made


class RunStream:
    """Reads the events of one run until it rests."""

    def __init__(self, connection: Answering, thread_id: str, kinds: frozenset[str] | None, since: str) -> None:
        self._connection = connection
        self._kinds = kinds
        # Whether it rests is always asked for: else the end would not be noticed.
        types = None if kinds is None else ",".join(sorted(kinds | {"status", "resync"}))
        self._reader = EventReader(connection.client, thread_id, types, since)
        self._log = LogReader(connection.client, thread_id, {})
        self._absence = Absence(connection, thread_id)
        self._line = 0  #: the number of the last line of the log that was passed on
        self._is_fresh = not since
        self._is_first = True

    def __iter__(self) -> Iterator[RunEvent]:
        """Every event that is wanted, once and in order.

        Raises:
            Refused: there is no such run, or the token is wrong.
            NotRunning: the supervisor went away and did not come back.
        """
        import httpx

        with self._connection.client.connection(SILENCE_SECONDS) as http:
            while True:
                try:
                    for found in self._reader.read(http):
                        self._absence.is_over()
                        event = None if found is None else typed(found)
                        if event is not None:
                            yield from self._wanted(event)
                            if _is_end(event):
                                return
                except httpx.HTTPStatusError as error:
                    self._refused(error)
                except (httpx.HTTPError, OSError, msgspec.DecodeError):
                    pass  # the next reading goes on behind the last event
                self._absence.bear()
                pause(RETRY_SECONDS)

    def _wanted(self, event: RunEvent) -> Iterator[RunEvent]:
        if isinstance(event, LogWritten):
            number = event.data.seq or 0
            if number and number <= self._line:
                return  # it was fetched behind a gap already
            self._line = max(self._line, number)
        if self._kinds is None or event.kind in self._kinds:
            yield event
        has_gap = self._is_fresh if self._is_first else isinstance(event, Resynced)
        if has_gap and self._takes_lines:
            yield from self._missed(event)
        self._is_first = False

    @property
    def _takes_lines(self) -> bool:
        return self._kinds is None or "log" in self._kinds

    def _missed(self, gap: RunEvent) -> Iterator[LogWritten]:
        """The lines of the log that were written before, or while nobody listened: the log has them all."""
        for record in self._log.new_lines():
            line = LogLine.model_validate(record)
            if line.seq is not None and line.seq > self._line:
                self._line = line.seq
                yield LogWritten(gap.seq, line.ts or gap.ts, gap.thread_id, line)

    def _refused(self, error: httpx.HTTPStatusError) -> None:
        if error.response.status_code < SERVER_ERROR:
            raise self._connection.client.refusal(error.response) from None


def _is_end(event: RunEvent) -> bool:
    return isinstance(event, (StatusChanged, Resynced)) and rests(
        event.data.model_dump(include={"status", "cancel_requested"})
    )
