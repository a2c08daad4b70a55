"""Idle workers with the engine already imported, so that a run begins within milliseconds."""

from collections.abc import Callable

from workflow_engine_shared.clock import Clock
from workflow_engine_shared.errors import CannotStartWorker
from workflow_engine_supervisor.processes.worker_process import WorkerProcess

#: After a worker that could not be started, or died before it was ready, wait this long before warming another.
PAUSE_S = 30.0


class WarmPool:
    """Workers without a run. `spawn` starts one that is watched."""

    def __init__(self, wanted: int, clock: Clock, spawn: Callable[[], WorkerProcess]) -> None:
        self._wanted = wanted
        self._clock = clock
        self._spawn = spawn
        self._workers: list[WorkerProcess] = []
        self._not_before = 0.0

    def __len__(self) -> int:
        return len(self._workers)

    @property
    def ready(self) -> int:
        """How many wait warm."""
        return sum(worker.ready for worker in list(self._workers))

    def next_worker(self) -> WorkerProcess:
        """The worker that waits longest, or a new one; it stays a spare until it is taken.

        Raises:
            CannotStartWorker: the system refused.
        """
        if not self._workers:
            self._workers.append(self._started())
        return self._workers[0]

    def take(self, worker: WorkerProcess) -> None:
        """It got a run."""
        self._workers.remove(worker)

    def top_up(self) -> None:
        """Add one if some are missing."""
        if len(self._workers) < self._wanted and self._clock.monotonic() >= self._not_before:
            self._workers.append(self._started())

    def died(self, worker: WorkerProcess) -> None:
        """One ended by itself."""
        if worker in self._workers:
            self._workers.remove(worker)
        self._not_before = self._clock.monotonic() + PAUSE_S

    def dismiss(self) -> None:
        """Let all of them leave."""
        for worker in self._workers:
            worker.dismiss()

    def kill(self) -> None:
        for worker in self._workers:
            worker.kill()

    def _started(self) -> WorkerProcess:
        try:
            return self._spawn()
        except CannotStartWorker:
            self._not_before = self._clock.monotonic() + PAUSE_S
            raise
