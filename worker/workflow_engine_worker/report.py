"""What the worker tells the supervisor: frames that may be merged or dropped, written by a thread of their own.

A frozen supervisor fills the pipe; then only this thread blocks, newer frames replace older ones of their kind, and
the run goes on undisturbed.
"""

import threading
from collections import deque

from workflow_engine_shared.messages import (
    Beat,
    Bye,
    LogGrew,
    NodeMoved,
    Progress,
    Ready,
    Signalled,
    ToSupervisor,
    ToWorker,
)
from workflow_engine_shared.pipe import Channel

MAX_WAITING_MOVES = 256


class Report:
    """The outgoing side of the pipe."""

    def __init__(self, channel: Channel[ToWorker]) -> None:
        self._channel = channel
        self._changed = threading.Condition()
        self._latest: dict[type, ToSupervisor] = {}  #: only the newest of each of these counts
        self._moves: deque[NodeMoved] = deque(maxlen=MAX_WAITING_MOVES)
        self._idle = True
        self._gone = False

    def start(self) -> None:
        threading.Thread(target=self._write, name="report", daemon=True).start()

    def ready(self, message: Ready) -> None:
        """Say hello; before the writer runs, so nothing can overtake it."""
        self._channel.send(message)

    def beat(self, message: Beat) -> None:
        self._put(message)

    def progress(self, message: Progress) -> None:
        self._put(message)

    def signalled(self) -> None:
        self._put(Signalled())

    def log_grew(self) -> None:
        self._put(LogGrew())

    def node_moved(self, message: NodeMoved) -> None:
        with self._changed:
            self._moves.append(message)
            self._changed.notify_all()

    def bye(self, timeout: float = 1.0) -> None:
        """Say that the last row is committed, and wait shortly for the pipe to take it."""
        self._put(Bye())
        with self._changed:
            self._changed.wait_for(lambda: self._gone or (self._idle and not self._waiting()), timeout)

    def _put(self, message: ToSupervisor) -> None:
        with self._changed:
            self._latest[type(message)] = message
            self._changed.notify_all()

    def _waiting(self) -> bool:
        return bool(self._latest or self._moves)

    def _write(self) -> None:
        while not self._gone:
            with self._changed:
                self._idle = True
                self._changed.notify_all()
                self._changed.wait_for(self._waiting)
                batch = self._take_batch()
                self._idle = False
            if not all(self._channel.send(message) for message in batch):
                with self._changed:
                    self._gone = True
                    self._changed.notify_all()

    def _take_batch(self) -> list[ToSupervisor]:
        bye = self._latest.pop(Bye, None)
        batch: list[ToSupervisor] = [*self._moves, *self._latest.values()]
        self._moves.clear()
        self._latest.clear()
        return batch if bye is None else [*batch, bye]
