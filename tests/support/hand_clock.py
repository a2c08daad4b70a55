"""A clock that stands still until a test moves it."""


class HandClock:
    """Its hand is `seconds`; the time of day is always the same."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> str:
        return "2026-01-01T00:00:00.000Z"

    def monotonic(self) -> float:
        return self.seconds
