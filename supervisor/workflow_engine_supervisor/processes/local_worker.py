"""Local workers: our children. The only module that starts worker processes.

A worker leads a session (Windows: a process group) of its own, so that Ctrl-C in our terminal does not reach it and
all its descendants can be ended together. It inherits two pipe ends and nothing else; their numbers are all that
stands in its arguments. In its environment stands its instance id: a process id may be given to somebody else, and a
descendant may leave the session and lose its parent, but both keep the environment they began with.
"""

import os
import subprocess
import sys
import threading
import uuid
from functools import partial
from pathlib import Path
from typing import Any

import psutil

from workflow_engine_shared.clock import wait_until
from workflow_engine_shared.errors import CannotStartWorker
from workflow_engine_shared.paths import Home, private_file
from workflow_engine_shared.plain_files import OddFile
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
from workflow_engine_shared.protocol.pipe import Channel, supervisor_side
from workflow_engine_shared.storage.workflow.rows import WorkerRow
from workflow_engine_shared.vocabulary import VisitStatus
from workflow_engine_supervisor.processes.adopted_worker import AdoptedWorker
from workflow_engine_supervisor.processes.live_worker import LiveRun
from workflow_engine_supervisor.processes.liveness import WorkerHealth
from workflow_engine_supervisor.processes.system_process import (
    INSTANCE_VARIABLE,
    LocalProcess,
    ask_for_stacks,
    kill_group,
    leftovers_ended,
    stack_requests_wait,
)
from workflow_engine_supervisor.processes.worker_handle import Assignment, OnExit, OnMessage

#: Never handed down: a worker runs user code.
_SECRETS = ("REN_TOKEN",)
#: So long, and so often, the processes that a worker left are looked for while there are no file handles to look with.
_LEFTOVERS_S = 600.0
_AGAIN_S = 0.5


class LocalWorker(LocalProcess):
    """A worker that is our child, and a spare until it is assigned: two threads of its own report what it does."""

    adopted = False

    def __init__(self, process: "subprocess.Popen[bytes]", channel: Channel[ToSupervisor], instance: str) -> None:
        super().__init__(process.pid, instance)
        self._process = process
        self._channel = channel
        self.pid_created_at = _created_at(process.pid)
        self.assignment: Assignment | None = None
        self.ready = False
        self.claimed = False
        self.beats = 0
        self._progress: Progress | None = None

    @classmethod
    def spawn(cls, cwd: Path, output: Path) -> "LocalWorker":
        """Start a process that imports the engine and waits for a run; what it prints until then goes to `output`.

        Raises:
            CannotStartWorker: the system refused.
        """
        theirs: list[int] = []
        ours: list[int] = []
        instance = uuid.uuid4().hex
        try:
            for mine, other in ((1, 0), (0, 1)):
                ends = os.pipe()
                theirs.append(ends[other])
                ours.append(ends[mine])
            theirs.append(_sink(output))
            process = _popen((theirs[0], theirs[1]), cwd, theirs[2], instance)
        except OSError as error:
            for descriptor in ours:
                os.close(descriptor)
            raise CannotStartWorker(f"No worker process could be started: {error}.") from error
        finally:
            for descriptor in theirs:
                os.close(descriptor)
        writer, reader = ours
        return cls(process, supervisor_side(os.fdopen(reader, "rb"), os.fdopen(writer, "wb")), instance)

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
            self._progress = message
        elif isinstance(message, NodeMoved) and message.status is VisitStatus.RUNNING:
            self._progress = None
        elif isinstance(message, Signalled):
            self.claimed = True

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
        if not ask_for_stacks(self.pid):
            self.send(DumpStacks())

    def alive(self) -> bool:
        return self._process.poll() is None

    def live(self, health: WorkerHealth) -> LiveRun | None:
        held = self.assignment
        if held is None:
            return None
        known = (health.responsive, self._progress, health.node, self.adopted, health.held_s)
        return LiveRun(self.pid, self.instance, held.epoch, held.assigned_at, *known)

    def dismiss(self) -> None:
        """Close the pipe: a spare leaves at end-of-file."""
        self._channel.close()


class LocalLauncher:
    """Workers as processes of this machine."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def launch(self) -> LocalWorker:
        """Start a child.

        Raises:
            CannotStartWorker: the system refused.
        """
        return LocalWorker.spawn(self._home.root, self._home.root / "spares.log")

    def adopt(self, row: WorkerRow) -> AdoptedWorker:
        """Take up the child of a supervisor before us."""
        return AdoptedWorker(row, self._home.run(row.thread_id))


def _sink(output: Path) -> int:
    """Where a spare prints; what somebody put in the file's place keeps no worker from starting."""
    try:
        return private_file(output)
    except OddFile:
        return os.open(os.devnull, os.O_WRONLY)


def _popen(ends: tuple[int, int], cwd: Path, sink: int, instance: str) -> "subprocess.Popen[bytes]":
    """`python -m workflow_engine_worker` with exactly these two pipe ends inherited."""
    options: dict[str, Any] = {
        "cwd": cwd,
        "stdin": subprocess.DEVNULL,
        "stdout": sink,
        "stderr": sink,
        "env": user_code_environment(instance),
    }
    if sys.platform == "win32":
        import msvcrt

        handles = [msvcrt.get_osfhandle(end) for end in ends]
        for handle in handles:
            os.set_handle_inheritable(handle, True)
        numbers = [str(handle) for handle in handles]
        options["startupinfo"] = subprocess.STARTUPINFO(lpAttributeList={"handle_list": handles})
        options["creationflags"] = subprocess.CREATE_NEW_PROCESS_GROUP
    else:
        numbers = [str(end) for end in ends]
        options["pass_fds"] = ends
        options["start_new_session"] = True
    command = [sys.executable, "-m", "workflow_engine_worker", *numbers]
    with stack_requests_wait():
        return subprocess.Popen(command, **options)


def user_code_environment(instance: str) -> dict[str, str]:
    """The environment of any process that runs user code: without our secrets, and known as `instance`'s for good."""
    return {**_environment(), INSTANCE_VARIABLE: instance}


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _SECRETS}
    return {**kept, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}


def _created_at(pid: int) -> float:
    try:
        return psutil.Process(pid).create_time()
    except (psutil.Error, OSError):  # a hint only; a worker that nobody holds would be lost for it
        return 0.0
