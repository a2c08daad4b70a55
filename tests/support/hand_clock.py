"""A clock that stands still until a test moves it."""


class HandClock:
    """Its hand is `seconds`; the time of day is the same until somebody sets it."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.wall = "2026-01-01T00:00:00.000Z"

    def now(self) -> str:
        return self.wall

    def monotonic(self) -> float:
        return self.seconds
