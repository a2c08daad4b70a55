"""Runs whose workers a supervisor before us started: without a handle and a pipe, their processes and files tell."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workflow_engine_shared.locks import is_held
from workflow_engine_shared.paths import Home
from workflow_engine_shared.protocol.heartbeat_file import Vitals, read_vitals
from workflow_engine_shared.protocol.messages import Progress
from workflow_engine_shared.storage.workflow.rows import WorkerRow
from workflow_engine_supervisor.processes.live_worker import LiveRun
from workflow_engine_supervisor.processes.liveness import WorkerHealth
from workflow_engine_supervisor.processes.system_process import ask_to_stop, end_leftovers, is_alive


@dataclass
class _AdoptedWorker:
    row: WorkerRow
    changed_at: int | None = None  #: of its vitals, as we last saw them
    progress: Progress | None = None  #: from there


class AdoptedWorkers:
    """The workers that are not our children; of a run's several, the last one may hold it."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._workers: list[_AdoptedWorker] = []

    def __contains__(self, thread_id: str) -> bool:
        return any(known.row.thread_id == thread_id for known in list(self._workers))

    def __len__(self) -> int:
        return len(self._workers)

    def live(self, thread_id: str, life: WorkerHealth) -> LiveRun | None:
        """What is known of a run's worker."""
        known = self._find(thread_id)
        if known is None:
            return None
        row = known.row
        told = (life.responsive, None, known.progress, life.node)
        return LiveRun(row.pid, row.instance, row.epoch, row.started_at, *told, adopted=True)

    def worker(self, thread_id: str) -> WorkerRow | None:
        """The worker that may hold a run."""
        known = self._find(thread_id)
        return None if known is None else known.row

    def rows(self) -> list[WorkerRow]:
        return [known.row for known in list(self._workers)]

    def add(self, workers: Iterable[WorkerRow]) -> None:
        """These hold their runs, or did when they were last heard of."""
        self._workers += [_AdoptedWorker(worker) for worker in workers]

    def ended(self) -> Iterator[WorkerRow]:
        """Those that are gone, each told once, when nothing that they started is left and their lock is free."""
        for known in list(self._workers):
            if is_alive(known.row.pid, known.row.instance):
                continue
            end_leftovers(known.row.instance)  # a forked child holds its parent's lock
            if not is_held(self._home.run(known.row.thread_id).lock):
                self._workers.remove(known)
                yield known.row

    def heartbeats(self) -> Iterator[tuple[str, Vitals]]:
        """What they left in their runs' folders since the last look."""
        for known in list(self._workers):
            told = read_vitals(self._home.run(known.row.thread_id).vitals)
            if told is None or told[0] == known.changed_at or told[1].epoch != known.row.epoch:
                continue
            known.changed_at, vitals = told
            known.progress = vitals.progress
            yield known.row.thread_id, vitals

    def _find(self, thread_id: str) -> _AdoptedWorker | None:
        return next((each for each in reversed(list(self._workers)) if each.row.thread_id == thread_id), None)

    def release(self) -> None:
        """Forget them; they go on as they did before."""
        self._workers.clear()

    def ask_to_stop(self) -> None:
        """Ask all of them to stop at their next safe point."""
        for known in self._workers:
            if is_alive(known.row.pid, known.row.instance):
                ask_to_stop(known.row.pid)
