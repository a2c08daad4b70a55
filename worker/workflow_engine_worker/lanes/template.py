"""A process that has imported the flow's module and forks lanes: the import is paid once, a further lane costs 10 ms.

It begins without that module, which is imported once the run's worker has done so: what an import writes or fetches is
there then, and no two of them do it at once.

It has a single thread, so forking it is safe, unlike a fork of the run's worker. What an import leaves behind that two
processes must not share - threads, sockets, files open for writing - makes it unfit: its lanes are started anew then,
each with an import of its own. Linux only; elsewhere every lane is.
"""

import _thread
import contextlib
import gc
import importlib
import multiprocessing
import os
import pickle
import socket
import stat
import struct
import sys
import threading
import warnings
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from time import monotonic
from typing import Any, NamedTuple, NoReturn

from workflow_engine_worker.file_guard.rules import FileRules
from workflow_engine_worker.functions import frozen_loader
from workflow_engine_worker.lanes.item_process import ItemProcess, prepare
from workflow_engine_worker.lanes.messages import Unfit, encode_message

#: With what Windows lacks: nothing is forked there.
_os: Any = os
_socket: Any = socket
_ORDER = struct.Struct("!cq")
_ANSWER = struct.Struct("!qq")
_LOAD, _FORK, _REAP = b"l", b"f", b"r"
_REAP_S = 2.0  #: that a process whose pipe has ended may take until it is gone
_PATIENCE_S = _REAP_S * 2  #: with its answer
_SOON_S = 0.5  #: that it may take until a process is gone whose end of a pipe is
_UNKNOWN = -(2**31)


class Environment(NamedTuple):
    """What a process is given when it begins, and what an import may change."""

    variables: dict[str, str]
    path: list[str]
    folder: str

    @classmethod
    def here(cls) -> "Environment":
        """This process's, now."""
        return cls(dict(os.environ), list(sys.path), os.getcwd())  # noqa: PTH109 - a text to compare

    def enter(self) -> None:
        """This process has it from now on."""
        os.environ.clear()
        os.environ.update(self.variables)
        sys.path[:] = self.path
        with contextlib.suppress(OSError):  # it is gone, which the function will say if it minds
            os.chdir(self.folder)


class Template:
    """The template as the run's worker sees it. Any thread."""

    def __init__(self, rules: FileRules | None) -> None:
        spawn: Any = multiprocessing.get_context("spawn")
        self._socket, theirs = socket.socketpair()
        self._socket.settimeout(_PATIENCE_S)
        self._process = started(spawn.Process(target=_serve, args=(theirs, rules), name="item-template"))
        theirs.close()
        self._lock = threading.Lock()
        self._waiting = threading.Lock()  #: the system tells of an end once: of two who ask, one would hear nothing
        self._has_function = False
        self.dismissed = False  #: what it has not forked yet is nobody's loss

    @property
    def alive(self) -> bool:
        with self._waiting:
            return bool(self._process.is_alive())

    def load(self, function: bytes, environment: Environment) -> None:
        """Let it import what a function needs, the first one's; its lanes load all others themselves."""
        with self._lock, contextlib.suppress(OSError):  # it is gone: its lanes will be
            if self._has_function:
                return
            self._has_function = True
            body = pickle.dumps((function, environment), pickle.HIGHEST_PROTOCOL)
            self._socket.settimeout(None)  # a function may carry much, and is read once the process stands
            self._socket.sendall(_ORDER.pack(_LOAD, len(body)) + body)
            self._socket.settimeout(_PATIENCE_S)

    def fork(self) -> Connection:
        """Order one lane; returns our end of its pipe, which ends at once if nothing comes of it."""
        spawn: Any = multiprocessing.get_context("spawn")
        ours: Connection
        ours, theirs = spawn.Pipe()
        with self._lock, contextlib.suppress(OSError):
            _socket.send_fds(self._socket, [_ORDER.pack(_FORK, 0)], [theirs.fileno()])
        theirs.close()
        return ours

    def exit_code_of(self, pid: int) -> int | None:
        """How a lane ended whose pipe has; None: it is not known."""
        with self._lock, contextlib.suppress(OSError, struct.error):
            self._socket.sendall(_ORDER.pack(_REAP, pid))
            answered = code = 0
            while answered != pid:  # an earlier answer may have come too late for the one who asked
                answered, code = _ANSWER.unpack(self._socket.recv(_ANSWER.size))
            return None if code == _UNKNOWN else code
        return None

    def exit_code(self) -> int | None:
        """Its own; None: it lives."""
        with self._waiting:
            self._process.join(_SOON_S)
            code: int | None = self._process.exitcode
            return code

    def end(self) -> None:
        """Its lanes live on."""
        self.dismissed = True
        self._process.kill()
        self.exit_code()
        self.close()

    def close(self) -> None:
        """It is gone."""
        self._socket.close()


def started(process: BaseProcess) -> BaseProcess:
    """Start a process of the engine's: it is none of those that user code finds with `active_children` and ends."""
    process.start()
    multiprocessing.process._children.discard(process)  # type: ignore[attr-defined]  # noqa: SLF001 - no other way
    return process


def _serve(control: socket.socket, rules: FileRules | None) -> NoReturn:
    prepare(rules)
    reason = ""
    while True:
        order, files, _, _ = _socket.recv_fds(control, _ORDER.size, 1)
        if len(order) < _ORDER.size:
            os._exit(0)
        kind, number = _ORDER.unpack(order)
        if kind == _LOAD:
            reason = _load(_received(control, number))
        elif kind == _REAP:
            control.sendall(_ANSWER.pack(number, _reaped(number)))
        elif files:
            _open_lane(control, files[0], reason)


def _received(control: socket.socket, size: int) -> bytes:
    body = bytearray()
    while len(body) < size:
        part = control.recv(size - len(body))
        if not part:
            os._exit(0)
        body += part
    return bytes(body)


def _load(body: bytes) -> str:
    """Import what the function needs; returns why lanes must not be forked then, empty: they may."""
    before, threads = _open_files(), _thread.start_new_thread
    function, environment = pickle.loads(body)  # noqa: S301 - from the run's own worker, as the function
    environment.enter()
    with contextlib.suppress(BaseException):  # each lane tells for itself that it cannot load the function
        frozen_loader.follow(sys.path)
        pickle.loads(function)  # noqa: S301
    reason = "its import replaced Python's threads" if _thread.start_new_thread is not threads else _unfit(before)
    gc.collect()
    gc.freeze()  # what the import made is never collected, so that lanes share its pages
    return reason


def _open_lane(control: socket.socket, file: int, reason: str) -> None:
    pipe = Connection(file)
    with contextlib.suppress(OSError):  # no memory for a process, or nobody wants this one any more
        if reason:
            pipe.send_bytes(encode_message(Unfit(reason)))
        elif _fork() == 0:
            control.close()
            _renew()
            ItemProcess(pipe).run()
    pipe.close()


def _fork() -> int:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # native threads of numerical libraries mind forks by themselves
        return int(_os.fork())


def _renew() -> None:
    """What processes must not have in common. Python's own random numbers see to it themselves."""
    multiprocessing.current_process().name = f"item-process-{os.getpid()}"
    numpy_random = sys.modules.get("numpy.random")
    if numpy_random is not None:
        numpy_random.seed()


def _reaped(pid: int) -> int:
    """The exit code of a child that is gone or about to go."""
    until = monotonic() + _REAP_S
    pause = threading.Event()
    with contextlib.suppress(ChildProcessError):
        while monotonic() < until:
            done, status = _os.waitpid(pid, _os.WNOHANG)
            if done:
                return os.waitstatus_to_exitcode(status)
            pause.wait(0.005)
    return _UNKNOWN


def _unfit(before: set[int]) -> str:
    """What the import left behind that must not be shared; empty: nothing."""
    if threading.active_count() > 1:
        return "its import started a thread"
    for descriptor in sorted(_open_files() - before):
        with contextlib.suppress(OSError):
            mode = os.fstat(descriptor).st_mode
            if stat.S_ISREG(mode) and _is_written(descriptor):
                return "its import left a file open for writing"
            if not stat.S_ISREG(mode) and not stat.S_ISCHR(mode) and not stat.S_ISDIR(mode):
                return "its import left a connection open"
    return ""


def _is_written(descriptor: int) -> bool:
    fcntl: Any = importlib.import_module("fcntl")
    return bool(fcntl.fcntl(descriptor, fcntl.F_GETFL) & _os.O_ACCMODE != os.O_RDONLY)


def _open_files() -> set[int]:
    try:
        listed = os.listdir("/dev/fd")  # noqa: PTH208 - numbers, not paths
    except OSError:
        return set()
    return {int(name) for name in listed if _is_open(int(name))}


def _is_open(descriptor: int) -> bool:
    """The list itself was open while it was made."""
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True
