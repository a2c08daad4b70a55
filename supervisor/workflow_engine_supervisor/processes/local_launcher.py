"""The local launcher spawns workers: an interpreter each, which imports the engine. Works on every system.

A worker leads a session (Windows: a process group) of its own, so that Ctrl-C in our terminal does not reach it and
all its descendants can be ended together. It inherits two pipe ends and nothing else; their numbers are all that
stands in its arguments. In its environment stands its instance id: a process id may be given to somebody else, and a
descendant may leave the session and lose its parent, but both keep the environment they began with.
"""

import contextlib
import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from workflow_engine_shared.errors import CannotStartWorker
from workflow_engine_shared.paths import Home, private_file
from workflow_engine_shared.plain_files import OddFile
from workflow_engine_shared.protocol.instance_name import INSTANCE_VARIABLE
from workflow_engine_shared.protocol.pipe import supervisor_side
from workflow_engine_shared.storage.workflow.rows import WorkerRow
from workflow_engine_supervisor.processes.adopted_worker import AdoptedWorker
from workflow_engine_supervisor.processes.local_worker import LocalWorker, OwnProcess
from workflow_engine_supervisor.processes.system_process import stack_requests_wait

#: Never handed down: a worker runs user code.
_SECRETS = ("REN_TOKEN",)


class LocalLauncher:
    """Workers as processes of this machine, each spawned."""

    def __init__(self, home: Home, python: str | None = None) -> None:
        self._home = home
        self._python = python or sys.executable

    def prepare(self, wake: Callable[[], None]) -> bool:  # noqa: ARG002 - it never has to
        """A worker can be spawned at any time."""
        return True

    def launch(self) -> LocalWorker:
        """Start a child.

        Raises:
            CannotStartWorker: the system refused.
        """
        return launched(lambda ends, instance: _spawned(ends, self._home.root, instance, self._python))

    def adopt(self, row: WorkerRow) -> AdoptedWorker:
        """Take up the child of a supervisor before us."""
        return AdoptedWorker(row, self._home.run(row.thread_id))

    def close(self) -> None:
        """Nothing of it is open."""


def launched(begin: Callable[[tuple[int, int], str], OwnProcess]) -> LocalWorker:
    """A worker that waits for a run; `begin` makes its process, given the ends of its pipe and its instance.

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
        process = begin((theirs[0], theirs[1]), instance)
    except OSError as error:
        for descriptor in ours:
            os.close(descriptor)
        raise CannotStartWorker(f"No worker process could be started: {error}.") from error
    finally:
        for descriptor in theirs:
            os.close(descriptor)
    writer, reader = ours
    return LocalWorker(process, supervisor_side(os.fdopen(reader, "rb"), os.fdopen(writer, "wb")), instance)


class SpawnedProcess:
    """An interpreter, our child."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process
        self.pid = process.pid

    def alive(self) -> bool:
        return self._process.poll() is None

    def wait(self) -> int:
        return self._process.wait()

    def kill(self) -> None:
        self._process.kill()


def _spawned(ends: tuple[int, int], cwd: Path, instance: str, python: str) -> SpawnedProcess:
    """`python -m workflow_engine_worker` with exactly these two pipe ends inherited."""
    options: dict[str, Any] = {}
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
    return worker_process(numbers, cwd, instance, options, python)


def worker_process(
    words: list[str], cwd: Path, instance: str, options: dict[str, Any], python: str = sys.executable
) -> SpawnedProcess:
    """`python -m workflow_engine_worker WORDS`; what it prints until it has a run goes to `spares.log`.

    Raises:
        OSError: the system refused.
    """
    with _sink(cwd / "spares.log") as sink, stack_requests_wait():
        process = subprocess.Popen(
            [python, "-m", "workflow_engine_worker", *words],
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=sink,
            env=user_code_environment(instance),
            **options,
        )
    return SpawnedProcess(process)


@contextlib.contextmanager
def _sink(output: Path) -> Iterator[int]:
    """Where a spare prints; what somebody put in the file's place keeps no worker from starting."""
    try:
        sink = private_file(output)
    except OddFile:
        sink = os.open(os.devnull, os.O_WRONLY)
    try:
        yield sink
    finally:
        os.close(sink)


def user_code_environment(instance: str) -> dict[str, str]:
    """The environment of any process that runs user code: without our secrets, and known as `instance`'s for good."""
    return {**_environment(), INSTANCE_VARIABLE: instance}


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _SECRETS}
    return {**kept, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
