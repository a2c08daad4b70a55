"""Processes as the operating system knows them: whether one lives, how it is asked, how it is ended."""

import contextlib
import os
import signal
import sys
from collections.abc import Iterator

import psutil

from workflow_engine_shared.machine_limits import lacks_handles
from workflow_engine_shared.protocol.instance_name import INSTANCE_VARIABLE

#: How long to look whether a silent process works.
_LOOK_S = 0.1
_WORKS_PERCENT = 5.0


class LocalProcess:
    """A worker as a process of this machine: what its process id alone allows, be it our child or not."""

    def __init__(self, pid: int, instance: str) -> None:
        self.pid = pid
        self.instance = instance

    def alive(self) -> bool:
        """Whether it still runs."""
        return is_alive(self.pid, self.instance)

    def is_stopped(self) -> bool:
        """Whether somebody suspended it."""
        return is_stopped(self.pid)

    def silence(self) -> str:
        """What it does while it says nothing."""
        return silence_of(self.pid)

    def kill(self) -> None:
        """End it and everything it started, now."""
        if self.alive():
            kill_tree(self.pid)


def is_alive(pid: int, instance: str) -> bool:
    """Whether a worker we have no handle of still runs: its process id alone may be somebody else's by now."""
    try:
        process = psutil.Process(pid)
        return process.status() != psutil.STATUS_ZOMBIE and process.environ().get(INSTANCE_VARIABLE) == instance
    except psutil.Error:
        return False


def ask_to_stop(pid: int) -> None:
    """What `Stop` says to a worker with a pipe. Windows has no such signal."""
    if sys.platform != "win32":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGTERM)


def force_stacks(pid: int) -> None:
    """Have a worker's stacks written while native code holds its interpreter. Windows has no such signal.

    Only for a worker that does not answer when asked: stacks are read without the interpreter's lock, and if Python
    code runs meanwhile they change under the reader, which can end the process (cpython issue 116008).
    """
    if sys.platform != "win32":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGUSR1)


@contextlib.contextmanager
def stack_requests_wait() -> Iterator[None]:
    """A process started inside takes `force_stacks` once it can answer; before, the signal would end it."""
    if sys.platform == "win32":
        yield
    else:
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})  # of this thread, and inherited
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def is_stopped(pid: int) -> bool:
    """Whether somebody suspended a process."""
    try:
        return bool(psutil.Process(pid).status() == psutil.STATUS_STOPPED)
    except psutil.Error:
        return False


def silence_of(pid: int) -> str:
    """What a process that tells nothing is doing: "stopped", "busy" (in native code), "blocked", or "gone"."""
    if is_stopped(pid):
        return "stopped"
    try:
        return "busy" if psutil.Process(pid).cpu_percent(_LOOK_S) >= _WORKS_PERCENT else "blocked"
    except psutil.Error:
        return "gone"


def end_leftovers(instance: str) -> None:
    """End every process that a dead worker left running, also those that left its group and lost their parent.

    Raises:
        OSError: nobody could be looked at, for want of file handles.
    """
    for pid in psutil.pids():
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(pid)
            if process.environ().get(INSTANCE_VARIABLE) == instance:
                process.kill()


def leftovers_ended(instance: str) -> bool:
    """The same; False: there is no file handle for it, so that it has to be tried again."""
    try:
        end_leftovers(instance)
    except OSError as error:
        if lacks_handles(error):
            return False
        raise
    return True


def kill_tree(pid: int) -> None:
    """End a process, its group and every descendant (also those that left the group)."""
    try:
        root = psutil.Process(pid)
        family = [*root.children(recursive=True), root]
    except (psutil.NoSuchProcess, OSError):  # without a file handle to look with: its group at least
        family = []
    kill_group(pid)
    for process in family:
        with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            process.kill()


def kill_group(leader: int) -> None:
    """End every process of the group that this one leads. Windows has no such groups."""
    if sys.platform != "win32":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(leader, signal.SIGKILL)
