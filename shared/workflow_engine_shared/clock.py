"""The only module that reads a clock: records use UTC, durations the monotonic clock."""

import time as _time
from datetime import datetime, timedelta, timezone
from typing import Protocol


class Clock(Protocol):
    """What a component that needs the time is handed."""

    def now(self) -> str:
        """The present as RFC 3339 UTC with milliseconds."""

    def monotonic(self) -> float:
        """Seconds that never step back; only differences mean anything."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> str:
        return rfc3339(datetime.now(timezone.utc))

    def monotonic(self) -> float:
        return _time.monotonic()


def rfc3339(moment: datetime) -> str:
    """A moment as the one text form of times in databases, logs and answers."""
    return moment.astimezone(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse_rfc3339(text: str) -> datetime:
    """The moment that `rfc3339` wrote (Python 3.10's `fromisoformat` does not know the Z)."""
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def moment_after(start: str, seconds: float) -> str:
    """The recorded time so many seconds after another one."""
    return rfc3339(parse_rfc3339(start) + timedelta(seconds=seconds))


def seconds_between(start: str, end: str) -> float:
    """Seconds from one recorded time to another; never negative, because wall clocks may step back."""
    return max(0.0, (parse_rfc3339(end) - parse_rfc3339(start)).total_seconds())
