"""The template as the supervisor sees it: a process that has imported the engine, and forks the workers it orders.

Its workers are its children, not ours: it says how they end. When it is gone they live on; of those nobody knows the
exit code.
"""

import contextlib
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import msgspec
import psutil

from workflow_engine_shared.protocol.instance_name import NO_INSTANCE
from workflow_engine_shared.protocol.messages import (
    Exited,
    Fork,
    Forked,
    FromTemplate,
    NotForked,
    ReadAhead,
    TemplateReady,
)
from workflow_engine_supervisor.processes.local_launcher import worker_process
from workflow_engine_supervisor.processes.system_process import is_alive

ANSWER_S = 10.0  #: that a fork may take; it takes 3 ms
_MAX_PACKET = 4096
#: With what Windows lacks: nothing is forked there.
_socket: Any = socket
_packets: "msgspec.msgpack.Decoder[FromTemplate]" = msgspec.msgpack.Decoder(FromTemplate)
#: The answer to an order.
_Answer: TypeAlias = Forked | NotForked | Exited


class TemplateGone(OSError):
    """The template does not answer any more."""


class ForkedProcess:
    """A worker that the template forked. Any thread may ask."""

    def __init__(self, instance: str) -> None:
        self.instance = instance
        self.pid = 0
        self.answer: _Answer | None = None
        self.answered = threading.Event()
        self._ended = threading.Event()
        self._code: int | None = None

    def alive(self) -> bool:
        """Whether its end is still to come; when its template is gone, whether it runs."""
        return not self._ended.is_set() or (self._code is None and is_alive(self.pid, self.instance))

    def wait(self) -> int | None:
        """Wait for its end; returns its exit code, None if its template was gone by then."""
        self._ended.wait()
        if self._code is None and is_alive(self.pid, self.instance):
            with contextlib.suppress(psutil.NoSuchProcess):
                psutil.Process(self.pid).wait()
        return self._code

    def note(self, answer: _Answer) -> None:
        """The template, or the process itself, said something of it."""
        if isinstance(answer, Forked):
            self.pid = answer.pid
        elif isinstance(answer, Exited):
            self._code = answer.code
            self._ended.set()
        self.answer = self.answer or answer
        self.answered.set()

    def lose(self) -> None:
        """The template is gone: nobody will say how this process ends."""
        self._ended.set()
        self.answered.set()


class WorkerTemplate:
    """One template process. Orders come from one thread, the monitor's; its answers are read by a thread of its own."""

    def __init__(self, home: Path, flows: str, wake: Callable[[], None], python: str = sys.executable) -> None:
        """Start it, with the flows folders that it reads ahead; `wake` is called when it is ready, or gone.

        Raises:
            OSError: the system gave no process.
        """
        self._control, theirs = socket.socketpair(_socket.AF_UNIX, _socket.SOCK_SEQPACKET)
        self._wake = wake
        self._lock = threading.Lock()
        self._workers: dict[str, ForkedProcess] = {}
        self._retired = False
        self.ready = False
        self.gone = False
        self.unfit = ""  #: why it must not be forked
        try:
            options = {"pass_fds": (theirs.fileno(),), "start_new_session": True}
            words = ["--template", str(theirs.fileno())]
            self._process = worker_process(words, home, NO_INSTANCE, options, python)
        except OSError:
            self._control.close()
            raise
        finally:
            theirs.close()
        with contextlib.suppress(OSError):  # it is gone, and will be seen to be
            self._control.sendall(msgspec.msgpack.encode(ReadAhead(flows)))
        self._listening = threading.Thread(target=self._listen, name=f"template-{self._process.pid}", daemon=True)
        self._listening.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def fork(self, ends: tuple[int, int], instance: str) -> ForkedProcess:
        """Order a worker, and wait until it is there.

        Raises:
            TemplateGone: it does not answer.
            OSError: the system gave no process.
        """
        worker = ForkedProcess(instance)
        with self._lock:
            self._workers[instance] = worker
        try:
            _socket.send_fds(self._control, [msgspec.msgpack.encode(Fork(instance))], ends)
        except OSError as error:
            raise TemplateGone(*error.args) from error
        if not worker.answered.wait(ANSWER_S) or worker.answer is None:
            self.end()
            raise TemplateGone(f"the process {self.pid}, which forks workers, does not answer")
        if isinstance(worker.answer, Forked):
            return worker
        self._forget(instance)
        if isinstance(worker.answer, NotForked):
            raise OSError(worker.answer.errno, worker.answer.error)
        raise ChildProcessError("the new process ended before it could say its name")

    def retire(self) -> None:
        """Order nothing more: it ends when the last of its workers has."""
        with self._lock:
            self._retired = True
        self._end_if_idle()

    def end(self) -> None:
        """End it now; its workers live on."""
        self._process.kill()

    def wait(self) -> None:
        """Wait until nothing of it is left."""
        self._listening.join(ANSWER_S)

    def _listen(self) -> None:
        try:
            while packet := self._control.recv(_MAX_PACKET):
                self._hear(_packets.decode(packet))
        except (OSError, msgspec.MsgspecError):
            self.end()
        self._process.kill()
        self._process.wait()
        self._control.close()
        self.gone = True
        with self._lock:
            lost = list(self._workers.values())
        for worker in lost:
            worker.lose()
        self._wake()

    def _hear(self, message: FromTemplate) -> None:
        if isinstance(message, TemplateReady):
            self.unfit = message.unfit
            self.ready = True
            self._wake()
            return
        with self._lock:
            worker = self._workers.get(message.instance)
        if worker is not None:
            worker.note(message)
        if isinstance(message, Exited):
            self._forget(message.instance)
            self._end_if_idle()

    def _forget(self, instance: str) -> None:
        with self._lock:
            self._workers.pop(instance, None)

    def _end_if_idle(self) -> None:
        with self._lock:
            idle = self._retired and not self._workers
        if idle:
            self.end()
