"""Where the faults of the matrix are played: one server that many share, others of a fault's own, disks that fail."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from case import Expect
from check import check
from disk import Disk
from witness import WitnessedServer


@dataclass
class Stage:
    """What a fault is played with. `rounds` is small in the tests and large in scripts/soak."""

    folder: Path
    chance: random.Random
    rounds: int
    shared: Callable[[], WitnessedServer]
    figures: dict[str, Any] = field(default_factory=dict)  #: what scripts/soak prints
    expect: Expect = field(default_factory=Expect)
    _own: list[WitnessedServer] = field(default_factory=list)

    @property
    def server(self) -> WitnessedServer:
        """The server that is shared: what is played on it must leave it sound."""
        return self.shared()

    def new(self, **settings: object) -> WitnessedServer:
        """A server of this fault's own, not begun yet."""
        self._own.append(WitnessedServer(self.folder / f"server-{len(self._own)}", **settings))
        return self._own[-1]

    def disk(self) -> Disk:
        return Disk(self.folder / "disk")

    def judge(self) -> None:
        """Check every home that was played on."""
        for each in self._own:
            if each.process.poll() is not None:
                each.start()
            check(each, self.expect)

    def close(self) -> None:
        for each in self._own:
            each.clean_up()
