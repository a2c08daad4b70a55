"""Whether the wall clock moved by more than time passed: the machine slept, or its clock was set.

Stands alone: it is pure, and tested without a process.
"""

#: Less than this is the noise of a busy machine.
NOTICED_S = 5.0


class WallClock:
    """Compares each look at the two clocks with the one before; all in seconds."""

    def __init__(self, monotonic: float, wall: float) -> None:
        self._monotonic = monotonic
        self._wall = wall

    def jumped(self, monotonic: float, wall: float) -> float:
        """By how much since the last look; 0 when it is not worth a word, negative when it was set back."""
        jump = (wall - self._wall) - (monotonic - self._monotonic)
        self._monotonic, self._wall = monotonic, wall
        return jump if abs(jump) > NOTICED_S else 0.0
