"""The supervisor's loop: gives runs to workers, hears of their ends, starts them again.

One thread owns every decision, so that a command and a death can never cross. Others only put happenings into its
queue; worker frames, which decide nothing, go straight to the listener.
"""

import contextlib
import itertools
import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

from workflow_engine_shared.clock import Clock, parse_rfc3339
from workflow_engine_shared.errors import DatabaseBusy, DiskFull, RenError
from workflow_engine_shared.protocol.messages import SignalsWaiting
from workflow_engine_shared.run_status import RunStatus
from workflow_engine_shared.settings import Settings
from workflow_engine_shared.storage.workflow.rows import WorkerRow
from workflow_engine_shared.storage.workflow.store import Store
from workflow_engine_supervisor import event_log
from workflow_engine_supervisor.home.disk_reserve import DiskReserve
from workflow_engine_supervisor.processes.assignments import Assignments
from workflow_engine_supervisor.processes.exits import Fate
from workflow_engine_supervisor.processes.live_worker import LiveRun
from workflow_engine_supervisor.processes.warm_pool import WarmPool
from workflow_engine_supervisor.processes.worker_process import WorkerProcess
from workflow_engine_supervisor.supervision.last_output import LastOutput
from workflow_engine_supervisor.supervision.listeners import Listener
from workflow_engine_supervisor.supervision.run_queue import RunQueue
from workflow_engine_supervisor.supervision.run_records import Ended, RunRecords
from workflow_engine_supervisor.supervision.wall_clock import NOTICED_S, WallClock
from workflow_engine_supervisor.supervision.watchdog import Watchdog
from workflow_engine_supervisor.supervision.worker_messages import WorkerMessages

TICK_S = 1.0
CHECKPOINT_EVERY_S = 30.0
LOOK_S = 0.1  #: while leaving, at workers that are not our children


class Monitor:
    """Keeps every run that should run running; with `only_asked`, only what `notify` was called for."""

    def __init__(
        self, settings: Settings, store: Store, clock: Clock, listener: Listener, *, only_asked: bool = False
    ) -> None:
        self._settings = settings
        self._store = store
        self._clock = clock
        self._listener = listener
        self._records = RunRecords(settings.home_paths, store, clock, LastOutput(settings, store))
        self._happenings: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._assignments = Assignments(settings.home_paths)
        self.watchdog = Watchdog(settings, store, self._assignments, self._records, clock)
        self._messages = WorkerMessages(self.watchdog.watch, listener, clock, lambda: self._happenings.put(None))
        self._warm_pool = WarmPool(settings.warm_workers, clock, self._spawn)
        self._unrecorded: dict[str, Ended] = {}  #: ends that could not be recorded yet
        self._queue = RunQueue(store, clock, only_asked=only_asked)
        self._reserve = DiskReserve(settings.home_paths.root / ".reserve")
        self._wall_clock = WallClock(clock.monotonic(), self._wall())
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

    def notify(self, thread_id: str) -> None:
        """Rows of this run changed: it is pending, or has a command waiting."""
        self._queue.request(thread_id)
        self._happenings.put(lambda: self._handle_commands(thread_id))

    def wait_while(self, home_is_full: Callable[[], bool]) -> None:
        """New work waits as long as this says so."""
        self._queue.home_is_full = home_is_full

    def live(self, thread_id: str) -> LiveRun | None:
        """What is known of a run's worker; None: it has none."""
        return self._assignments.live(thread_id, self.watchdog.watch.life(thread_id, self._clock.monotonic()))

    def workers(self) -> dict[str, int]:
        """How many workers hold a run, wait warm, are starting."""
        ready = self._warm_pool.ready
        return {"active": len(self._assignments), "warm": ready, "starting": len(self._warm_pool) - ready}

    @property
    def degraded(self) -> bool:
        """Many runs crash together, so that runs are started again one by one."""
        return self._queue.breaker.is_open(self._clock.monotonic())

    # -- the loop --------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._leaving:
            with self._trouble_logged():
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
            try:
                with contextlib.suppress(queue.Empty):
                    return self._happenings.get(timeout=left)
            finally:
                self._overslept(self._clock.monotonic() - self._next_tick)
        self._next_tick = self._clock.monotonic() + TICK_S
        return self._tick

    def _overslept(self, seconds: float) -> None:
        """This process was stopped, or the machine slept: nobody is late by that. To have been busy is no excuse."""
        if seconds > NOTICED_S:
            event_log.event("supervisor.away", seconds=round(seconds))
            self.watchdog.watch.extend_deadlines(seconds)

    @contextlib.contextmanager
    def _trouble_logged(self, thread_id: str = "") -> Iterator[None]:
        """Nothing ends the loop, and one run's trouble is not another's: the next tick tries again."""
        try:
            yield
        except RenError as error:
            event_log.event("monitor.failed", thread_id=thread_id, code=error.code, detail=error.detail)
            if isinstance(error, DatabaseBusy):
                self.watchdog.database_was_locked()
            elif isinstance(error, DiskFull) and self._reserve.release():
                event_log.event("disk.full", then="the reserve was given up")
        except Exception as error:  # noqa: BLE001 - without this thread no run would ever move again
            event_log.event("monitor.broke", thread_id=thread_id, error=repr(error))

    def _tick(self) -> None:
        now = self._clock.monotonic()
        if jumped := self._wall_clock.jumped(now, self._wall()):
            event_log.event("clock.jumped", seconds=round(jumped))
        for thread_id in self.watchdog.look(now):
            self._listener.run_changed(thread_id)
        with self._store.read() as tx:
            commanded = tx.runs_with_commands()
        for thread_id in commanded:
            with self._trouble_logged(thread_id):
                self._handle_commands(thread_id)
        self._record_exits()
        self._reconcile()
        for thread_id, vitals in self._assignments.adopted.heartbeats():
            self._messages.vitals(thread_id, vitals)
        if now >= self._next_checkpoint:
            self._next_checkpoint = now + CHECKPOINT_EVERY_S
            self._store.maintenance()
            self._reserve.fill()

    def _wall(self) -> float:
        return parse_rfc3339(self._clock.now()).timestamp()

    def _reconcile(self) -> None:
        """No run stays `running` without a worker: adopt what lives in hands we do not know, settle what died."""
        with self._store.read() as tx:
            running = [row.thread_id for row in tx.runs_in_status(RunStatus.RUNNING)]
        for thread_id in running:
            if thread_id not in self._assignments and thread_id not in self._unrecorded:
                self._adopt([self._records.newest_worker(thread_id)])
        for worker in self._assignments.adopted.ended():
            self._over(worker.thread_id, worker.instance, Ended(worker.epoch))

    def _adopt(self, found: list[WorkerRow]) -> None:
        self._assignments.adopted.add(found)
        for worker in found:
            self.watchdog.watch.begin(worker.thread_id, self._clock.monotonic(), adopted=True)

    def _handle_commands(self, thread_id: str) -> None:
        """A run has something waiting: tell its worker, or act in its place."""
        self._assignments.send(thread_id, SignalsWaiting())
        if thread_id in self._assignments:  # an adopted worker looks by itself, every second
            if self._records.cancel_waits(thread_id):
                self.watchdog.watch.cancel(thread_id, self._clock.monotonic())
        elif self._records.apply_commands(thread_id):
            self._listener.run_changed(thread_id)

    def _assign(self) -> None:
        """Give runs that wait to workers, first in, first out, up to the limit."""
        free = self._settings.max_active_runs - len(self._assignments)
        if free <= 0:
            return
        busy = {*(thread_id for thread_id, _ in self._assignments.processes()), *self._unrecorded}
        for thread_id in itertools.islice(self._queue.due(busy, free + len(busy)), free):
            with self._trouble_logged(thread_id):
                self._assign_to(thread_id)

    def _assign_to(self, thread_id: str) -> None:
        worker = self._warm_pool.next_worker()
        now = self._clock.now()
        with self._store.write() as tx:
            epoch = tx.claim_run(thread_id)
            if epoch is None:
                return
            row = WorkerRow(thread_id, epoch, worker.instance, worker.pid, worker.pid_created_at, now, None, None, None)
            tx.insert_worker(row)
        self._warm_pool.take(worker)
        worker.assigned_at = now
        self._assignments.add(thread_id, worker)
        self.watchdog.watch.begin(thread_id, self._clock.monotonic())
        worker.assign(self._settings.start_of(thread_id, epoch, worker.instance))
        event_log.event("worker.given", thread_id=thread_id, epoch=epoch, pid=worker.pid)

    def _warm(self) -> None:
        """Keep spares ready, but never while a run's own worker is still starting."""
        if all(worker.beat is not None for worker in self._assignments.children()):
            self._warm_pool.top_up()

    def _spawn(self) -> WorkerProcess:
        home = self._settings.home_paths.root
        worker = WorkerProcess.spawn(home, home / "spares.log")
        worker.watch(self._messages.frame, lambda ended, code: self._happenings.put(lambda: self._ended(ended, code)))
        return worker

    # -- ends ------------------------------------------------------------------------------------------------------

    def _ended(self, worker: WorkerProcess, code: int) -> None:
        """A worker process is gone."""
        if worker.start is None:
            self._warm_pool.died(worker)
            if not self._leaving:
                event_log.event("spare.died", pid=worker.pid, exit_code=code)
            return
        thread_id, epoch = worker.start.thread_id, worker.start.epoch
        event_log.event("worker.ended", thread_id=thread_id, epoch=epoch, pid=worker.pid, exit_code=code)
        # Before it takes a run, nothing lets a worker end with 0.
        self._over(thread_id, worker.instance, Ended(epoch, code, claimed=worker.claimed or code == 0))

    def _over(self, thread_id: str, instance: str, ended: Ended) -> None:
        """A run has lost its worker, in order or not."""
        self.watchdog.watch.over(thread_id)
        forced = self.watchdog.why_ended(instance)
        if forced is not None:
            ended = replace(ended, fate=forced.fate, visit=forced.visit)
        elif self._leaving:
            ended = replace(ended, fate=Fate.STOPPED)
        self._unrecorded[thread_id] = ended
        self._record_exits()

    def _record_exits(self) -> None:
        """Record the ends that are not recorded yet; what the database refuses now is tried again."""
        for thread_id, ended in list(self._unrecorded.items()):
            with self._trouble_logged(thread_id):
                now = self._clock.monotonic()
                crashed = self._records.record_exit(
                    thread_id, replace(ended, alone=not self._queue.breaker.is_open(now))
                )
                del self._unrecorded[thread_id]
                self._assignments.remove(thread_id)
                if crashed:
                    self._queue.breaker.crashed(thread_id, now)
                self._listener.run_changed(thread_id)
                self._handle_commands(thread_id)

    # -- beginning and end -----------------------------------------------------------------------------------------

    def _recover(self) -> None:
        """Adopt runs whose worker lives, restart those whose worker died, queue those put down at our last stop."""
        stopped = self._records.stopped_by_shutdown()
        with self._store.read() as tx:
            unended = tx.unended_workers()
        self._adopt(unended)
        self._reconcile()
        if not self._queue.only_asked:
            self._records.queue(stopped)

    def _leave(self) -> None:
        self._leaving = True
        self._warm_pool.dismiss()
        if self._queue.only_asked:
            self._assignments.adopted.release()  # they were at work before us, and go on
        self._assignments.ask_to_stop()
        self._drain(self._clock.monotonic() + self._settings.grace)
        self._assignments.kill_all()
        self._warm_pool.kill()
        self._drain(self._clock.monotonic() + self._settings.grace)

    def _drain(self, deadline: float) -> None:
        """Hear of ends until every process is gone or the time is up."""
        while (self._assignments or self._warm_pool) and (left := deadline - self._clock.monotonic()) > 0:
            with self._trouble_logged(), contextlib.suppress(queue.Empty):
                happening = self._happenings.get(timeout=min(left, LOOK_S) if self._assignments.adopted else left)
                if happening is not None:
                    happening()
            if self._assignments.adopted:
                with self._trouble_logged():
                    self._reconcile()
