"""Signs of life in the run's folder, for a supervisor without a pipe to this worker."""

import contextlib
import threading
from collections.abc import Sequence
from pathlib import Path

from workflow_engine_shared.protocol.heartbeat_file import Vitals, write_vitals
from workflow_engine_shared.protocol.messages import Beat, NodeMoved, OpenVisit, Progress


class HeartbeatFile:
    """The writer of the run's `vitals` file. Any thread."""

    def __init__(self, path: Path, epoch: int) -> None:
        self._path = path
        self._epoch = epoch
        self._lock = threading.Lock()

    def limited(self, moved: NodeMoved, under_way: Sequence[OpenVisit]) -> None:
        """A visit with a limit begins: it may hold the interpreter, then nothing is written until it ends."""
        at = (moved.node, moved.visit, moved.attempt, moved.timeout)
        self._write(Vitals(self._epoch, *at, open=tuple(under_way)))

    def beat(self, beat: Beat, reported: Sequence[Progress]) -> None:
        """A second has passed; `reported` is how far each visit is, the newest last."""
        newest = next((each for each in beat.open if each.visit == beat.visit), OpenVisit("", 0))
        at = (beat.node, beat.visit, newest.attempt, newest.timeout)
        self._write(Vitals(self._epoch, *at, reported[-1] if reported else None, beat.open, tuple(reported[:-1])))

    def _write(self, vitals: Vitals) -> None:
        with self._lock, contextlib.suppress(OSError):  # a full disk must not end a run over a courtesy
            write_vitals(self._path, vitals)
