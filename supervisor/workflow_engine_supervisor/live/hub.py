"""The hub: what happens to a run reaches everybody who watches it, in order, each at his own speed.

A topic is what one subscribes to: one run by its thread_id, or `ALL_RUNS`. Each has a sequence of its own.

Everything but `publish` and `has_room` belongs to the event loop's thread, so that no subscriber needs a lock.
"""

import asyncio
import re
import secrets
import threading
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import msgspec

from workflow_engine_shared.clock import Clock
from workflow_engine_shared.protocol.events import Event, EventType
from workflow_engine_supervisor.live.subscription import QUEUE, RING, Opening, Subscription

#: The topic of all runs together. No thread_id is spelled like this.
ALL_RUNS = "*"
_SEQ = re.compile(r"([0-9a-f]{8})-([0-9]{1,18})")


@dataclass
class _Topic:
    """What one can subscribe to."""

    delivered: int  #: the number of the newest event that was handed to the watchers
    ring: deque[tuple[int, Event]] = field(default_factory=lambda: deque(maxlen=RING))
    watchers: list[Subscription] = field(default_factory=list)


class Hub:
    """Events for subscribers; only topics that somebody began to watch are kept here."""

    def __init__(self, clock: Clock) -> None:
        self.boot = secrets.token_hex(4)
        self._clock = clock
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock = threading.Lock()
        self._topics: dict[str, _Topic] = {}
        #: The last number given in each topic. It survives the ring: a number is never given twice.
        self._last: dict[str, int] = {}

    def bind(self, loop: asyncio.AbstractEventLoop) -> None:
        """Deliver in this loop from now on."""
        self._loop = loop

    def close(self) -> None:
        """End every subscription; what is published afterwards is lost."""
        with self._lock:
            self._loop = None
        for topic in self._topics.values():
            for watcher in topic.watchers:
                watcher.close()

    def publish(self, thread_id: str, kind: EventType, data: Any, *, topic: str | None = None) -> None:
        """Tell everybody who watches this run, or who watches another topic. Any thread; never blocks."""
        topic = thread_id if topic is None else topic
        if topic not in self._topics:
            return
        body = msgspec.Raw(msgspec.json.encode(data))
        now = self._clock.now()
        with self._lock:
            if self._loop is None or topic not in self._topics:
                return
            number = self._last[topic] = self._last[topic] + 1
            event = Event(f"{self.boot}-{number}", now, kind, thread_id, body)
            # Inside the lock: the order of numbers is the order of delivery.
            self._loop.call_soon_threadsafe(self._deliver, topic, number, event)

    def has_room(self, name: str) -> bool:
        """Whether every watcher of this topic has read most of its events; who reads too slowly is thrown out.

        For the one thread that publishes what it could also publish later.
        """
        topic = self._topics.get(name)
        watchers = [] if topic is None else list(topic.watchers)
        now = self._clock.monotonic()
        laggards = [watcher for watcher in watchers if watcher.lags(now)]
        with self._lock:
            if self._loop is not None:
                for watcher in laggards:
                    self._loop.call_soon_threadsafe(watcher.drop_slow)
            # What the loop has not delivered yet stands in no queue, but will: behind all that waits there already.
            on_the_way = 0 if topic is None else self._last[name] - topic.delivered
        return on_the_way < QUEUE // 2 and all(watcher.has_room(on_the_way) for watcher in watchers)

    def watched(self) -> list[str]:
        """The runs that have a watcher of their own now. Any thread."""
        with self._lock:
            return [name for name, topic in self._topics.items() if topic.watchers and name != ALL_RUNS]

    def is_watched(self, name: str) -> bool:
        """Whether this topic has a watcher now. Any thread."""
        with self._lock:
            topic = self._topics.get(name)
            return topic is not None and bool(topic.watchers)

    def subscribers(self) -> int:
        """How many watch, all topics together. Any thread."""
        with self._lock:
            return sum(len(topic.watchers) for topic in self._topics.values())

    def subscribe(
        self, name: str, since: str | None = None, types: Collection[EventType] | None = None
    ) -> Subscription:
        """Watch a topic, from now or from behind the event `since` on. Leave with `unsubscribe`."""
        with self._lock:
            topic = self._topics.setdefault(name, _Topic(self._last.setdefault(name, 0)))
            missed = None if since is None else self._missed(topic, since)
            opening = Opening.FRESH if since is None else Opening.RESYNC if missed is None else Opening.CONTINUED
            watcher = Subscription(name, types, opening, f"{self.boot}-{topic.delivered}")
            watcher.replay(missed or [])
            topic.watchers.append(watcher)
        return watcher

    def unsubscribe(self, watcher: Subscription) -> None:
        """Stop watching; bears being called twice."""
        watcher.close()
        topic = self._topics.get(watcher.topic)
        if topic is not None and watcher in topic.watchers:
            topic.watchers.remove(watcher)

    def forget(self, name: str) -> bool:
        """Drop a topic's ring unless somebody watches. Any thread. False: somebody does."""
        with self._lock:
            topic = self._topics.get(name)
            if topic is not None and topic.watchers:
                return False
            if self._topics.pop(name, None) is not None:
                self._last[name] += 1  # a hole: nobody continues over what was not kept
        return True

    def end(self, name: str) -> None:
        """The run is gone: end its subscriptions and drop its ring. Any thread."""
        with self._lock:
            topic = self._topics.pop(name, None)
            if topic is None:
                return
            self._last[name] += 1  # a hole, as in `forget`: the id may name another run some day
            if self._loop is not None:
                for watcher in list(topic.watchers):
                    self._loop.call_soon_threadsafe(watcher.close)

    def _missed(self, topic: _Topic, since: str) -> list[Event] | None:
        """The events behind `since`; None when some of them are gone."""
        found = _SEQ.fullmatch(since)
        if found is None or found[1] != self.boot:
            return None
        number = int(found[2])
        oldest = topic.ring[0][0] if topic.ring else topic.delivered + 1
        if not oldest - 1 <= number <= topic.delivered:
            return None
        return [event for n, event in topic.ring if n > number]

    def _deliver(self, name: str, number: int, event: Event) -> None:
        topic = self._topics.get(name)
        if topic is None or number <= topic.delivered:  # the ring it was meant for is forgotten
            return
        topic.delivered = number
        topic.ring.append((number, event))
        for watcher in topic.watchers:
            watcher.offer(event)
