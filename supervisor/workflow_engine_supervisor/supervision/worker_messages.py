"""Worker messages: what workers say of themselves is passed on to whoever must know."""

from collections.abc import Callable

from workflow_engine_shared.clock import Clock
from workflow_engine_shared.protocol.heartbeat_file import Vitals
from workflow_engine_shared.protocol.messages import (
    PROTOCOL,
    Beat,
    LogGrew,
    NodeMoved,
    OpenVisit,
    Progress,
    Ready,
    Signalled,
)
from workflow_engine_supervisor import event_log
from workflow_engine_supervisor.processes.liveness import Liveness
from workflow_engine_supervisor.processes.worker_handle import WorkerHandle, WorkerMessage
from workflow_engine_supervisor.run_events import LogExtended, ProgressMade, RunChanged, RunEvents, VisitMoved


class WorkerMessages:
    """Messages decide nothing: they only make things fast and live. Any thread, of one worker one at a time."""

    def __init__(self, liveness: Liveness, events: RunEvents, clock: Clock, on_first_beat: Callable[[], None]) -> None:
        self._liveness = liveness
        self._events = events
        self._clock = clock
        self._on_first_beat = on_first_beat

    def receive(self, worker: WorkerHandle, message: WorkerMessage) -> None:
        """A message came."""
        if isinstance(message, Ready) and message.protocol != PROTOCOL:
            then = "renflow was changed under this supervisor: restart it"
            event_log.event("worker.other_version", pid=worker.pid, protocol=message.protocol, ours=PROTOCOL, then=then)
        if worker.assignment is None:
            return
        thread_id, now = worker.assignment.thread_id, self._clock.monotonic()
        self._liveness.heard(thread_id, now)
        if isinstance(message, Beat):
            self._liveness.beat(thread_id, message.open, now)
            if worker.beats == 1:
                self._on_first_beat()  # the start-up rush may be over: time to warm a spare
        elif isinstance(message, Progress):
            self._liveness.still_starting(thread_id, now)
            self._events.publish(ProgressMade(thread_id, message))
        elif isinstance(message, NodeMoved):
            self._liveness.moved(thread_id, message, now)
            self._events.publish(VisitMoved(thread_id, message))
        elif isinstance(message, Vitals):  # watchers see the moves of a worker without a pipe in its rows
            newest = OpenVisit(message.node or "", message.visit, message.attempt, message.timeout)
            self._liveness.stands(thread_id, message.open or [newest], now)
        elif isinstance(message, Signalled):
            self._events.publish(RunChanged(thread_id))
        elif isinstance(message, LogGrew):
            self._events.publish(LogExtended(thread_id))
