"""Signs of life in the run's folder, for a supervisor without a pipe to this worker."""

import contextlib
import threading
from pathlib import Path

from workflow_engine_shared.protocol.heartbeat_file import Vitals, write_vitals
from workflow_engine_shared.protocol.messages import Beat, NodeMoved, Progress
from workflow_engine_shared.vocabulary import VisitStatus


class HeartbeatFile:
    """The writer of the run's `vitals` file. Any thread."""

    def __init__(self, path: Path, epoch: int) -> None:
        self._path = path
        self._epoch = epoch
        self._lock = threading.Lock()
        self._limited = NodeMoved("", 0, VisitStatus.RUNNING, 1)  #: the newest visit that has a limit

    def limited(self, moved: NodeMoved) -> None:
        """A visit with a limit begins: it may hold the interpreter, then nothing is written until it ends."""
        self._limited = moved
        self._write(Vitals(self._epoch, moved.node, moved.visit, moved.attempt, moved.timeout))

    def beat(self, beat: Beat, progress: Progress | None) -> None:
        """A second has passed."""
        limited = self._limited
        timeout, attempt = (limited.timeout, limited.attempt) if limited.visit == beat.visit else (None, 1)
        self._write(Vitals(self._epoch, beat.node, beat.visit, attempt, timeout, progress))

    def _write(self, vitals: Vitals) -> None:
        with self._lock, contextlib.suppress(OSError):  # a full disk must not end a run over a courtesy
            write_vitals(self._path, vitals)
