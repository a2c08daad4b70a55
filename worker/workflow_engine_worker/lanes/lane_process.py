"""One lane's process as the run's worker sees it: a pipe, a thread that writes to it, a thread that reads from it."""

import contextlib
import os
import queue
import signal
import socket
import sys
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Protocol

import msgspec

from workflow_engine_worker.lanes.engine import Lost
from workflow_engine_worker.lanes.messages import (
    Aside,
    FromLane,
    Hello,
    Line,
    Record,
    Refused,
    ToLane,
    decode_from_lane,
    encode_message,
)
from workflow_engine_worker.lanes.template import Template
from workflow_engine_worker.output.attribution import attributed_to

_GONE_S = 2.0  #: that a process whose pipe has ended may take until it is gone


class Origin(Protocol):
    """Where a lane's process comes from: who can end it, and who knows how it ended."""

    def kill(self, pid: int | None) -> None: ...
    def exit_code(self, pid: int | None) -> int | None: ...


class Spawned:
    """A child of this process."""

    def __init__(self, process: BaseProcess) -> None:
        self._process = process

    def kill(self, pid: int | None) -> None:  # noqa: ARG002 - it is our child
        self._process.kill()

    def exit_code(self, pid: int | None) -> int | None:  # noqa: ARG002
        self._process.join(_GONE_S)
        return self._process.exitcode


class Forked:
    """A child of the template."""

    def __init__(self, template: Template) -> None:
        self.template = template

    def kill(self, pid: int | None) -> None:
        if pid is not None and sys.platform != "win32":
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)

    def exit_code(self, pid: int | None) -> int | None:
        return self.template.exit_code() if pid is None else self.template.exit_code_of(pid)


Relay = Callable[[Aside], None]
Listener = Callable[["LaneProcess", FromLane | Lost], None]


class LaneProcess:
    """A process for items. `relay` takes what they print and log, `listener` all else; it changes from loop to loop."""

    def __init__(self, pipe: Connection, origin: Origin, relay: Relay, listener: Listener) -> None:
        self._pipe = pipe
        self.origin = origin
        self._relay = relay
        self._listener: Listener | None = listener
        self._lock = threading.Lock()
        self.pid: int | None = None
        self.node_id: str | None = None  #: whose items these are; it changes from loop to loop
        self._alive = True
        self._ended = False
        self._orders: queue.SimpleQueue[ToLane | None] = queue.SimpleQueue()
        self._writer = threading.Thread(target=self._write, name="lane-write", daemon=True)
        self._writer.start()
        threading.Thread(target=self._read, name="lane-read", daemon=True).start()

    def work_for(self, listener: Listener | None) -> bool:
        """Tell another one from now on, or nobody. False: the process is gone."""
        with self._lock:
            self._listener = listener
            return self._alive

    def send(self, message: ToLane) -> None:
        """Never waits: a process that is held by native code reads nothing."""
        self._orders.put(message)

    def end(self) -> None:
        """End the process now; nothing more is told of it."""
        self._ended = True
        self._orders.put(None)
        if self.work_for(None):
            self._shut()
            self.origin.kill(self.pid)

    def _shut(self) -> None:
        """Both ends of the pipe see its end, also where the process has not said which one it is."""
        if sys.platform != "win32" and self.pid is None:
            with contextlib.suppress(OSError), socket.socket(fileno=os.dup(self._pipe.fileno())) as end:
                end.shutdown(socket.SHUT_RDWR)

    def _write(self) -> None:
        with contextlib.suppress(OSError):  # it is gone: the other thread sees to that
            while (message := self._orders.get()) is not None:
                self._pipe.send_bytes(encode_message(message))

    def _read(self) -> None:
        # What user code writes into our pipe, having closed it and opened something else, is no message.
        with contextlib.suppress(EOFError, OSError, msgspec.MsgspecError):
            while True:
                self._handle(decode_from_lane(self._pipe.recv_bytes()))
        self._orders.put(None)
        code = self.origin.exit_code(self.pid)
        if code is None and not self._ended:
            self.origin.kill(self.pid)
        self._writer.join()
        self._pipe.close()
        with self._lock:
            self._alive = False
            self._tell(Lost(code))

    def _handle(self, message: FromLane) -> None:
        if isinstance(message, (Line, Record, Refused)):
            with attributed_to(self.node_id):
                self._relay(message)
            return
        if isinstance(message, Hello):
            self.pid = message.pid
            if self._ended:
                self.origin.kill(self.pid)
        self._tell(message)

    def _tell(self, news: FromLane | Lost) -> None:
        listener = self._listener
        if listener is not None:
            listener(self, news)
