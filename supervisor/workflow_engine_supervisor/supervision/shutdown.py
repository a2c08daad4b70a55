"""The shutdown: workers are asked to stop, get a grace period, and are ended."""

import contextlib
import queue
from collections.abc import Callable
from typing import TypeAlias

from workflow_engine_shared.clock import Clock
from workflow_engine_supervisor.processes.assignments import Assignments
from workflow_engine_supervisor.processes.warm_pools import WarmPools
from workflow_engine_supervisor.supervision.fault_barrier import FaultBarrier

#: What the monitor's thread has to do next; None only wakes it.
Happenings: TypeAlias = "queue.SimpleQueue[Callable[[], None] | None]"

POLL_S = 0.1


class Shutdown:
    """Ends every worker, in the monitor's thread, which goes on to handle what happens meanwhile."""

    def __init__(
        self,
        assignments: Assignments,
        warm_pool: WarmPools,
        happenings: Happenings,
        clock: Clock,
        faults: FaultBarrier,
    ) -> None:
        self._assignments = assignments
        self._warm_pool = warm_pool
        self._happenings = happenings
        self._clock = clock
        self._faults = faults

    def run(self, grace: float) -> None:
        """Ask every worker to stop at its next safe point, wait for `grace` seconds, end the rest."""
        self._warm_pool.dismiss()
        for worker in self._assignments.workers():
            worker.ask_to_stop()
        self._drain(grace)
        for worker in self._assignments.workers():
            worker.kill()
        self._warm_pool.kill()
        self._drain(grace)

    def _drain(self, grace: float) -> None:
        """Handle ends until every process is gone or the time is up."""
        deadline = self._clock.monotonic() + grace
        while (self._assignments or self._warm_pool) and (left := deadline - self._clock.monotonic()) > 0:
            with self._faults.contain(), contextlib.suppress(queue.Empty):
                happening = self._happenings.get(timeout=min(left, POLL_S))
                if happening is not None:
                    happening()
            for worker in self._assignments.workers():
                with self._faults.contain():
                    worker.poll()
