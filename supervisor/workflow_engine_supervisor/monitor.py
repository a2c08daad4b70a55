"""The supervisor's loop: gives runs to workers, hears of their ends, starts them again.

One thread owns every decision, so that a command and a death can never cross. Others only put happenings into its
queue; worker frames, which decide nothing, go straight to the listener.
"""

import queue
import threading
import uuid
from collections.abc import Callable

from workflow_engine_shared.clock import Clock
from workflow_engine_shared.errors import CannotStartWorker, RenError
from workflow_engine_shared.messages import (
    Beat,
    LogGrew,
    NodeMoved,
    Progress,
    Ready,
    Signalled,
    SignalsWaiting,
    Start,
    Stop,
    ToSupervisor,
)
from workflow_engine_shared.run_status import Reason, RunStatus
from workflow_engine_shared.settings import Settings
from workflow_engine_shared.storage import runs, signals, workers
from workflow_engine_shared.storage.database import Database
from workflow_engine_shared.storage.rows import WorkerRow
from workflow_engine_supervisor import log
from workflow_engine_supervisor.child import WorkerProcess
from workflow_engine_supervisor.deadlines import Deadlines
from workflow_engine_supervisor.live import Listener, LiveRun
from workflow_engine_supervisor.recovery import is_held
from workflow_engine_supervisor.settle import Fate, Settler

TICK_S = 1.0
CHECKPOINT_EVERY_S = 30.0
RESPONSIVE_S = 5.0
#: After a spare that died before it was ready, wait this long before warming another.
SPARE_PAUSE_S = 30.0


class Monitor:
    """Keeps every run that should run running."""

    def __init__(self, settings: Settings, database: Database, clock: Clock, listener: Listener) -> None:
        self._settings = settings
        self._database = database
        self._clock = clock
        self._listener = listener
        self._settler = Settler(settings.home_paths, database, clock)
        self._happenings: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._held: dict[str, WorkerProcess] = {}  #: runs by our own children
        self._adopted: dict[str, WorkerRow | None] = {}  #: runs by workers of a supervisor before us
        self._spares: list[WorkerProcess] = []
        self._kill_at: dict[str, float] = {}  #: when a worker that was asked to cancel is ended by force
        self._deadlines = Deadlines(settings.grace)
        self._timed_out: set[str] = set()  #: runs whose worker was ended at its node's limit
        self._no_spare_before = 0.0
        self._next_checkpoint = 0.0
        self._leaving = False
        self._thread = threading.Thread(target=self._run, name="monitor", daemon=True)

    # -- called by others ------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Settle what a predecessor left, then begin the loop."""
        self._recover()
        self._thread.start()

    def stop(self) -> None:
        """Ask every worker to stop at its next safe point, wait for `grace`, end the rest. Bears being called twice."""
        if self._thread.is_alive():
            self._happenings.put(self._leave)
            self._thread.join()

    def ring(self, thread_id: str) -> None:
        """Rows of this run changed: it is pending, or has a command waiting."""
        self._happenings.put(lambda: self._heed(thread_id))

    def live(self, thread_id: str) -> LiveRun | None:
        """What is known of a run's worker; None: it has none."""
        worker = self._held.get(thread_id)
        if worker is not None and worker.start is not None:
            heard = worker.heard_at
            responsive = heard is None or self._clock.monotonic() - heard < RESPONSIVE_S
            start = worker.start
            return LiveRun(
                worker.pid, start.instance, start.epoch, worker.given_at, responsive, worker.beat, worker.progress
            )
        row = self._adopted.get(thread_id)
        if row is not None:
            return LiveRun(row.pid, row.instance, row.epoch, row.started_at, True, None, None)
        return None

    def workers(self) -> dict[str, int]:
        """How many workers hold a run, wait warm, are starting."""
        ready = sum(spare.ready for spare in list(self._spares))
        return {
            "active": len(self._held) + len(self._adopted),
            "warm": ready,
            "starting": len(self._spares) - ready,
        }

    # -- the loop --------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._leaving:
            try:
                happening = self._happenings.get(timeout=TICK_S)
            except queue.Empty:
                happening = self._tick
            try:
                if happening is not None:
                    happening()
                if not self._leaving:
                    self._assign()
                    self._warm()
            except RenError as error:  # the next tick tries again; rows tell what is left to do
                log.event("monitor.failed", code=error.code, detail=error.detail)

    def _tick(self) -> None:
        with self._database.read() as con:
            waiting = signals.runs_with_commands(con)
        for thread_id in waiting:
            self._heed(thread_id)
        for thread_id in [name for name in self._adopted if not is_held(self._settings.home_paths.run(name))]:
            del self._adopted[thread_id]
            self._settler.died(thread_id, None)
            self._listener.run_changed(thread_id)
        now = self._clock.monotonic()
        for thread_id in [name for name, due in self._kill_at.items() if due <= now]:
            self._force(thread_id)
        for thread_id in self._deadlines.overdue(now):
            self._timed_out.add(thread_id)
            self._force(thread_id)
        if now >= self._next_checkpoint:
            self._next_checkpoint = now + CHECKPOINT_EVERY_S
            self._database.checkpoint()

    def _heed(self, thread_id: str) -> None:
        """A run has something waiting: tell its worker, or act in its place."""
        worker = self._held.get(thread_id)
        if worker is not None:
            worker.send(SignalsWaiting())
            if self._settler.cancel_waits(thread_id):
                due = self._clock.monotonic() + self._settings.grace
                self._kill_at.setdefault(thread_id, due)
        elif thread_id not in self._adopted and self._settler.act(thread_id):
            self._listener.run_changed(thread_id)

    def _assign(self) -> None:
        """Give runs that wait to workers, first in, first out, up to the limit."""
        free = self._settings.max_active_runs - len(self._held) - len(self._adopted)
        if free <= 0:
            return
        with self._database.read() as con:
            due = runs.due_runs(con, self._clock.now(), free + len(self._held) + len(self._adopted))
        waiting = [thread_id for thread_id in due if thread_id not in self._held and thread_id not in self._adopted]
        for thread_id in waiting[:free]:
            self._give(thread_id)

    def _give(self, thread_id: str) -> None:
        worker = self._spares.pop(0) if self._spares else self._spawn()
        instance = uuid.uuid4().hex
        now = self._clock.now()
        with self._database.write() as con:
            epoch = runs.claim_run(con, thread_id)
            if epoch is None:
                self._spares.append(worker)
                return
            row = WorkerRow(thread_id, epoch, instance, worker.pid, worker.pid_created_at, now, None, None, None)
            workers.insert_worker(con, row)
        worker.given_at = now
        self._held[thread_id] = worker
        worker.give(Start(self._settings.home, thread_id, epoch, instance, self._settings.log_max_bytes))
        log.event("worker.given", thread_id=thread_id, epoch=epoch, pid=worker.pid)

    def _warm(self) -> None:
        """Keep spares ready, but never while a run's own worker is still starting."""
        if self._clock.monotonic() < self._no_spare_before:
            return
        starting = any(worker.beat is None for worker in self._held.values())
        if not starting and len(self._spares) < self._settings.warm_workers:
            self._spares.append(self._spawn())

    def _spawn(self) -> WorkerProcess:
        try:
            home = self._settings.home_paths.root
            worker = WorkerProcess.spawn(home, home / "spares.log")
        except CannotStartWorker:
            self._no_spare_before = self._clock.monotonic() + SPARE_PAUSE_S
            raise
        worker.watch(self._hear, lambda ended, code: self._happenings.put(lambda: self._ended(ended, code)))
        return worker

    # -- what workers do -------------------------------------------------------------------------------------------

    def _hear(self, worker: WorkerProcess, message: ToSupervisor) -> None:
        """A frame came. Runs in that worker's listening thread."""
        worker.heard_at = self._clock.monotonic()
        if isinstance(message, Ready):
            worker.ready = True
        if worker.start is None:
            return
        thread_id = worker.start.thread_id
        if isinstance(message, Beat):
            first = worker.beat is None
            worker.beat = message
            self._listener.beat(thread_id, message)
            if first:
                self._happenings.put(None)  # the start-up rush may be over: time to warm a spare
        elif isinstance(message, Progress):
            worker.progress = message
            self._listener.progressed(thread_id, message)
        elif isinstance(message, NodeMoved):
            worker.progress = None if message.status == "running" else worker.progress
            self._deadlines.moved(thread_id, message, worker.heard_at)
            self._listener.node_moved(thread_id, message)
        elif isinstance(message, Signalled):
            self._listener.run_changed(thread_id)
        elif isinstance(message, LogGrew):
            self._listener.log_grew(thread_id)

    def _ended(self, worker: WorkerProcess, code: int) -> None:
        """A worker process is gone."""
        worker.release()
        if worker.start is None:
            self._spares = [spare for spare in self._spares if spare is not worker]
            if not self._leaving:
                self._no_spare_before = self._clock.monotonic() + SPARE_PAUSE_S
                log.event("spare.died", pid=worker.pid, exit_code=code)
            return
        thread_id = worker.start.thread_id
        self._held.pop(thread_id, None)
        self._kill_at.pop(thread_id, None)
        log.event("worker.ended", thread_id=thread_id, epoch=worker.start.epoch, pid=worker.pid, exit_code=code)
        self._deadlines.over(thread_id)
        fate = self._fate(thread_id)
        self._settler.died(thread_id, code, epoch=worker.start.epoch, fate=fate)
        self._listener.run_changed(thread_id)
        self._heed(thread_id)

    def _fate(self, thread_id: str) -> Fate:
        if thread_id in self._timed_out:
            self._timed_out.discard(thread_id)
            return Fate.TIMED_OUT
        return Fate.STOPPED if self._leaving else Fate.DIED

    def _force(self, thread_id: str) -> None:
        """A worker did not heed a cancel, or its node's limit, in time."""
        self._kill_at.pop(thread_id, None)
        worker = self._held.get(thread_id)
        if worker is not None:
            log.event("worker.killed", thread_id=thread_id, pid=worker.pid)
            worker.kill()

    # -- beginning and end -----------------------------------------------------------------------------------------

    def _recover(self) -> None:
        """Adopt runs whose worker lives, restart those whose worker died, queue those put down at our last stop."""
        with self._database.read() as con:
            running = runs.runs_in_status(con, RunStatus.RUNNING)
            stopped = runs.runs_in_status(con, RunStatus.INTERRUPTED)
        for row in running:
            try:
                if is_held(self._settings.home_paths.run(row.thread_id)):
                    self._adopted[row.thread_id] = self._settler.holder(row.thread_id)
                else:
                    self._settler.died(row.thread_id, None)
            except RenError as error:  # one damaged run must not keep the others from recovering
                log.event("recovery.failed", thread_id=row.thread_id, code=error.code, detail=error.detail)
        for row in stopped:
            if row.reason is Reason.SHUTDOWN:
                with self._database.write() as con:
                    runs.run_queued(con, row.thread_id, self._clock.now())

    def _leave(self) -> None:
        self._leaving = True
        for spare in self._spares:
            spare.dismiss()
        for worker in self._held.values():
            worker.send(Stop())
        self._drain(self._clock.monotonic() + self._settings.grace)
        for worker in [*self._held.values(), *self._spares]:
            worker.kill()
        self._drain(self._clock.monotonic() + self._settings.grace)

    def _drain(self, deadline: float) -> None:
        """Hear of ends until every process is gone or the time is up."""
        while (self._held or self._spares) and (left := deadline - self._clock.monotonic()) > 0:
            try:
                happening = self._happenings.get(timeout=left)
            except queue.Empty:
                return
            if happening is not None:
                happening()
