"""Local workers: processes of this machine that this supervisor launched, and talks to through a pipe."""

import threading
from functools import partial
from typing import Protocol

import psutil

from workflow_engine_shared.clock import wait_until
from workflow_engine_shared.protocol.messages import (
    Beat,
    DumpStacks,
    NodeMoved,
    Progress,
    Ready,
    Restart,
    Signalled,
    Start,
    Stop,
    ToSupervisor,
    ToWorker,
)
from workflow_engine_shared.protocol.pipe import Channel
from workflow_engine_shared.vocabulary import VisitStatus
from workflow_engine_supervisor.processes.live_worker import LiveRun
from workflow_engine_supervisor.processes.liveness import WorkerHealth
from workflow_engine_supervisor.processes.system_process import (
    LocalProcess,
    force_stacks,
    kill_group,
    leftovers_ended,
)
from workflow_engine_supervisor.processes.worker_handle import Assignment, OnExit, OnMessage

#: So long, and so often, the processes that a worker left are looked for while there are no file handles to look with.
_LEFTOVERS_S = 600.0
_AGAIN_S = 0.5


class OwnProcess(Protocol):
    """A process whose end we hear of."""

    @property
    def pid(self) -> int: ...

    def alive(self) -> bool:
        """Whether its end is still to come."""

    def wait(self) -> int | None:
        """Wait for its end; returns its exit code, None if nobody knows it."""


class LocalWorker(LocalProcess):
    """A worker that is our child, and a spare until it is assigned: two threads of its own report what it does."""

    adopted = False

    def __init__(self, process: OwnProcess, channel: Channel[ToSupervisor], instance: str) -> None:
        super().__init__(process.pid, instance)
        self._process = process
        self._channel = channel
        self.pid_created_at = _created_at(process.pid)
        self.assignment: Assignment | None = None
        self.ready = False
        self.claimed = False
        self.beats = 0
        self._reported: dict[int, Progress] = {}  #: what it told last of each visit, the newest of all last

    @property
    def starting(self) -> bool:
        return self.beats == 0

    def watch(self, on_message: OnMessage, on_exit: OnExit) -> None:
        def listen() -> None:
            for message in self._channel.messages():
                self._note(message)
                on_message(self, message)

        def wait() -> None:
            code = self._process.wait()
            self._channel.close()
            kill_group(self.pid)
            try:  # what is left may hold the run's lock
                wait_until(partial(leftovers_ended, self.instance), _LEFTOVERS_S, _AGAIN_S)
            finally:  # a run whose worker's end nobody hears of would wait for ever
                on_exit(self, code)

        threading.Thread(target=listen, name=f"listen-{self.pid}", daemon=True).start()
        threading.Thread(target=wait, name=f"wait-{self.pid}", daemon=True).start()

    def _note(self, message: ToSupervisor) -> None:
        """Keep what a message says of the worker itself."""
        if isinstance(message, Ready):
            self.ready = True
        elif isinstance(message, Beat):
            self.beats += 1
        elif isinstance(message, Progress):
            self._reported = {**self._without(message.visit), message.visit: message}
        elif isinstance(message, NodeMoved) and message.status is VisitStatus.RUNNING:
            beside = self._without(message.visit)
            self._reported = {
                visit: beside[visit] for visit in beside if visit > message.visit or visit in message.beside
            }
        elif isinstance(message, Signalled):
            self.claimed = True

    def _without(self, visit: int) -> dict[int, Progress]:
        return {each: told for each, told in self._reported.items() if each != visit}

    def poll(self) -> None:
        """Its own threads report."""

    def assign(self, start: Start, assigned_at: str) -> None:
        """Hand it its run."""
        self.assignment = Assignment(start.thread_id, start.epoch, assigned_at)
        self._channel.send(start)

    def send(self, message: ToWorker) -> None:
        """Ring, unless a worker that does not read has let its pipe run full: its polling makes good a lost frame."""
        if self._channel.has_room():
            self._channel.send(message)

    def ask_to_stop(self) -> None:
        self.send(Stop())

    def ask_to_restart(self) -> None:
        self.send(Restart())

    def request_stacks(self) -> None:
        self.send(DumpStacks())

    def force_stacks(self) -> None:
        if self.alive():
            force_stacks(self.pid)

    def alive(self) -> bool:
        return self._process.alive()

    def live(self, health: WorkerHealth) -> LiveRun | None:
        held = self.assignment
        if held is None:
            return None
        *others, newest = self._reported.values() or [None]
        known = (health.responsive, newest, health.node, self.adopted, health.held_s, tuple(filter(None, others)))
        return LiveRun(self.pid, self.instance, held.epoch, held.assigned_at, *known)

    def dismiss(self) -> None:
        """Close the pipe: a spare leaves at end-of-file."""
        self._channel.close()


def _created_at(pid: int) -> float:
    try:
        return psutil.Process(pid).create_time()
    except (psutil.Error, OSError):  # a hint only; a worker that nobody holds would be lost for it
        return 0.0
