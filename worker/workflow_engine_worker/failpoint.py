"""An inert signal of tests: a file in the run's folder that asks for a crash or a pause at a given point.

Points are what survives a crash: each journaled step, each finished node. `workflow_engine.testing` writes the file;
where there is none - in every run but a test's - nothing here does anything.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import msgspec

from workflow_engine_shared.plain_files import read_plain
from workflow_engine_shared.struct_types import ready_to_read

FILE = "failpoint.json"
COUNT = "failpoint.count"


@ready_to_read
class Order(msgspec.Struct):
    """What is asked for."""

    after: int | None = None  #: points, counted in this process
    then: Literal["crash", "pause"] = "crash"


class Failpoint:
    """Counts points; at the one that was asked for, does what was asked for, once."""

    def __init__(self, root: Path, order: Order, pause: Callable[[], None]) -> None:
        self._root = root
        self._order = order
        self._pause = pause
        self._passed = 0

    @classmethod
    def find(cls, root: Path, pause: Callable[[], None]) -> "Failpoint | None":
        """The failpoint of the run with this folder, if it has one."""
        try:
            order = msgspec.json.decode(read_plain(root / FILE), type=Order)
        except FileNotFoundError:
            return None
        return cls(root, order, pause)

    def step(self, flush: Callable[[], None]) -> None:
        """A step was executed to its end; `flush` brings it to the disk."""
        with (self._root / COUNT).open("ab") as count:
            count.write(b".")
        self.point(flush)

    def point(self, flush: Callable[[], None]) -> None:
        """Something was achieved that must survive."""
        self._passed += 1
        if self._passed != self._order.after:
            return
        flush()
        (self._root / FILE).write_bytes(msgspec.json.encode(Order()))  # the next worker goes on undisturbed
        if self._order.then == "pause":
            self._pause()
        elif sys.platform == "win32":
            os._exit(9)
        else:
            os.kill(os.getpid(), signal.SIGKILL)
