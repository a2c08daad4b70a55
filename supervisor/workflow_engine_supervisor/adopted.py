"""Runs whose workers a supervisor before us started: without a handle and a pipe, their processes and locks tell."""

from collections.abc import Iterable, Iterator

from workflow_engine_shared.paths import Home
from workflow_engine_shared.storage.rows import WorkerRow
from workflow_engine_supervisor.child import ask_to_stop, end_leftovers, is_alive, kill_tree
from workflow_engine_supervisor.live import LiveRun
from workflow_engine_supervisor.recovery import is_held


class Adopted:
    """The workers that are not our children; of a run's several, the last one may hold it."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._workers: list[WorkerRow] = []

    def __contains__(self, thread_id: str) -> bool:
        return any(worker.thread_id == thread_id for worker in list(self._workers))

    def __len__(self) -> int:
        return len(self._workers)

    def live(self, thread_id: str) -> LiveRun | None:
        """What is known of a run's worker."""
        for row in reversed(list(self._workers)):
            if row.thread_id == thread_id:
                return LiveRun(row.pid, row.instance, row.epoch, row.started_at, True, None, None, adopted=True)
        return None

    def add(self, workers: Iterable[WorkerRow]) -> None:
        """These hold their runs, or did when they were last heard of."""
        self._workers += workers

    def ended(self) -> Iterator[WorkerRow]:
        """Those that are gone, each told once, when nothing that they started is left and their lock is free."""
        for worker in list(self._workers):
            if is_alive(worker.pid, worker.instance):
                continue
            end_leftovers(worker.instance)  # a forked child holds its parent's lock
            if not is_held(self._home.run(worker.thread_id)):
                self._workers.remove(worker)
                yield worker

    def ask_to_stop(self) -> None:
        """Ask all of them to stop at their next safe point."""
        for worker in self._workers:
            if is_alive(worker.pid, worker.instance):
                ask_to_stop(worker.pid)

    def kill(self, thread_id: str) -> None:
        """End a run's worker and everything it started, now."""
        for worker in self._workers:
            if worker.thread_id == thread_id and is_alive(worker.pid, worker.instance):
                kill_tree(worker.pid)

    def kill_all(self) -> None:
        for worker in list(self._workers):
            self.kill(worker.thread_id)
