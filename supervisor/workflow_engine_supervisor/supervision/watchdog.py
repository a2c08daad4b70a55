"""The watchdog ends workers that exceed a limit, after they have written down what they do, and records silent ones."""

import threading

from workflow_engine_shared.clock import Clock
from workflow_engine_shared.paths import Home
from workflow_engine_shared.settings import Settings
from workflow_engine_shared.storage.workflow.store import Store
from workflow_engine_supervisor import event_log
from workflow_engine_supervisor.processes.assignments import Assignments
from workflow_engine_supervisor.processes.exits import Fate
from workflow_engine_supervisor.processes.liveness import Liveness, LivenessLimits, Overdue
from workflow_engine_supervisor.processes.memory_limit import MemoryLimit, MemoryVerdict
from workflow_engine_supervisor.processes.stack_dump import dump_stacks
from workflow_engine_supervisor.processes.worker_handle import WorkerHandle
from workflow_engine_supervisor.run_events import RunEvent, WorkerMeasured
from workflow_engine_supervisor.supervision.fault_barrier import FaultBarrier
from workflow_engine_supervisor.supervision.run_records import RunRecords

#: How long a worker that is to be ended may take to write its stacks.
LAST_OUTPUT_S = 0.5
#: How long one that is asked for them may.
STACKS_S = 3.0
#: A database that is locked at so many looks in a row while a worker is stopped: that worker holds it.
LOCKED_LOOKS = 5


class Watchdog:
    """Watches over the workers that hold runs."""

    def __init__(
        self, settings: Settings, store: Store, assignments: Assignments, records: RunRecords, clock: Clock
    ) -> None:
        self._home: Home = settings.home_paths
        self._store = store
        self._assignments = assignments
        self._records = records
        self._clock = clock
        self.liveness = Liveness(LivenessLimits(settings.grace, settings.start_timeout, settings.hang_timeout))
        self._memory = MemoryLimit(settings.memory_limit_mb)
        self._forced: dict[str, Overdue] = {}  #: by worker instance: why we ended it
        self._sizes: dict[str, tuple[float, float]] = {}  #: by worker instance: MiB now and at most
        self._locked_looks = 0

    def look(self, now: float, faults: FaultBarrier) -> list[str]:
        """Once a second: end what is overdue; returns the runs whose worker was found silent."""
        for overdue in self.liveness.overdue(now):
            with faults.contain(overdue.thread_id, "ending its worker"):
                self._end(overdue)
        with faults.contain(doing="freeing the database"):
            self._free_database(now)
        silent = self.liveness.silent(now)
        for thread_id, seconds in silent:
            with faults.contain(thread_id, "recording its silence"):
                self._record_silence(thread_id, seconds)
        return [thread_id for thread_id, _ in silent]

    def hear(self, event: RunEvent) -> None:
        """A worker's memory, with everything it started, is weighed each time it is measured. Any thread."""
        if isinstance(event, WorkerMeasured):
            self._weigh(event.thread_id, event.sample.figures.rss_mb)

    def _weigh(self, thread_id: str, size: float) -> None:
        worker = self._assignments.worker(thread_id)
        if worker is not None:
            self._sizes[worker.instance] = size, max(size, self._sizes.get(worker.instance, (0.0, 0.0))[1])
        verdict = MemoryVerdict.OK if worker is None else self._memory.weigh(worker.instance, size)
        if worker is None or verdict is MemoryVerdict.OK:
            return
        event_log.event("worker.big", thread_id=thread_id, mib=round(size), then=verdict.value)
        if verdict is MemoryVerdict.KILL:
            self._end(Overdue(thread_id, Fate.TOO_BIG))
        else:
            worker.ask_to_restart()

    def database_was_locked(self) -> None:
        """Somebody waited for it in vain: the next look need not see it again and again."""
        self._locked_looks = LOCKED_LOOKS

    def why_ended(self, instance: str) -> Overdue | None:
        """A worker is gone: why we ended it, if we did."""
        self._memory.over(instance)
        return self._forced.pop(instance, None)

    def memory_of(self, instance: str) -> str:
        """A worker is gone: what it used, with all it started, as a sentence; empty: it was never measured."""
        if instance not in self._sizes:
            return ""
        last, most = self._sizes.pop(instance)
        return f"It used {last:.0f} MiB when it was measured last, and {most:.0f} MiB at most."

    def stacks(self, thread_id: str) -> str | None:
        """What every thread of a run's worker is doing; None: it has no worker. Waits; any thread but the monitor's."""
        worker = self._assignments.worker(thread_id)
        return None if worker is None else self._stacks(thread_id, worker, STACKS_S)

    def _stacks(self, thread_id: str, worker: WorkerHandle, patience: float) -> str:
        asks = (worker.request_stacks, worker.force_stacks)
        return dump_stacks(asks, self._home.run(thread_id).stderr, self._clock, patience)

    def _end(self, overdue: Overdue) -> None:
        """By force, in a thread of its own: the stacks come first."""
        worker = self._assignments.worker(overdue.thread_id)
        if worker is None:
            return
        self._forced[worker.instance] = overdue
        event_log.event("worker.killed", thread_id=overdue.thread_id, pid=worker.pid, why=overdue.fate.name.lower())

        def end() -> None:
            # At these limits the worker wrote them by itself; a signal could wake what sleeps too long.
            if overdue.fate not in (Fate.TIMED_OUT, Fate.HUNG):
                self._stacks(overdue.thread_id, worker, LAST_OUTPUT_S)
            worker.kill()

        threading.Thread(target=end, name=f"end-{worker.pid}", daemon=True).start()

    def _record_silence(self, thread_id: str, seconds: float) -> None:
        worker = self._assignments.worker(thread_id)
        if worker is not None:
            cause = worker.silence()
            event_log.event("worker.silent", thread_id=thread_id, seconds=round(seconds), cause=cause)
            self._records.record_stall(thread_id, seconds, cause)

    def _free_database(self, now: float) -> None:
        """A worker that was stopped inside a write transaction blocks everybody until it is ended."""
        at_work = self._assignments.by_run().items()
        quiet = [(run, worker) for run, worker in at_work if not self.liveness.responsive(run, now)]
        stopped = [run for run, worker in quiet if worker.is_stopped()]
        self._locked_looks = self._locked_looks + 1 if stopped and self._store.is_locked() else 0
        if self._locked_looks >= LOCKED_LOOKS:
            self._locked_looks = 0
            for thread_id in stopped:
                self._end(Overdue(thread_id, Fate.HUNG))
