"""The supervisor's loop: gives runs to workers, hears of their ends, starts them again.

One thread owns every decision, so that a command and a death can never cross. Others only put happenings into its
queue; worker frames, which decide nothing, go straight to the listener.
"""

import contextlib
import queue
import threading
from collections.abc import Callable, Iterator

from workflow_engine_shared.clock import Clock
from workflow_engine_shared.errors import RenError
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
from workflow_engine_supervisor.adopted import Adopted
from workflow_engine_supervisor.child import WorkerProcess
from workflow_engine_supervisor.deadlines import Deadlines
from workflow_engine_supervisor.live import Listener, LiveRun
from workflow_engine_supervisor.settle import Fate, Settler
from workflow_engine_supervisor.spares import Spares

TICK_S = 1.0
CHECKPOINT_EVERY_S = 30.0
#: While leaving, workers that are not our children are looked at this often.
LOOK_S = 0.1


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
        self._adopted = Adopted(settings.home_paths)  #: runs by workers of a supervisor before us
        self._spares = Spares(settings.warm_workers, clock, self._spawn)
        self._kill_at: dict[str, float] = {}  #: when a worker that was asked to cancel is ended by force
        self._deadlines = Deadlines(settings.grace)
        self._timed_out: set[str] = set()  #: runs whose worker was ended at its node's limit
        self._next_tick = self._next_checkpoint = 0.0
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
        return self._adopted.live(thread_id) if worker is None else worker.live(self._clock.monotonic())

    def workers(self) -> dict[str, int]:
        """How many workers hold a run, wait warm, are starting."""
        ready, active = self._spares.ready, len(self._held) + len(self._adopted)
        return {"active": active, "warm": ready, "starting": len(self._spares) - ready}

    # -- the loop --------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._leaving:
            with self._trouble_told():
                happening = self._next()
                if happening is not None:
                    happening()
                if not self._leaving:
                    self._assign()
                    self._warm()

    def _next(self) -> Callable[[], None] | None:
        """The next happening. The tick is due by the clock, however much happens in between."""
        left = self._next_tick - self._clock.monotonic()
        if left > 0:
            with contextlib.suppress(queue.Empty):
                return self._happenings.get(timeout=left)
        self._next_tick = self._clock.monotonic() + TICK_S
        return self._tick

    @contextlib.contextmanager
    def _trouble_told(self, thread_id: str = "") -> Iterator[None]:
        """Nothing ends the loop, and one run's trouble is not another's: the next tick tries again."""
        try:
            yield
        except RenError as error:
            log.event("monitor.failed", thread_id=thread_id, code=error.code, detail=error.detail)
        except Exception as error:  # noqa: BLE001 - without this thread no run would ever move again
            log.event("monitor.broke", thread_id=thread_id, error=repr(error))

    def _tick(self) -> None:
        with self._database.read() as con:
            waiting = signals.runs_with_commands(con)
        for thread_id in waiting:
            with self._trouble_told(thread_id):
                self._heed(thread_id)
        self._reconcile()
        now = self._clock.monotonic()
        for thread_id in [name for name, due in self._kill_at.items() if due <= now]:
            self._force(thread_id)
        for thread_id in self._deadlines.overdue(now):
            self._timed_out.add(thread_id)
            self._force(thread_id)
        if now >= self._next_checkpoint:
            self._next_checkpoint = now + CHECKPOINT_EVERY_S
            self._database.checkpoint()

    def _reconcile(self) -> None:
        """No run stays `running` without a worker: adopt what lives in hands we do not know, settle what died."""
        with self._database.read() as con:
            running = [row.thread_id for row in runs.runs_in_status(con, RunStatus.RUNNING)]
        for thread_id in running:
            if thread_id not in self._held and thread_id not in self._adopted:
                self._adopted.add([self._settler.holder(thread_id)])
        for worker in self._adopted.ended():
            with self._trouble_told(worker.thread_id):
                self._kill_at.pop(worker.thread_id, None)
                fate = self._fate(worker.thread_id)
                self._settler.died(worker.thread_id, worker.epoch, None, fate=fate)
                self._listener.run_changed(worker.thread_id)

    def _heed(self, thread_id: str) -> None:
        """A run has something waiting: tell its worker, or act in its place."""
        worker = self._held.get(thread_id)
        if worker is not None:
            worker.send(SignalsWaiting())
        if worker is not None or thread_id in self._adopted:  # which looks by itself, every second
            if self._settler.cancel_waits(thread_id):
                self._kill_at.setdefault(thread_id, self._clock.monotonic() + self._settings.grace)
        elif self._settler.act(thread_id):
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
        worker = self._spares.first()
        now = self._clock.now()
        with self._database.write() as con:
            epoch = runs.claim_run(con, thread_id)
            if epoch is None:
                return
            row = WorkerRow(thread_id, epoch, worker.instance, worker.pid, worker.pid_created_at, now, None, None, None)
            workers.insert_worker(con, row)
        self._spares.take(worker)
        worker.given_at = now
        self._held[thread_id] = worker
        worker.give(Start(self._settings.home, thread_id, epoch, worker.instance, self._settings.log_max_bytes))
        log.event("worker.given", thread_id=thread_id, epoch=epoch, pid=worker.pid)

    def _warm(self) -> None:
        """Keep spares ready, but never while a run's own worker is still starting."""
        if all(worker.beat is not None for worker in self._held.values()):
            self._spares.warm()

    def _spawn(self) -> WorkerProcess:
        home = self._settings.home_paths.root
        worker = WorkerProcess.spawn(home, home / "spares.log")
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
            worker.took = True
            self._listener.run_changed(thread_id)
        elif isinstance(message, LogGrew):
            self._listener.log_grew(thread_id)

    def _ended(self, worker: WorkerProcess, code: int) -> None:
        """A worker process is gone."""
        if worker.start is None:
            self._spares.died(worker)
            if not self._leaving:
                log.event("spare.died", pid=worker.pid, exit_code=code)
            return
        thread_id, epoch = worker.start.thread_id, worker.start.epoch
        self._held.pop(thread_id, None)
        self._kill_at.pop(thread_id, None)
        log.event("worker.ended", thread_id=thread_id, epoch=epoch, pid=worker.pid, exit_code=code)
        self._deadlines.over(thread_id)
        # Before it takes a run, nothing lets a worker end with 0.
        self._settler.died(thread_id, epoch, code, took=worker.took or code == 0, fate=self._fate(thread_id))
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
        elif thread_id in self._adopted:
            log.event("worker.killed", thread_id=thread_id)
            self._adopted.kill(thread_id)

    # -- beginning and end -----------------------------------------------------------------------------------------

    def _recover(self) -> None:
        """Adopt runs whose worker lives, restart those whose worker died, queue those put down at our last stop."""
        with self._database.read() as con:
            stopped = runs.runs_in_status(con, RunStatus.INTERRUPTED)
            self._adopted.add(workers.unended_workers(con))
        self._reconcile()
        for row in stopped:
            if row.reason is Reason.SHUTDOWN:
                with self._database.write() as con:
                    runs.run_queued(con, row.thread_id, self._clock.now())

    def _leave(self) -> None:
        self._leaving = True
        self._spares.dismiss()
        for worker in self._held.values():
            worker.send(Stop())
        self._adopted.ask_to_stop()
        self._drain(self._clock.monotonic() + self._settings.grace)
        for worker in self._held.values():
            worker.kill()
        self._spares.kill()
        self._adopted.kill_all()
        self._drain(self._clock.monotonic() + self._settings.grace)

    def _drain(self, deadline: float) -> None:
        """Hear of ends until every process is gone or the time is up."""
        while (self._held or self._spares or self._adopted) and (left := deadline - self._clock.monotonic()) > 0:
            with self._trouble_told(), contextlib.suppress(queue.Empty):
                happening = self._happenings.get(timeout=min(left, LOOK_S) if self._adopted else left)
                if happening is not None:
                    happening()
            if self._adopted:
                with self._trouble_told():
                    self._reconcile()
