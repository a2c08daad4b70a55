"""What the two clocks say when they are looked at again: was somebody away, was a clock set? Pure.

Monotonic time passed without our looking: this process was stopped or starved. Wall time passed without monotonic
time: the machine slept, or its clock was set (back, if negative).
"""

from dataclasses import dataclass

#: Less than this is the noise of a busy machine.
NOTICED_S = 5.0


@dataclass(frozen=True)
class Looked:
    """Seconds; 0 when not worth a word."""

    away: float = 0.0  #: this process did not run
    jumped: float = 0.0  #: the wall clock moved by this much more than time passed


class Clocks:
    """Compares each look with the one before."""

    def __init__(self, monotonic: float, wall: float) -> None:
        self._monotonic = monotonic
        self._wall = wall

    def look(self, monotonic: float, wall: float, expected: float) -> Looked:
        """Look again, after about `expected` seconds. Both clocks in seconds."""
        passed, moved = monotonic - self._monotonic, wall - self._wall
        self._monotonic, self._wall = monotonic, wall
        away, jumped = passed - expected, moved - passed
        return Looked(away if away > NOTICED_S else 0.0, jumped if abs(jumped) > NOTICED_S else 0.0)
