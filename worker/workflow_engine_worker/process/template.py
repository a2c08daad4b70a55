"""The template: a process that has imported the engine and forks workers, in 3 ms each in place of 0.4 s of import.

It has a single thread, opens nothing and carries no run, so forking it is safe. It says how its workers end, whose
parent it is, and ends when the supervisor does; its workers go on then. Linux only: elsewhere every worker is spawned.
"""

import ctypes
import gc
import importlib
import os
import select
import signal
import socket
import threading
from multiprocessing import process
from pathlib import Path
from typing import Any

import msgspec

from workflow_engine_shared.functions.own_files import read_ahead
from workflow_engine_shared.paths import flows_folders
from workflow_engine_shared.protocol.instance_name import INSTANCE_VARIABLE, NO_INSTANCE
from workflow_engine_shared.protocol.messages import (
    Exited,
    Forked,
    FromTemplate,
    NotForked,
    ReadAhead,
    TemplateReady,
    ToTemplate,
)
from workflow_engine_worker.functions.distributions import import_names
from workflow_engine_worker.functions.os_fork_guard import own_this_process
from workflow_engine_worker.runs.rehearsal import rehearse_in_memory

#: With what Windows lacks: nothing is forked there.
_os: Any = os
_socket: Any = socket
_signal: Any = signal
_select: Any = select
_MAX_PACKET = 65_536
#: What a run of a BPMN file imports; a worker that is spawned does it only for such a run.
_FOR_BPMN = "workflow_engine_shared.bpmn.flow"
_orders: "msgspec.msgpack.Decoder[ToTemplate]" = msgspec.msgpack.Decoder(ToTemplate)


def serve(number: str) -> tuple[int, int]:
    """Fork workers as the inherited socket says; returns in each of them, with the ends of its pipe."""
    import_names()  # a list of thousands, read once for all of them
    _rehearse()
    return Template(socket.socket(fileno=int(number))).serve()


def _rehearse() -> None:
    """Do once for all of them what each would do for the first time."""
    rehearse_in_memory()
    importlib.import_module(_FOR_BPMN)
    gc.collect()
    gc.freeze()


class Template:
    """The one thread of the template."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._instances: dict[int, str] = {}
        self._name = EnvironmentName()
        self._woken, self._wakes = _os.pipe2(_os.O_CLOEXEC | _os.O_NONBLOCK)
        signal.signal(_signal.SIGCHLD, lambda *_: None)  # with a handler, the number is written into the pipe
        signal.set_wakeup_fd(self._wakes)

    def serve(self) -> tuple[int, int]:
        """The ends of a worker's pipe, in the worker."""
        self._say(TemplateReady(self._unfit()))
        poll = _select.poll()
        poll.register(self._control, _select.POLLIN)
        poll.register(self._woken, _select.POLLIN)
        while True:
            awake = {descriptor for descriptor, _ in poll.poll()}
            if self._woken in awake:
                os.read(self._woken, _MAX_PACKET)
                self._reap()
            if self._control.fileno() in awake and (ends := self._obey()) is not None:
                return ends

    def _unfit(self) -> str:
        if threading.active_count() > 1 or len(os.listdir("/proc/self/task")) > 1:  # noqa: PTH208 - only counted
            return "the import of the engine started a thread"
        return "" if self._name.works() else "a process cannot be given another name in its environment"

    def _obey(self) -> tuple[int, int] | None:
        packet, files, _, _ = _socket.recv_fds(self._control, _MAX_PACKET, 2)
        if not packet:
            os._exit(0)  # the supervisor is gone, or needs no more workers
        order = _orders.decode(packet)
        if isinstance(order, ReadAhead):
            read_ahead(flows_folders(order.flows))
            return None
        try:
            pid = _os.fork()
        except OSError as error:
            self._say(NotForked(order.instance, error.errno or 0, error.strerror or ""))
            pid = -1
        if pid == 0:
            self._become(order.instance)
            return files[0], files[1]
        if pid > 0:
            self._instances[pid] = order.instance
        for file in files:
            os.close(file)
        return None

    def _become(self, instance: str) -> None:
        """This is the forked process: let nothing of the template's be left but what was imported."""
        signal.set_wakeup_fd(-1)
        signal.signal(_signal.SIGCHLD, signal.SIG_DFL)
        os.close(self._woken)
        os.close(self._wakes)
        _os.setsid()
        self._name.change(instance)
        process.current_process().authkey = os.urandom(32)
        own_this_process()
        self._say(Forked(instance, os.getpid()))
        self._control.close()

    def _reap(self) -> None:
        while self._instances:
            pid, status = _os.waitpid(-1, _os.WNOHANG)
            if pid == 0:
                return
            self._say(Exited(self._instances.pop(pid), os.waitstatus_to_exitcode(status)))

    def _say(self, message: FromTemplate) -> None:
        try:
            self._control.sendall(msgspec.msgpack.encode(message))
        except OSError:  # nobody is there to hear it; whoever was just forked sees that at its own pipe
            os._exit(0)


class EnvironmentName:
    """The name of this process's instance, in the environment as others read it.

    The system shows the environment that a process began with, and a fork shares its parent's. So the digits are
    replaced where they stand in memory.
    """

    def __init__(self) -> None:
        getenv = ctypes.CDLL(None).getenv
        getenv.restype = ctypes.c_void_p
        self._address = getenv(INSTANCE_VARIABLE.encode())

    def works(self) -> bool:
        """Whether others would see another name."""
        if not self._address or os.environ.get(INSTANCE_VARIABLE) != NO_INSTANCE:
            return False
        probe = NO_INSTANCE.replace("0", "f")
        self._write(probe)
        try:
            return f"{INSTANCE_VARIABLE}={probe}".encode() in Path("/proc/self/environ").read_bytes().split(b"\0")
        finally:
            self._write(NO_INSTANCE)

    def change(self, instance: str) -> None:
        """From now on this process, and what it starts, has this name."""
        self._write(instance)
        os.environ[INSTANCE_VARIABLE] = instance

    def _write(self, name: str) -> None:
        ctypes.memmove(self._address, name.encode(), len(NO_INSTANCE))
