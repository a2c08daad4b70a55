"""The monitor is the supervisor's loop: it gives runs to workers, records their ends, starts them again.

One thread owns every decision, so that a command and a death can never cross. Others only put happenings into its
queue; worker frames, which decide nothing, go straight to whoever hears of `RunEvents`.
"""

import contextlib
import itertools
import queue
import threading
from collections.abc import Callable

from workflow_engine_shared.clock import Clock, parse_rfc3339
from workflow_engine_shared.run_status import Reason
from workflow_engine_shared.settings import Settings
from workflow_engine_shared.storage.workflow.rows import WorkerRow
from workflow_engine_shared.storage.workflow.store import Store
from workflow_engine_supervisor import event_log
from workflow_engine_supervisor.home.disk_reserve import DiskReserve
from workflow_engine_supervisor.processes.assignments import Assignments
from workflow_engine_supervisor.processes.live_worker import LiveRun
from workflow_engine_supervisor.processes.warm_pool import WarmPool
from workflow_engine_supervisor.processes.warm_pools import WarmPools
from workflow_engine_supervisor.processes.worker_handle import Launcher, WorkerHandle
from workflow_engine_supervisor.run_events import RunChanged, RunEvents
from workflow_engine_supervisor.supervision.adoption import Adoption
from workflow_engine_supervisor.supervision.ends import WorkerEnds
from workflow_engine_supervisor.supervision.fault_barrier import FaultBarrier
from workflow_engine_supervisor.supervision.last_output import LastOutput
from workflow_engine_supervisor.supervision.run_queue import RunQueue
from workflow_engine_supervisor.supervision.run_records import RunRecords
from workflow_engine_supervisor.supervision.shutdown import Happenings, Shutdown
from workflow_engine_supervisor.supervision.wall_clock import NOTICED_S, WallClock
from workflow_engine_supervisor.supervision.watchdog import Watchdog
from workflow_engine_supervisor.supervision.worker_messages import WorkerMessages

TICK_S = 1.0
CHECKPOINT_EVERY_S = 30.0


class Monitor:
    """Keeps every run that should run running; with `only_asked`, only what `notify` was called for."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        clock: Clock,
        events: RunEvents,
        home_is_full: Callable[[], bool],
        *,
        launcher: Launcher,
        only_asked: bool = False,
    ) -> None:
        home = settings.home_paths
        self._settings = settings
        self._store = store
        self._home_is_full = home_is_full
        self._clock = clock
        self._events = events
        self._launcher = launcher
        self._happenings: Happenings = queue.SimpleQueue()
        self._records = RunRecords(home, store, clock, LastOutput(settings, store), settings.machine_wait)
        self._queue = RunQueue(store, clock, home_is_full, only_asked=only_asked)
        self._assignments = Assignments()
        self.watchdog = Watchdog(settings, store, self._assignments, self._records, clock)
        self._messages = WorkerMessages(self.watchdog.liveness, events, clock, self._wake)
        self._pools = WarmPools(settings, clock, launcher, self._watch, self._wake)
        self._reserve = DiskReserve(home.root / ".reserve")
        self._faults = FaultBarrier(self._reserve, clock, self.watchdog.database_was_locked)
        self._faults.give_up = self._give_up
        self._ends = WorkerEnds(
            self._assignments, self.watchdog, self._records, self._queue.breaker, clock, self._faults
        )
        self._adoption = Adoption(
            clock, launcher, self._watch, self._assignments, self.watchdog.liveness, self._records, self._faults
        )
        self._shutdown = Shutdown(self._assignments, self._pools, self._happenings, clock, self._faults)
        self._wall_clock = WallClock(clock.monotonic(), self._wall())
        self._next_tick = self._next_checkpoint = 0.0
        self._leaving = False
        self._thread = threading.Thread(target=self._run, name="monitor", daemon=True)

    # -- called by others ------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Take up what a predecessor left, then begin the loop."""
        self._events.subscribe(self.watchdog.hear)
        self._recover()
        self._thread.start()

    def stop(self) -> None:
        """Ask every worker to stop at its next safe point, wait for `grace`, end the rest. Bears being called twice."""
        if self._thread.is_alive():
            self._happenings.put(self._leave)
            self._thread.join()
        self._events.unsubscribe(self.watchdog.hear)

    def notify(self, thread_id: str) -> None:
        """Rows of this run changed: it is pending, or has a command waiting. Any thread."""
        self._queue.request(thread_id)
        rung = self._assignments.ring(thread_id)  # at once: the loop turns when it gets the interpreter, which we have
        self._happenings.put(lambda: self._obey(thread_id, rung))

    def accepted(self, thread_id: str) -> None:
        """This run is new, and waits for a worker; nothing was asked of it yet. Any thread."""
        self._queue.request(thread_id)
        if len(self._assignments) < self._settings.max_active_runs:  # else the end of one at work is waited for
            self._wake()

    def asked(self) -> frozenset[str] | None:
        """The runs that `notify` was called for; None: all runs are taken care of. Any thread."""
        return self._queue.asked

    def live(self, thread_id: str) -> LiveRun | None:
        """What is known of a run's worker; None: it has none."""
        worker = self._assignments.worker(thread_id)
        if worker is None:
            return None
        return worker.live(self.watchdog.liveness.health(thread_id, self._clock.monotonic()))

    def workers(self) -> dict[str, int]:
        """How many workers hold a run, wait warm, are starting."""
        ready = self._pools.ready
        return {"active": len(self._assignments), "warm": ready, "starting": len(self._pools) - ready}

    def why_waiting(self) -> Reason | None:
        """Why runs that wait are given to no worker, though one more might work; None: they are."""
        if self._home_is_full():
            return Reason.HOME_FULL
        return Reason.CANNOT_START_WORKER if self._pools.refused else None

    @property
    def degraded(self) -> bool:
        """Many runs crash together, so that runs are started again one by one."""
        return self._queue.breaker.is_open(self._clock.monotonic())

    # -- the loop --------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._leaving:
            with self._faults.contain(doing="the loop"):
                happening = self._next()
                if happening is not None:
                    happening()
            if not self._leaving:
                with self._faults.contain(doing="giving runs to workers"):
                    self._assign()
                with self._faults.contain(doing="warming workers"):
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
            self.watchdog.liveness.extend_deadlines(seconds)

    def _tick(self) -> None:
        now = self._clock.monotonic()
        if jumped := self._wall_clock.jumped(now, self._wall()):
            event_log.event("clock.jumped", seconds=round(jumped))
        # Each by itself: what fails keeps none of the others from being done.
        for doing in (self._look, self._obey_all, self._record_ends, self._adoption.reconcile):
            with self._faults.contain(doing=doing.__name__):
                doing()
        if now >= self._next_checkpoint or self._store.has_grown():
            self._next_checkpoint = now + CHECKPOINT_EVERY_S
            with self._faults.contain(doing="maintenance"):
                self._store.maintenance()
                self._reserve.fill()
        elif self._reserve.was_given_up and not self._faults.has_trouble:  # the disk may be full again in a moment
            self._reserve.fill()

    def _look(self) -> None:
        for thread_id in self.watchdog.look(self._clock.monotonic(), self._faults):
            self._events.publish(RunChanged(thread_id))

    def _obey_all(self) -> None:
        with self._store.read() as tx:
            commanded = tx.runs_with_commands()
        for thread_id in commanded:
            self._obey(thread_id)

    def _obey(self, thread_id: str, rung: WorkerHandle | None = None) -> None:
        with self._faults.contain(thread_id, "its commands"):
            self._handle_commands(thread_id, rung)

    def _wake(self) -> None:
        """Let the loop turn once more. Any thread."""
        self._happenings.put(None)

    def _wall(self) -> float:
        return parse_rfc3339(self._clock.now()).timestamp()

    def _handle_commands(self, thread_id: str, rung: WorkerHandle | None) -> None:
        """A run has something waiting: ring its worker, or act in its place."""
        worker = self._assignments.worker(thread_id)
        if worker is not None:
            if worker is not rung:  # which knows already
                self._assignments.ring(thread_id)
            if self._records.cancel_waits(thread_id):
                self.watchdog.liveness.cancel(thread_id, self._clock.monotonic())
        elif self._records.apply_commands(thread_id):
            self._events.publish(RunChanged(thread_id))

    def _assign(self) -> None:
        """Give runs that wait to workers, first in, first out, up to the limit."""
        free = self._settings.max_active_runs - len(self._assignments)
        if free <= 0:
            return
        busy = self._assignments.by_run()
        due = self._queue.due(busy, free + len(busy), self._pools.has_worker)
        for run in itertools.islice(due, free):
            with self._faults.contain(run.thread_id, "giving it to a worker"):
                self._assign_to(run.thread_id, self._pools.of(run.environment))
            if self._pools.refused:  # nor would it start one for the next; the queue keeps its order
                return

    def _assign_to(self, thread_id: str, pool: WarmPool) -> None:
        worker = pool.next_worker()
        now = self._clock.now()
        # The worker's first row makes it last. After a power cut before that, nobody is left who might have this epoch.
        with self._store.write(lasting=False) as tx:
            epoch = tx.claim_run(thread_id)
            if epoch is None:
                return
            row = WorkerRow(thread_id, epoch, worker.instance, worker.pid, worker.pid_created_at, now, None, None, None)
            tx.insert_worker(row)
        pool.take(worker)
        self._assignments.add(thread_id, worker)
        self.watchdog.liveness.begin(thread_id, self._clock.monotonic())
        worker.assign(self._settings.start_of(thread_id, epoch), now)
        event_log.event("worker.given", thread_id=thread_id, epoch=epoch, pid=worker.pid)

    def _warm(self) -> None:
        """Keep spares ready, but never while a run's own worker is still starting."""
        if not any(worker.starting for worker in self._assignments.workers()):
            self._pools.top_up()

    def _watch(self, worker: WorkerHandle) -> None:
        """Let what the worker reports reach the loop."""
        worker.watch(self._messages.receive, lambda ended, code: self._happenings.put(lambda: self._ended(ended, code)))

    def _ended(self, worker: WorkerHandle, code: int | None) -> None:
        """A worker is gone."""
        if worker.assignment is not None:
            self._ends.add(worker, worker.assignment, code)
            self._record_ends()
            return
        self._pools.died(worker)
        if not self._leaving:
            event_log.event("spare.died", pid=worker.pid, exit_code=code)

    def _record_ends(self) -> None:
        self._ends.record(self._exit_recorded)

    def _exit_recorded(self, thread_id: str) -> None:
        """A run's worker is gone, and its row says so."""
        self._events.publish(RunChanged(thread_id))
        self._obey(thread_id)

    def _give_up(self, thread_id: str, error: Exception) -> None:
        """Nothing that was tried for this run worked: it ends, so that nobody waits for it; all others go on."""
        event_log.event("run.given_up", thread_id=thread_id)
        for worker in self._assignments.workers_of(thread_id):
            with self._faults.contain(doing=f"ending the worker of {thread_id}"):
                worker.kill()
        self._records.give_up(thread_id, error)
        self._ends.forget(thread_id)
        self._events.publish(RunChanged(thread_id))

    # -- beginning and end -----------------------------------------------------------------------------------------

    def _recover(self) -> None:
        """Adopt runs whose worker lives, restart those whose worker died, queue those put down at our last stop."""
        stopped = self._records.stopped_by_shutdown()
        self._adoption.take_up_unended()
        self._adoption.reconcile()
        if not self._queue.only_asked:
            self._records.queue(stopped)

    def _leave(self) -> None:
        self._leaving = self._ends.stopping = True
        if self._queue.only_asked:
            self._assignments.release_adopted()  # they were at work before us, and go on
        self._shutdown.run(self._settings.grace)
        self._pools.close()
        self._launcher.close()
