"""Worker ends: each is recorded once; what the store refuses now is tried again."""

from collections.abc import Callable
from dataclasses import replace

from workflow_engine_shared.clock import Clock, clock_set_s
from workflow_engine_supervisor import event_log
from workflow_engine_supervisor.processes.assignments import Assignments
from workflow_engine_supervisor.processes.exits import Fate, WorkerEnd
from workflow_engine_supervisor.processes.worker_handle import Assignment, WorkerHandle
from workflow_engine_supervisor.supervision.circuit_breaker import CircuitBreaker
from workflow_engine_supervisor.supervision.fault_barrier import FaultBarrier
from workflow_engine_supervisor.supervision.run_records import RunRecords
from workflow_engine_supervisor.supervision.watchdog import Watchdog


class WorkerEnds:
    """The workers that are gone. A run keeps its worker until that one's end is recorded: nobody else gets it before.

    Used by the monitor's thread only.
    """

    def __init__(
        self,
        assignments: Assignments,
        watchdog: Watchdog,
        records: RunRecords,
        breaker: CircuitBreaker,
        clock: Clock,
        faults: FaultBarrier,
    ) -> None:
        self._assignments = assignments
        self._watchdog = watchdog
        self._records = records
        self._breaker = breaker
        self._clock = clock
        self._faults = faults
        self._unrecorded: dict[str, tuple[WorkerHandle, str, WorkerEnd]] = {}  #: by instance: worker, run, end
        self.stopping = False  #: whether workers end because the supervisor stops

    def add(self, worker: WorkerHandle, held: Assignment, code: int | None) -> None:
        """A run has lost its worker, in order or not."""
        thread_id, epoch = held.thread_id, held.epoch
        event_log.event("worker.ended", thread_id=thread_id, epoch=epoch, pid=worker.pid, exit_code=code)
        held_s = self._watchdog.liveness.health(thread_id, self._clock.monotonic()).held_s
        set_s = 0.0 if held_s is None else clock_set_s(held.assigned_at, self._clock.now(), held_s)
        if self._assignments.worker(thread_id) is worker:
            self._watchdog.liveness.over(thread_id)
        # Before it takes a run, nothing lets a worker end with 0.
        memory = self._watchdog.memory_of(worker.instance)
        end = WorkerEnd(epoch, code, memory=memory, claimed=worker.claimed or code == 0, clock_set_s=set_s)
        forced = self._watchdog.why_ended(worker.instance)
        if forced is not None:
            end = replace(end, fate=forced.fate, visit=forced.visit)
        elif self.stopping:
            end = replace(end, fate=Fate.STOPPED)
        self._unrecorded[worker.instance] = (worker, thread_id, end)

    def forget(self, thread_id: str) -> None:
        """A run was given up: the ends of its workers need no record."""
        for instance, (_, run, _) in list(self._unrecorded.items()):
            if run == thread_id:
                del self._unrecorded[instance]
        self._assignments.remove_all(thread_id)
        self._watchdog.liveness.over(thread_id)

    def record(self, on_recorded: Callable[[str], None]) -> None:
        """Record the ends that are not recorded yet; `on_recorded` is called with the run of each."""
        for worker, thread_id, end in list(self._unrecorded.values()):
            with self._faults.contain(thread_id, "recording its worker's end"):
                now = self._clock.monotonic()
                alone = not self._breaker.is_open(now)
                crashed = self._records.record_exit(thread_id, end, alone=alone)
                del self._unrecorded[worker.instance]
                self._assignments.remove(thread_id, worker)
                if crashed:
                    self._breaker.crashed(thread_id, now)
                on_recorded(thread_id)
