"""The only module that starts worker processes, and ends them.

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
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil

from workflow_engine_shared.errors import CannotStartWorker
from workflow_engine_shared.paths import private_file
from workflow_engine_shared.protocol.messages import Beat, Progress, Start, ToSupervisor, ToWorker
from workflow_engine_shared.protocol.pipe import Channel, supervisor_side
from workflow_engine_supervisor.processes.live_worker import LiveRun
from workflow_engine_supervisor.processes.liveness import WorkerHealth
from workflow_engine_supervisor.processes.system_process import INSTANCE_VARIABLE, end_leftovers, kill_group, kill_tree

#: Never handed down: a worker runs user code.
_SECRETS = ("REN_TOKEN",)


class WorkerProcess:
    """One worker process. `start` is None while it is a spare."""

    def __init__(self, process: "subprocess.Popen[bytes]", channel: Channel[ToSupervisor], instance: str) -> None:
        self._process = process
        self._channel = channel
        self.instance = instance
        self.pid = process.pid
        self.pid_created_at = _created_at(process.pid)
        self.ready = False
        self.start: Start | None = None
        self.assigned_at = ""  #: when it was handed its run
        self.beat: Beat | None = None
        self.progress: Progress | None = None
        self.claimed = False  #: it said that the run is its own

    @classmethod
    def spawn(cls, cwd: Path, output: Path) -> "WorkerProcess":
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
            theirs.append(private_file(output))
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

    def watch(
        self,
        on_message: Callable[["WorkerProcess", ToSupervisor], None],
        on_exit: Callable[["WorkerProcess", int], None],
    ) -> None:
        """Report its frames, and its end, each from a thread of its own.

        When its end is reported, nothing that it started is left.
        """

        def listen() -> None:
            for message in self._channel.messages():
                on_message(self, message)

        def wait() -> None:
            code = self._process.wait()
            self._channel.close()
            kill_group(self.pid)
            end_leftovers(self.instance)
            on_exit(self, code)

        threading.Thread(target=listen, name=f"listen-{self.pid}", daemon=True).start()
        threading.Thread(target=wait, name=f"wait-{self.pid}", daemon=True).start()

    def assign(self, start: Start) -> None:
        """Hand it its run."""
        self.start = start
        self._channel.send(start)

    def send(self, message: ToWorker) -> None:
        """Ring, unless a worker that does not read has let its pipe run full: its polling makes good a lost frame."""
        if self._channel.has_room():
            self._channel.send(message)

    def live(self, life: WorkerHealth) -> LiveRun | None:
        """What is known of it while it holds a run."""
        if self.start is None:
            return None
        epoch, assigned_at = self.start.epoch, self.assigned_at
        return LiveRun(
            self.pid, self.instance, epoch, assigned_at, life.responsive, self.beat, self.progress, life.node
        )

    def dismiss(self) -> None:
        """Close the pipe: a spare leaves at end-of-file."""
        self._channel.close()

    def kill(self) -> None:
        """End the process and everything it started, now."""
        kill_tree(self.pid)


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
    except psutil.NoSuchProcess:
        return 0.0
