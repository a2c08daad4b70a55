"""The events that subscribers of one run or of all runs receive, the same over WebSocket and SSE."""

from typing import Any, Literal

import msgspec

EventType = Literal["status", "node", "progress", "log", "metrics", "run", "deleted", "resync"]
#: What the stream of one run has.
RUN_EVENT_TYPES: tuple[EventType, ...] = ("status", "node", "progress", "log", "metrics", "resync")


class Event(msgspec.Struct, frozen=True):
    """One frame of a stream."""

    seq: str  #: `<boot>-<n>`: the supervisor's life and the event's number in it
    ts: str  #: when it was published (RFC 3339, UTC)
    type: EventType  #: what `data` is
    thread_id: str | None  #: the run's id; null: of all runs
    data: Any  #: its keys follow from the type
