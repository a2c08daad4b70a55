"""Where the faults of the matrix are played: one server that many share, others of a fault's own, disks that fail."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from faults.case import Expect
from faults.check import check_each
from faults.disk import Disk
from faults.witness import WitnessedServer
from support.server import Several


@dataclass
class Stage:
    """What a fault is played with. `rounds` is small in the tests and large in scripts/soak."""

    folder: Path
    chance: random.Random
    rounds: int
    shared: Callable[[], WitnessedServer]
    figures: dict[str, Any] = field(default_factory=dict)  #: what scripts/soak prints
    expect: Expect = field(default_factory=Expect)

    def __post_init__(self) -> None:
        self._own = Several(WitnessedServer, self.folder)

    @property
    def server(self) -> WitnessedServer:
        """The server that is shared: what is played on it must leave it sound."""
        return self.shared()

    def new(self, **settings: object) -> WitnessedServer:
        """A server of this fault's own, not begun yet."""
        return self._own(**settings)

    def disk(self) -> Disk:
        return Disk(self.folder / "disk")

    def judge(self) -> None:
        """Check every home that was played on."""
        check_each(self._own, self.expect)

    def close(self) -> None:
        self._own.close()
