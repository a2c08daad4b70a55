"""What happens to runs, published to whoever subscribed; those who publish know none of those who listen.

Nothing is queued here: publishing calls the subscribers, one after another, in the publisher's thread. Each of them
puts aside what it heard and returns at once; what takes time is done by a thread of its own.
"""

import threading
from collections.abc import Callable
from typing import TypeAlias

import msgspec

from workflow_engine_shared.protocol.messages import NodeMoved, Progress
from workflow_engine_supervisor import event_log
from workflow_engine_supervisor.processes.live_worker import LiveRun
from workflow_engine_supervisor.resource_usage import Sample


class _Event(msgspec.Struct, frozen=True):
    thread_id: str


class RunChanged(_Event, frozen=True):
    """Rows of this run changed and are committed."""


class RunDeleted(_Event, frozen=True):
    """The run is gone with all its files; another one may get its id."""


class VisitMoved(_Event, frozen=True):
    """A visit of a node began or ended."""

    move: NodeMoved


class ProgressMade(_Event, frozen=True):
    """The loop at hand came further."""

    progress: Progress


class LogExtended(_Event, frozen=True):
    """The run's log has new lines."""


class WorkerMeasured(_Event, frozen=True):
    """The run's worker was looked at."""

    live: LiveRun
    sample: Sample


RunEvent: TypeAlias = RunChanged | RunDeleted | VisitMoved | ProgressMade | LogExtended | WorkerMeasured
Subscriber: TypeAlias = Callable[[RunEvent], None]


class RunEvents:
    """Starts without subscribers. Any thread may publish, subscribe and unsubscribe, also from inside a subscriber."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        #: Replaced as a whole, never changed: publishing, which happens for each line of a log, needs no lock.
        self._subscribers: tuple[Subscriber, ...] = ()

    def subscribe(self, subscriber: Subscriber) -> None:
        """Hear every event from now on, behind those who subscribed before."""
        with self._lock:
            self._subscribers = (*self._subscribers, subscriber)

    def unsubscribe(self, subscriber: Subscriber) -> None:
        """Hear no more, but for an event that is on its way already. Bears being called twice."""
        with self._lock:
            self._subscribers = tuple(each for each in self._subscribers if each != subscriber)

    def publish(self, event: RunEvent) -> None:
        """Tell every subscriber. One that raises is logged; the others and the publisher go on."""
        for subscriber in self._subscribers:
            try:
                subscriber(event)
            except Exception as error:  # noqa: BLE001 - neither a worker's pipe nor the monitor may end by a watcher
                kind = type(event).__name__
                event_log.event("subscriber.failed", thread_id=event.thread_id, event=kind, error=repr(error))
