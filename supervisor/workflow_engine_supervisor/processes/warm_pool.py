"""The warm pool keeps idle workers with the engine imported, so that a run begins within milliseconds."""

from collections.abc import Callable

from workflow_engine_shared.clock import Clock
from workflow_engine_shared.errors import CannotStartWorker
from workflow_engine_supervisor.processes.worker_handle import Launcher, SpareWorker, WorkerHandle

#: After a worker that could not be started, or died before it was ready, wait this long before warming another.
PAUSE_S = 30.0


class WarmPool:
    """Workers without a run. Changed by the monitor's thread only; any thread may ask."""

    def __init__(
        self,
        wanted: int,
        clock: Clock,
        launcher: Launcher,
        watch: Callable[[WorkerHandle], None],
        wake: Callable[[], None],
    ) -> None:
        """`watch` is called with each worker that was launched; `wake` when one can be that could not."""
        self._wanted = wanted
        self._clock = clock
        self._launcher = launcher
        self._watch = watch
        self._wake = wake
        self._workers: list[SpareWorker] = []
        self._not_before = 0.0
        #: Whether the system refused the worker that was asked for last.
        self.refused = False

    def __contains__(self, worker: object) -> bool:
        return any(each is worker for each in self._workers)

    def __len__(self) -> int:
        return len(self._workers)

    @property
    def ready(self) -> int:
        """How many wait warm."""
        return sum(worker.ready for worker in list(self._workers))

    def has_worker(self) -> bool:
        """Whether a worker can be had without waiting."""
        return bool(self._workers) or self._launcher.prepare(self._wake)

    def next_worker(self) -> SpareWorker:
        """The worker that waits longest, or a new one; it stays a spare until it is taken.

        Raises:
            CannotStartWorker: the system refused.
        """
        if not self._workers:
            self._workers.append(self._launched())
        return self._workers[0]

    def take(self, worker: SpareWorker) -> None:
        """The worker gets a run."""
        self._workers.remove(worker)

    def top_up(self) -> None:
        """Launch one worker if some are missing."""
        missing = len(self._workers) < self._wanted and self._clock.monotonic() >= self._not_before
        if missing and self._launcher.prepare(self._wake):
            self._workers.append(self._launched())

    def died(self, worker: WorkerHandle) -> None:
        """A worker ended by itself."""
        self._workers = [each for each in self._workers if each is not worker]
        self._not_before = self._clock.monotonic() + PAUSE_S

    def dismiss(self) -> None:
        """Let all of them leave."""
        for worker in self._workers:
            worker.dismiss()

    def kill(self) -> None:
        for worker in self._workers:
            worker.kill()

    def _launched(self) -> SpareWorker:
        try:
            worker = self._launcher.launch()
        except CannotStartWorker:
            self._not_before = self._clock.monotonic() + PAUSE_S
            self.refused = True
            raise
        self.refused = False
        self._watch(worker)
        return worker
