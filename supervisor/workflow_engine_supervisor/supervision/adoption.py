"""Adoption: workers that a supervisor before us launched are taken up, and no run is running without a worker."""

from collections.abc import Callable

from workflow_engine_shared.clock import Clock, seconds_between
from workflow_engine_shared.storage.workflow.rows import WorkerRow
from workflow_engine_supervisor.processes.assignments import Assignments
from workflow_engine_supervisor.processes.liveness import Liveness
from workflow_engine_supervisor.processes.worker_handle import Launcher, WorkerHandle
from workflow_engine_supervisor.supervision.fault_barrier import FaultBarrier
from workflow_engine_supervisor.supervision.run_records import RunRecords


class Adoption:
    """Used by the monitor's thread only."""

    def __init__(
        self,
        clock: Clock,
        launcher: Launcher,
        watch: Callable[[WorkerHandle], None],
        assignments: Assignments,
        liveness: Liveness,
        records: RunRecords,
        faults: FaultBarrier,
    ) -> None:
        """`watch` is called with each worker that was adopted."""
        self._clock = clock
        self._launcher = launcher
        self._watch = watch
        self._assignments = assignments
        self._liveness = liveness
        self._records = records
        self._faults = faults

    def take_up_unended(self) -> None:
        """Adopt every worker whose end is not recorded."""
        for row in self._records.unended_workers():
            with self._faults.contain(row.thread_id, "taking up its worker"):
                self._adopt(row)

    def reconcile(self) -> None:
        """No run stays `running` without a worker: adopt the workers that we do not know, then poll all of them."""
        for thread_id in self._records.running():
            if thread_id not in self._assignments:
                with self._faults.contain(thread_id, "taking up its worker"):
                    self._adopt(self._records.newest_worker(thread_id))
        for worker in self._assignments.workers():
            held = worker.assignment
            with self._faults.contain("" if held is None else held.thread_id, "looking at its worker"):
                worker.poll()

    def _adopt(self, row: WorkerRow) -> None:
        worker = self._launcher.adopt(row)
        self._watch(worker)
        self._assignments.add(row.thread_id, worker)
        held_s = seconds_between(row.started_at, self._clock.now())
        self._liveness.begin(row.thread_id, self._clock.monotonic(), adopted=True, held_s=held_s)
