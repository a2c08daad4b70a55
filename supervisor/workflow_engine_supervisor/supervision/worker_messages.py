"""What workers say of themselves, passed on to whoever must know. Runs in each worker's listening thread."""

from collections.abc import Callable

from workflow_engine_shared.clock import Clock
from workflow_engine_shared.protocol.heartbeat_file import Vitals
from workflow_engine_shared.protocol.messages import (
    Beat,
    LogGrew,
    NodeMoved,
    Progress,
    Ready,
    Signalled,
    ToSupervisor,
)
from workflow_engine_shared.vocabulary import VisitStatus
from workflow_engine_supervisor.processes.liveness import Liveness
from workflow_engine_supervisor.processes.worker_process import WorkerProcess
from workflow_engine_supervisor.supervision.listeners import Listener


class WorkerMessages:
    """Frames decide nothing: they only make things fast and live."""

    def __init__(self, watch: Liveness, listener: Listener, clock: Clock, on_first_beat: Callable[[], None]) -> None:
        self._watch = watch
        self._listener = listener
        self._clock = clock
        self._on_first_beat = on_first_beat

    def frame(self, worker: WorkerProcess, message: ToSupervisor) -> None:
        """A frame came."""
        if isinstance(message, Ready):
            worker.ready = True
        if worker.start is None:
            return
        thread_id, now = worker.start.thread_id, self._clock.monotonic()
        self._watch.heard(thread_id, now)
        if isinstance(message, Beat):
            first = worker.beat is None
            worker.beat = message
            if first:
                self._on_first_beat()  # the start-up rush may be over: time to warm a spare
        elif isinstance(message, Progress):
            worker.progress = message
            self._watch.still_starting(thread_id, now)
            self._listener.progressed(thread_id, message)
        elif isinstance(message, NodeMoved):
            worker.progress = None if message.status is VisitStatus.RUNNING else worker.progress
            self._watch.moved(thread_id, message, now)
            self._listener.node_moved(thread_id, message)
        elif isinstance(message, Signalled):
            worker.claimed = True
            self._listener.run_changed(thread_id)
        elif isinstance(message, LogGrew):
            self._listener.log_grew(thread_id)

    def vitals(self, thread_id: str, vitals: Vitals) -> None:
        """A worker without a pipe left a sign of life in its run's folder."""
        now = self._clock.monotonic()
        self._watch.heard(thread_id, now)
        move = NodeMoved(vitals.node or "", vitals.visit, VisitStatus.RUNNING, vitals.attempt, vitals.timeout)
        self._watch.moved(thread_id, move, now)
