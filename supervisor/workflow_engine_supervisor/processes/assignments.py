"""Assignments: which worker holds which run."""

from workflow_engine_shared.protocol.messages import SignalsWaiting
from workflow_engine_supervisor.processes.worker_handle import WorkerHandle


class Assignments:
    """The runs at work. Changed by the monitor's thread only; any thread may ask."""

    def __init__(self) -> None:
        #: A predecessor may have left a run several workers; the last one may hold it.
        self._workers: dict[str, tuple[WorkerHandle, ...]] = {}

    def __contains__(self, thread_id: str) -> bool:
        return thread_id in self._workers

    def __len__(self) -> int:
        return sum(map(len, list(self._workers.values())))

    def add(self, thread_id: str, worker: WorkerHandle) -> None:
        """The worker was given this run, or adopted with it."""
        self._workers[thread_id] = (*self._workers.get(thread_id, ()), worker)

    def remove(self, thread_id: str, worker: WorkerHandle) -> None:
        """The worker ended, and that is recorded."""
        self._keep(thread_id, [each for each in self._workers.get(thread_id, ()) if each is not worker])

    def remove_all(self, thread_id: str) -> None:
        """The run was given up: whoever held it does so no more."""
        self._keep(thread_id, [])

    def workers_of(self, thread_id: str) -> tuple[WorkerHandle, ...]:
        """Everybody who holds, or held, a run and is not recorded as ended."""
        return self._workers.get(thread_id, ())

    def release_adopted(self) -> None:
        """Forget the workers that were at work before us; they go on as they did."""
        for thread_id, workers in list(self._workers.items()):
            self._keep(thread_id, [each for each in workers if not each.adopted])

    def worker(self, thread_id: str) -> WorkerHandle | None:
        """The worker that holds a run."""
        return self._workers.get(thread_id, (None,))[-1]

    def ring(self, thread_id: str) -> WorkerHandle | None:
        """Tell the worker that holds a run that commands wait for it; returns it. Any thread."""
        worker = self.worker(thread_id)
        if worker is not None:
            worker.send(SignalsWaiting())
        return worker

    def by_run(self) -> dict[str, WorkerHandle]:
        """Every run at work, with the worker that holds it."""
        return {thread_id: workers[-1] for thread_id, workers in list(self._workers.items())}

    def workers(self) -> list[WorkerHandle]:
        """All of them, also those that hold their run no more."""
        return [worker for workers in list(self._workers.values()) for worker in workers]

    def _keep(self, thread_id: str, workers: list[WorkerHandle]) -> None:
        if workers:
            self._workers[thread_id] = tuple(workers)
        else:
            self._workers.pop(thread_id, None)
