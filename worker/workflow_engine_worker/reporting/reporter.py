"""What the worker tells the supervisor: frames that may be merged or dropped, written by a thread of their own.

A frozen supervisor fills the pipe; then only this thread blocks, newer frames replace older ones of their kind, and
the run goes on undisturbed.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from itertools import chain
from time import monotonic

from workflow_engine_shared.protocol.messages import (
    Beat,
    Bye,
    LogGrew,
    NodeMoved,
    OpenVisit,
    Progress,
    Ready,
    Signalled,
    ToSupervisor,
    ToWorker,
)
from workflow_engine_shared.protocol.pipe import Channel
from workflow_engine_worker.reporting.heartbeat import HeartbeatFile

MAX_WAITING_MOVES = 256
#: Seconds between two frames of a kind that changes thousands of times a second; in between only the newest counts.
INTERVALS: dict[type, float] = {Progress: 0.1, LogGrew: 0.004}
#: Seconds between two groups of moves, which are all told; a group goes earlier with any other frame.
MOVES_INTERVAL = 0.01


class Reporter:
    """The outgoing side of the pipe."""

    def __init__(self, channel: Channel[ToWorker]) -> None:
        self._channel = channel
        self._changed = threading.Condition()
        self._latest: dict[type, ToSupervisor] = {}  #: only the newest of each of these counts
        #: Of each visit what tells its progress once it is sent, the newest last.
        self._progress: dict[int, Callable[[], Progress]] = {}
        self._moves: deque[NodeMoved] = deque(maxlen=MAX_WAITING_MOVES)
        self._said_bye = False
        self._gone = False

    def ready(self, message: Ready) -> None:
        """Say hello, which nothing overtakes: only now the writer begins, while nobody waits for it."""
        self._channel.send(message)
        threading.Thread(target=self._write, name="report", daemon=True).start()

    def start(self, vital_signs: HeartbeatFile) -> None:
        """There is a run to tell of."""
        self._vital_signs = vital_signs

    def beat(self, message: Beat) -> None:
        if self._gone:
            with self._changed:  # nobody takes it any more
                self._progress = {visit: tell for visit, tell in self._progress.items() if _is_open(visit, message)}
                told = [tell() for tell in self._progress.values()]
            self._vital_signs.beat(message, told)
        else:
            self._put(message)

    def progress(self, message: Progress) -> None:
        self.follow(message.visit, lambda: message)

    def follow(self, visit: int, tell: Callable[[], Progress]) -> None:
        """There is news of a visit: `tell` is asked for it when it is sent, and tells of what comes until then, too."""
        known = self._progress
        if len(known) == 1 and known.get(visit) is tell:
            return
        with self._changed:
            known = self._progress
            if not known:  # waking the writer for each of thousands of items a second would cost more than the items
                self._changed.notify_all()
            elif len(known) > 1:
                known.pop(visit, None)
            known[visit] = tell

    def signalled(self) -> None:
        self._put(Signalled())

    def log_grew(self) -> None:
        self._put(LogGrew())

    def node_moved(self, message: NodeMoved) -> None:
        with self._changed:
            self._moves.append(message)
            if len(self._moves) == 1:  # the writer waits for the others already
                self._changed.notify_all()

    def limit_begins(self, message: NodeMoved, under_way: Sequence[OpenVisit]) -> None:
        """Tell of a time limit before the code it applies to runs: code that holds the interpreter lets no thread tell.

        Dropped from the pipe when that is full; a supervisor that comes later reads it in the run's folder.
        """
        self._vital_signs.limited(message, under_way)
        if self._channel.has_room():
            self._channel.send(message)

    def intact(self) -> bool:
        """Whether the process still has the descriptors it began with."""
        return self._channel.intact()

    def flush_and_close(self, timeout: float = 1.0) -> None:
        """Say that the last row is committed, and wait shortly for the pipe to take it."""
        self._put(Bye())
        with self._changed:
            self._changed.wait_for(lambda: self._gone or self._said_bye, timeout)

    def _put(self, message: ToSupervisor) -> None:
        with self._changed:
            news = type(message) not in self._latest
            self._latest[type(message)] = message
            if news:
                self._changed.notify_all()

    def _waiting(self) -> bool:
        return bool(self._latest or self._moves or self._progress)

    def _write(self) -> None:
        sent: dict[type, float] = {}
        while True:
            with self._changed:
                batch = self._next_batch(sent)
            taken = all(self._channel.send(message) for message in batch)
            if not taken or Bye() in batch:
                break
        with self._changed:
            self._gone, self._said_bye = not taken, taken
            self._changed.notify_all()

    def _next_batch(self, sent: dict[type, float]) -> list[ToSupervisor]:
        """Wait until something may be sent, and take it: moves first, a farewell last."""
        while True:
            self._changed.wait_for(self._waiting)
            now = monotonic()
            leaving = Bye in self._latest
            kinds = [*self._latest, Progress] if self._progress else [*self._latest]
            due = {kind: 0.0 if leaving else sent.get(kind, 0.0) + INTERVALS.get(kind, 0.0) for kind in kinds}
            ready = sorted((kind for kind in due if due[kind] <= now), key=lambda kind: kind is Bye)
            if self._moves:
                due[NodeMoved] = sent.get(NodeMoved, 0.0) + MOVES_INTERVAL
            if ready or (self._moves and due[NodeMoved] <= now):
                batch = [*self._moves, *chain.from_iterable(map(self._taken, ready))]
                self._moves.clear()
                sent.update((type(message), now) for message in batch)
                return batch
            self._changed.wait(min(due.values()) - now)

    def _taken(self, kind: type) -> list[ToSupervisor]:
        if kind is not Progress:
            return [self._latest.pop(kind)]
        told, self._progress = self._progress, {}
        return [tell() for tell in told.values()]


def _is_open(visit: int, beat: Beat) -> bool:
    return not beat.open or any(each.visit == visit for each in beat.open)
