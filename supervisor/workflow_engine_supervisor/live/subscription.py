"""One watcher's queue of events, and when a watcher is too slow for it."""

import asyncio
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from workflow_engine_shared.protocol.events import Event, EventType

RING = 10_000
QUEUE = 1_000


class Opening(Enum):
    """What a subscriber gets first."""

    FRESH = "a snapshot of the status, then what comes"
    CONTINUED = "what it missed, then what comes"
    RESYNC = "a snapshot of the run, because what it missed is gone"


class SlowConsumer(Exception):
    """The subscriber did not read as fast as events came."""


class Subscription:
    """One watcher of one topic: an async iterator over its events."""

    def __init__(self, topic: str, types: Collection[EventType] | None, opening: Opening, at: str) -> None:
        self.topic = topic
        self.opening = opening
        self.at = at  #: the seq behind which the events of this subscription begin
        self.closed = asyncio.Event()
        self.slow = False
        self._types = types
        self._limit = QUEUE
        self._waiting: deque[Event] = deque()
        self._more = asyncio.Event()
        self._taken = 0
        self._pace: _Pace | None = None

    def wants(self, kind: EventType) -> bool:
        return self._types is None or kind in self._types

    def offer(self, event: Event) -> None:
        """Queue an event; a queue that is full ends the subscription."""
        if self.closed.is_set() or not self.wants(event.type):
            return
        if len(self._waiting) >= self._limit:
            self.drop_slow()
            return
        self._waiting.append(event)
        self._more.set()

    def replay(self, events: Collection[Event]) -> None:
        """Queue what was missed, beside what is allowed to wait: none of it is the reader's slowness."""
        self._waiting.extend(event for event in events if self.wants(event.type))
        self._limit = QUEUE + len(self._waiting)
        self._more.set()

    def drop_slow(self) -> None:
        """End the subscription because its reader is slow."""
        self.slow = True
        self._waiting.clear()
        self.close()

    def close(self) -> None:
        self.closed.set()
        self._more.set()

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    def has_room(self, on_the_way: int = 0) -> bool:
        """Whether less than half of the queue waits, or will once these have come too."""
        return on_the_way + len(self._waiting) < QUEUE // 2 or self.closed.is_set()

    def lags(self, now: float) -> bool:
        """Whether the reader of a queue that is half full takes less than it should. Asked by one thread."""
        if self.has_room():
            self._pace = None
            return False
        if self._pace is None:
            self._pace = _Pace(now, self._taken)
        return self._pace.is_slow(now, self._taken)

    def __aiter__(self) -> "Subscription":
        return self

    async def __anext__(self) -> Event:
        while not self._waiting:
            if self.slow:
                raise SlowConsumer
            if self.closed.is_set():
                raise StopAsyncIteration
            self._more.clear()
            await self._more.wait()
        if len(self._waiting) <= QUEUE:
            self._limit = QUEUE
        self._taken += 1
        return self._waiting.popleft()


@dataclass
class _Pace:
    """How fast a reader takes what waits for it."""

    looked_at: float
    taken: int
    seconds: float = 0.0  #: since when so many were taken

    def is_slow(self, now: float, taken: int) -> bool:
        self.seconds += min(now - self.looked_at, LONGEST_LOOK)
        self.looked_at = now
        if self.seconds < PACE_SECONDS:
            return False
        since, self.taken, self.seconds = self.taken, taken, 0.0
        return taken - since < PACE


#: While more than half of its queue waits, a subscriber has to take so many events in so many seconds.
PACE = 250
PACE_SECONDS = 1.0
#: So much of the time between two looks counts at most: a process that did not run for a while proves no reader slow.
LONGEST_LOOK = PACE_SECONDS / 10
