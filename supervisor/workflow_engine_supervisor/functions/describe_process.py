"""One short-lived process that imports a module and tells what it registers, held within its limits.

User code runs there: it may hang, crash, print for ever, eat memory, leave processes behind. What it prints is read and
thrown away but for its last lines, and when it is over nothing that it started is left.
"""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
import uuid
from dataclasses import dataclass
from pathlib import Path

import msgspec
import psutil

from workflow_engine_shared.clock import wait_until
from workflow_engine_shared.functions.description import Described, DescribeRequest
from workflow_engine_shared.paths import private_folder
from workflow_engine_shared.units import MIB
from workflow_engine_supervisor.processes.local_launcher import user_code_environment
from workflow_engine_supervisor.processes.system_process import end_leftovers, kill_tree

_LOOK_S = 0.05
_TAIL = 4096
_MAX_RESULT = 8 * MIB


@dataclass(frozen=True)
class DescribeLimits:
    """The limits on what importing a module may use."""

    seconds: float = 30.0
    output: int = 16 * MIB  #: bytes printed
    memory: int = 2048 * MIB  #: bytes resident
    grace: float = 2.0  #: seconds beyond `seconds` until a process that does not end itself is ended


class CannotDescribe(Exception):
    """The process ended without an answer; the text says why."""


def describe_module(
    request: DescribeRequest, scratch: Path, limits: DescribeLimits, stopping: threading.Event | None = None
) -> Described:
    """Import a module in a process of its own, wait for what it tells.

    Args:
        request: which module; its `result` and `timeout` are filled in here.
        scratch: a folder for what the process writes; emptied again.
        limits: what it may use.
        stopping: once set, the process is ended.

    Raises:
        CannotDescribe: it went beyond a limit, died, or was ended.
    """
    private_folder(scratch)
    with tempfile.TemporaryDirectory(dir=scratch, prefix="describe-", ignore_cleanup_errors=True) as folder:
        result = Path(folder) / "described.json"
        request = msgspec.structs.replace(request, result=str(result), timeout=limits.seconds)
        watched = _DescribeProcess(request, Path(folder), limits)
        watched.wait(stopping or threading.Event())
        return watched.answer(result)


class _DescribeProcess:
    """The process under way."""

    def __init__(self, request: DescribeRequest, cwd: Path, limits: DescribeLimits) -> None:
        self._limits = limits
        self._instance = uuid.uuid4().hex
        self._tail = b""
        self._printed = 0
        self._why = ""
        try:
            self._process = _start(cwd, self._instance)
        except OSError as error:
            raise CannotDescribe(f"No process could be started: {error}.") from error
        self._reader = threading.Thread(target=self._read, name="describe-output", daemon=True)
        self._reader.start()
        assert self._process.stdin is not None
        with contextlib.suppress(OSError), self._process.stdin as stdin:  # it may be dead already
            stdin.write(msgspec.json.encode(request))

    def wait(self, stopping: threading.Event) -> None:
        """Until it ends, or is ended for going beyond a limit."""
        seconds = self._limits.seconds + self._limits.grace
        try:
            if not wait_until(self._is_over, seconds, _LOOK_S, stop=stopping):
                took_too_long = f"Importing it took longer than {self._limits.seconds:g} s."
                self._why = "The supervisor is stopping." if stopping.is_set() else took_too_long
        finally:
            kill_tree(self._process.pid)
            end_leftovers(self._instance)
            self._code = self._process.wait()
            self._reader.join(self._limits.grace)
            with contextlib.suppress(OSError):
                self._process.stdout.close()  # type: ignore[union-attr]
            if self._printed > self._limits.output:
                self._why = f"Importing it printed more than {self._limits.output // MIB} MiB."

    def _is_over(self) -> bool:
        if self._process.poll() is not None or self._printed > self._limits.output:
            return True
        if self._memory() > self._limits.memory:
            self._why = f"Importing it used more than {self._limits.memory // MIB} MiB of memory."
        return bool(self._why)

    def answer(self, result: Path) -> Described:
        """The answer that the process wrote."""
        if not self._why:
            with contextlib.suppress(OSError, msgspec.MsgspecError):
                if result.stat().st_size <= _MAX_RESULT:
                    return msgspec.json.decode(result.read_bytes(), type=Described)
        tail = self._tail.decode("utf-8", "replace").strip()
        if "Timeout (" in tail:  # it ended itself, and told where it was
            self._why = f"Importing it took longer than {self._limits.seconds:g} s."
        why = self._why or f"Importing it ended the process {_ending(self._code)}."
        raise CannotDescribe(f"{why}\n{tail}".strip())

    def _read(self) -> None:
        assert self._process.stdout is not None
        descriptor = self._process.stdout.fileno()
        with contextlib.suppress(OSError, ValueError):
            while (block := os.read(descriptor, 65536)) and self._printed <= self._limits.output:
                self._printed += len(block)
                self._tail = (self._tail + block)[-_TAIL:]

    def _memory(self) -> int:
        try:
            return int(psutil.Process(self._process.pid).memory_info().rss)
        except psutil.Error:
            return 0


def _start(cwd: Path, instance: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "workflow_engine_worker", "--describe"]
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.BELOW_NORMAL_PRIORITY_CLASS
    return subprocess.Popen(
        command,
        cwd=cwd,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=user_code_environment(instance),
        start_new_session=sys.platform != "win32",
        creationflags=flags,
    )


def _ending(code: int) -> str:
    if code >= 0:
        return f"with exit code {code}"
    try:
        return f"by {signal.Signals(-code).name}"
    except ValueError:
        return f"by signal {-code}"
