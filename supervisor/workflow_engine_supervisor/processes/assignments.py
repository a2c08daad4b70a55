"""Which worker holds which run: our own children, and those that a supervisor before us started."""

from collections.abc import Iterator

from workflow_engine_shared.paths import Home
from workflow_engine_shared.protocol.messages import Restart, Stop, ToWorker
from workflow_engine_supervisor.processes.adopted_worker import AdoptedWorkers
from workflow_engine_supervisor.processes.live_worker import LiveRun
from workflow_engine_supervisor.processes.liveness import WorkerHealth
from workflow_engine_supervisor.processes.system_process import ask_to_stop, is_alive, kill_tree
from workflow_engine_supervisor.processes.worker_process import WorkerProcess


class Assignments:
    """The runs at work. Changed by the monitor's thread only; any thread may ask."""

    def __init__(self, home: Home) -> None:
        self._children: dict[str, WorkerProcess] = {}
        self.adopted = AdoptedWorkers(home)

    def __contains__(self, thread_id: str) -> bool:
        return thread_id in self._children or thread_id in self.adopted

    def __len__(self) -> int:
        return len(self._children) + len(self.adopted)

    def add(self, thread_id: str, worker: WorkerProcess) -> None:
        """Our child was given this run."""
        self._children[thread_id] = worker

    def remove(self, thread_id: str) -> None:
        """Our child ended, and that is recorded."""
        self._children.pop(thread_id, None)

    def child(self, thread_id: str) -> WorkerProcess | None:
        """Our child that holds a run."""
        return self._children.get(thread_id)

    def children(self) -> list[WorkerProcess]:
        return list(self._children.values())

    def live(self, thread_id: str, life: WorkerHealth) -> LiveRun | None:
        """What is known of a run's worker; None: it has none."""
        child = self._children.get(thread_id)
        if child is not None:
            return child.live(life)
        return self.adopted.live(thread_id, life)

    def process(self, thread_id: str) -> tuple[int, str] | None:
        """The process id and the instance of a run's worker."""
        child = self._children.get(thread_id)
        if child is not None:
            return child.pid, child.instance
        row = self.adopted.worker(thread_id)
        return None if row is None else (row.pid, row.instance)

    def processes(self) -> Iterator[tuple[str, int]]:
        """All runs with their workers' process ids."""
        for thread_id in [*self._children, *(row.thread_id for row in self.adopted.rows())]:
            if found := self.process(thread_id):
                yield thread_id, found[0]

    def send(self, thread_id: str, message: ToWorker) -> None:
        """Ring our child; an adopted worker has no pipe and polls."""
        if child := self._children.get(thread_id):
            child.send(message)

    def restart(self, thread_id: str) -> None:
        """Ask a run's worker to leave at its next safe point, so that another goes on."""
        self.send(thread_id, Restart())
        row = self.adopted.worker(thread_id)
        if row is not None and is_alive(row.pid, row.instance):
            ask_to_stop(row.pid)

    def ask_to_stop(self) -> None:
        """Ask every worker to stop at its next safe point."""
        for child in self._children.values():
            child.send(Stop())
        self.adopted.ask_to_stop()

    def kill(self, thread_id: str) -> None:
        """End a run's worker and everything it started, now."""
        found = self.process(thread_id)
        if found is not None and is_alive(*found):
            kill_tree(found[0])

    def kill_all(self) -> None:
        for thread_id, _ in list(self.processes()):
            self.kill(thread_id)
