"""What subscribers of a run see, over WebSocket and SSE alike."""

from typing import Any, Literal

import msgspec

EventType = Literal["status", "node", "progress", "log", "metrics", "resync"]
EVENT_TYPES: tuple[EventType, ...] = ("status", "node", "progress", "log", "metrics", "resync")


class Event(msgspec.Struct, frozen=True):
    """One frame. `seq` is `<boot>-<n>`: the supervisor's life and the event's number in it."""

    seq: str
    ts: str
    type: EventType
    thread_id: str
    data: Any
