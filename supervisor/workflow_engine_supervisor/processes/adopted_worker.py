"""Adopted workers: a supervisor before us launched them. Without a pipe, their processes and files speak for them."""

from workflow_engine_shared.locks import is_held
from workflow_engine_shared.paths import RunPaths
from workflow_engine_shared.plain_files import OddFile
from workflow_engine_shared.protocol.heartbeat_file import read_vitals
from workflow_engine_shared.protocol.messages import Progress, ToWorker
from workflow_engine_shared.protocol.stacks_request import ask_for_stacks
from workflow_engine_shared.storage.workflow.rows import WorkerRow
from workflow_engine_supervisor.processes.live_worker import LiveRun
from workflow_engine_supervisor.processes.liveness import WorkerHealth
from workflow_engine_supervisor.processes.system_process import (
    LocalProcess,
    ask_to_stop,
    end_leftovers,
    force_stacks,
)
from workflow_engine_supervisor.processes.worker_handle import Assignment, OnExit, OnMessage


class AdoptedWorker(LocalProcess):
    """A worker that is not our child: polled for its heartbeats and its end, asked by signals."""

    adopted = True
    claimed = True
    starting = False
    beats = 0

    def __init__(self, row: WorkerRow, paths: RunPaths) -> None:
        super().__init__(row.pid, row.instance)
        self.assignment = Assignment(row.thread_id, row.epoch, row.started_at)
        self._paths = paths
        self._heartbeat_at: int | None = None  #: the file's change, as we last saw it
        self._progress: Progress | None = None
        self._others: tuple[Progress, ...] = ()
        self._ended = False

    def watch(self, on_message: OnMessage, on_exit: OnExit) -> None:
        self._on_message = on_message
        self._on_exit = on_exit

    def poll(self) -> None:
        """Report its end when its process is gone and its lock is free, else what it left in its run's folder."""
        if self._ended:
            return
        if not self.alive():
            end_leftovers(self.instance)  # a forked child holds its parent's lock
            if not self._lock_is_held():
                self._ended = True
                self._on_exit(self, None)
                return
        self._read_heartbeat()

    def _lock_is_held(self) -> bool:
        try:
            return is_held(self._paths.lock)
        except OddFile:  # somebody put something else in its place, which nobody can hold
            return False

    def _read_heartbeat(self) -> None:
        found = read_vitals(self._paths.vitals)
        if found is None or found[0] == self._heartbeat_at or found[1].epoch != self.assignment.epoch:
            return
        self._heartbeat_at, vitals = found
        self._progress, self._others = vitals.progress, vitals.others
        self._on_message(self, vitals)

    def send(self, message: ToWorker) -> None:
        """It polls: there is no pipe to ring."""

    def ask_to_stop(self) -> None:
        if self.alive():
            ask_to_stop(self.pid)

    def ask_to_restart(self) -> None:
        """A stop that its own supervisor did not ask for is followed by another attempt at once."""
        self.ask_to_stop()

    def request_stacks(self) -> None:
        if self.alive():
            ask_for_stacks(self._paths.stacks_asked)

    def force_stacks(self) -> None:
        if self.alive():
            force_stacks(self.pid)

    def live(self, health: WorkerHealth) -> LiveRun:
        held = self.assignment
        known = (health.responsive, self._progress, health.node)
        held_by = (self.pid, self.instance, held.epoch, held.assigned_at)
        return LiveRun(*held_by, *known, adopted=True, held_s=health.held_s, others=self._others)
