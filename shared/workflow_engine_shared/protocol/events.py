"""The events that subscribers of one run or of all runs receive, the same over WebSocket and SSE."""

from typing import Any, Literal

import msgspec

EventType = Literal["status", "node", "progress", "log", "metrics", "run", "deleted", "resync"]
#: What the stream of one run tells.
RUN_EVENT_TYPES: tuple[EventType, ...] = ("status", "node", "progress", "log", "metrics", "resync")


class Event(msgspec.Struct, frozen=True):
    """One frame. `seq` is `<boot>-<n>`: the supervisor's life and the event's number in it."""

    seq: str
    ts: str
    type: EventType
    thread_id: str | None  #: None: of all runs
    data: Any
