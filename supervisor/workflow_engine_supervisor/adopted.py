"""Runs whose workers a supervisor before us started: without a handle and a pipe, their processes and locks tell."""

from collections.abc import Iterator

from workflow_engine_shared.paths import Home
from workflow_engine_shared.storage.rows import WorkerRow
from workflow_engine_supervisor.child import ask_to_stop, end_leftovers, is_alive, kill_tree
from workflow_engine_supervisor.live import LiveRun
from workflow_engine_supervisor.recovery import is_held


class Adopted:
    """The workers that are not our children, by run."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._workers: dict[str, WorkerRow] = {}

    def __contains__(self, thread_id: str) -> bool:
        return thread_id in self._workers

    def __len__(self) -> int:
        return len(self._workers)

    def live(self, thread_id: str) -> LiveRun | None:
        """What is known of a run's worker."""
        row = self._workers.get(thread_id)
        return (
            None
            if row is None
            else LiveRun(row.pid, row.instance, row.epoch, row.started_at, True, None, None, adopted=True)
        )

    def add(self, worker: WorkerRow) -> None:
        """This one holds its run, or did when it was last heard of."""
        self._workers[worker.thread_id] = worker

    def ended(self) -> Iterator[WorkerRow]:
        """Those that are gone, each told once, when nothing that they started is left and their lock is free."""
        for thread_id, worker in list(self._workers.items()):
            if is_alive(worker.pid, worker.instance):
                continue
            end_leftovers(worker.instance)  # a forked child holds its parent's lock
            if not is_held(self._home.run(thread_id)):
                del self._workers[thread_id]
                yield worker

    def ask_to_stop(self) -> None:
        """Ask all of them to stop at their next safe point."""
        for worker in self._workers.values():
            if is_alive(worker.pid, worker.instance):
                ask_to_stop(worker.pid)

    def kill(self, thread_id: str) -> None:
        """End a worker and everything it started, now."""
        worker = self._workers[thread_id]
        if is_alive(worker.pid, worker.instance):
            kill_tree(worker.pid)

    def kill_all(self) -> None:
        for thread_id in self._workers:
            self.kill(thread_id)
