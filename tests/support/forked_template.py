"""The first worker template of a forked supervisor: forked as well, from what is imported already.

A template is a fresh interpreter that imports the engine: half a second, and each supervisor has one. Here it is a
child of the supervisor that was made before that had threads; it waits for the command by which the supervisor would
start it, and becomes what that would be: with its arguments, environment, folder, files, session and `__main__`. Every
later template of the same supervisor is a fresh interpreter. So are those of supervisors that are not forked, and with
`REN_TEST_WORKER_PROCESSES=spawn` there are none.
"""

import ctypes
import itertools
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import threading
import traceback
import warnings
from multiprocessing import context, process, resource_tracker
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

from workflow_engine_shared.protocol.instance_name import INSTANCE_VARIABLE, NO_INSTANCE
from workflow_engine_supervisor.processes import local_launcher
from workflow_engine_worker.functions.os_fork_guard import own_this_process

#: What a template would import, for the process that all are forked from.
IMPORTED = ["workflow_engine_worker.process.main", "workflow_engine_worker.process.template", __name__]
#: Must stand among the variables that the process began with which all are forked from: there others read it.
VARIABLES = {INSTANCE_VARIABLE: NO_INSTANCE, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
WARNINGS = "PYTHONWARNINGS"
#: With what Windows lacks: nothing is forked there.
_os: Any = os
_signal: Any = signal
_socket: Any = socket
_WORDS = [sys.executable, "-m", "workflow_engine_worker", "--template"]
_MAX_ORDER = 1024 * 1024
#: In the process that all are forked from: what `multiprocessing` has for one that it did not begin.
_MAIN = process.current_process()


def begin_with(env: dict[str, str], path: list[str], *, runs: bool = True) -> None:
    """Let this process have an environment, with the warnings that it asks for, and a template-to-be.

    That one stands in place of the first template that it would start.

    Args:
        env: All of its variables.
        path: Where `python -m` imports from, but for the working directory.
        runs: Whether it is going to have workers.
    """
    kept = {name: value for name, value in os.environ.items() if name in VARIABLES}
    _set_environment({**env, **kept})
    if wished := env.get(WARNINGS):
        sys.warnoptions[:] = [wished]
        warnings.simplefilter(wished)  # type: ignore[arg-type]
    traced = any(name.startswith(("LANGSMITH_", "LANGCHAIN_")) for name in env)  # LangGraph is imported otherwise
    if runs and not traced and env.get("REN_WORKER_PROCESSES", "auto") == "auto":
        _make_ready(path)
    _set_environment(env)


def _make_ready(path: list[str]) -> None:
    ours, theirs = _socket.socketpair(_socket.AF_UNIX, _socket.SOCK_SEQPACKET)
    pid = _os.fork()
    if pid == 0:
        ours.close()
        _await_order(theirs, path)
    theirs.close()
    launcher: Any = local_launcher
    launcher.subprocess = _Subprocess(_Ready(pid, ours))


class _Ready:
    """A template-to-be; for one order."""

    def __init__(self, pid: int, orders: socket.socket) -> None:
        self._pid = pid
        self._orders = orders
        self.taken = False

    def order(self, words: list[str], options: dict[str, Any]) -> "_Child":
        """Let it become `subprocess.Popen(words, **options)`."""
        self.taken = True
        (control,) = options["pass_fds"]
        order = json.dumps({"cwd": str(options["cwd"]), "env": options["env"]}).encode()
        with self._orders:
            _socket.send_fds(self._orders, [order], [control, options["stdout"]])
        return _Child(self._pid)


class _Child:
    """What the launcher uses of `subprocess.Popen`, of a child that was forked."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._lock = threading.Lock()

    def poll(self) -> int | None:
        return self._reap(_os.WNOHANG)

    def wait(self) -> int | None:
        _os.waitid(_os.P_PID, self.pid, _os.WEXITED | _os.WNOWAIT)
        return self._reap(0)

    def kill(self) -> None:
        with self._lock:
            if self.returncode is None:
                os.kill(self.pid, _signal.SIGKILL)

    def _reap(self, options: int) -> int | None:
        with self._lock:
            if self.returncode is None:
                pid, status = os.waitpid(self.pid, options)
                self.returncode = os.waitstatus_to_exitcode(status) if pid else None
            return self.returncode


class _Subprocess(ModuleType):
    """The module `subprocess`, but for one command."""

    def __init__(self, ready: _Ready) -> None:
        super().__init__(subprocess.__name__)
        self._ready = ready

    def __getattr__(self, name: str) -> Any:
        return getattr(subprocess, name)

    def Popen(self, words: list[str], **options: Any) -> Any:  # noqa: N802 - as it is called there
        if self._ready.taken or words[: len(_WORDS)] != _WORDS:
            return subprocess.Popen(words, **options)
        return self._ready.order(words, options)


def _await_order(orders: socket.socket, path: list[str]) -> NoReturn:
    """In the child: become a template, or leave with the supervisor that never asked for one."""
    try:
        os.closerange(3, orders.fileno())
        os.closerange(orders.fileno() + 1, _os.sysconf("SC_OPEN_MAX"))
        with orders:
            packet, files, _, _ = _socket.recv_fds(orders, _MAX_ORDER, 2)
        if packet:
            control, sink = files
            _become(json.loads(packet), control, sink, path)
    except BaseException:  # noqa: BLE001 - nothing of it may come back into the supervisor's frames
        traceback.print_exc(file=sys.__stderr__)
        sys.__stderr__.flush()  # type: ignore[union-attr]
        os._exit(1)
    os._exit(0)


def _become(order: dict[str, Any], control: int, sink: int, path: list[str]) -> None:
    _os.setsid()
    _signal.pthread_sigmask(_signal.SIG_BLOCK, {_signal.SIGUSR1})
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (sink, 1), (sink, 2)):
        os.dup2(source, target)
    os.close(nothing)
    os.close(sink)
    begun: Any = sys
    begun.stdin = begun.__stdin__ = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - for good
    os.chdir(order["cwd"])
    _set_environment(order["env"])
    _be_nobodys_child()
    own_this_process()
    sys.path[:] = [order["cwd"], *path]
    sys.argv[:] = ["-m", "--template", str(control)]
    _show_command([*_WORDS, str(control)])
    runpy.run_module("workflow_engine_worker", run_name="__main__", alter_sys=True)


def _set_environment(env: dict[str, str]) -> None:
    """One variable after the other: what is as it was stays where it stands in memory."""
    for name in set(os.environ) - set(env):
        del os.environ[name]
    for name, value in env.items():
        if os.environ.get(name) != value:
            os.environ[name] = value


def _show_command(words: list[str]) -> None:
    """Have others see this command as that of this process, and of those that are forked from it."""
    begin, end = map(int, Path("/proc/self/stat").read_text("utf-8").rpartition(")")[2].split()[45:47])
    shown = b"".join(os.fsencode(word) + b"\0" for word in words)
    assert len(shown) <= end - begin, "the command of the process that all are forked from is longer"
    ctypes.memset(begin, 0, end - begin)
    ctypes.memmove(begin, shown, len(shown))


def _be_nobodys_child() -> None:
    """Nothing is left of the multiprocessing that began this process: user code has one of its own."""
    own: Any = process
    own._current_process = _MAIN
    own._parent_process = None
    own._process_counter = itertools.count(1)
    own._children = set()
    default: Any = context._default_context
    default._actual_context = None
    tracker: Any = resource_tracker._resource_tracker
    tracker._fd = tracker._pid = None
