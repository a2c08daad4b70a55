"""The only module that reads a clock, and waits: records use UTC, durations the monotonic clock."""

import math
import threading
import time as _time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Protocol, TypeVar

T = TypeVar("T")
#: Kept, because user code may put another function in its place.
_monotonic = _time.monotonic
#: Making a time of day costs more than all else about a line of a log or a row of a journal.
STAMP_S = 0.0005
MAX_STAMPS = 64
#: A wall clock that differs by less from the monotonic one was not set: that is the noise of a busy machine.
CLOCK_SET_S = 1.0


class Clock(Protocol):
    """A source of the time; each component that needs it is handed one."""

    def now(self) -> str:
        """The present as RFC 3339 UTC with milliseconds."""

    def monotonic(self) -> float:
        """Seconds that never step back; only differences mean anything."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> str:
        return rfc3339(datetime.now(timezone.utc))

    def monotonic(self) -> float:
        return _monotonic()


class Began:
    """When something began, by both clocks: what it takes is true although the wall clock may be set meanwhile."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        # First of both: nothing is to end before it did, however long the process stands still in between.
        self._monotonic = clock.monotonic()
        self.wall = clock.now()

    def seconds(self) -> float:
        """How long ago that was."""
        return self._clock.monotonic() - self._monotonic

    def present(self) -> str:
        """The present as a wall clock shows it that nobody has set since."""
        return moment_after(self.wall, self.seconds())

    def clock_set_s(self) -> float:
        """By how many seconds the wall clock was set since, see `clock_set_s`."""
        return clock_set_s(self.wall, self._clock.now(), self.seconds())


class StampClock:
    """Another clock for what is written thousands of times a second: a time of day is used for `STAMP_S` seconds.

    And for so many stamps at most: tests of user code let clocks stand still, ours among them.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.monotonic = clock.monotonic
        #: The stamp, since when, how many times more; one value, because any thread may read it.
        self._kept = ("", -math.inf, 0)

    def now(self) -> str:
        moment = self.monotonic()
        stamp, since, left = self._kept
        if left == 0 or not 0 <= moment - since < STAMP_S:
            stamp, since, left = self._clock.now(), moment, MAX_STAMPS
        self._kept = stamp, since, left - 1
        return stamp


_CLOCK = SystemClock()


def wait_until(
    fact: Callable[[], T],
    seconds: float,
    step: float,
    *,
    clock: Clock = _CLOCK,
    stop: threading.Event | None = None,
) -> T:
    """Ask for a fact until it is true; returns its last value, which is false when the time is over.

    Args:
        fact: asked at least once, and once more at the end of the time.
        seconds: how long to go on asking.
        step: the seconds between two questions.
        clock: what measures the time.
        stop: ends the waiting as soon as it is set.
    """
    pause = stop or threading.Event()
    deadline = clock.monotonic() + seconds
    while True:
        value = fact()
        if value or clock.monotonic() >= deadline or pause.wait(step):
            return value


def pause(seconds: float) -> None:
    """Let some time pass, where there is nothing to ask for; Ctrl-C ends it."""
    threading.Event().wait(seconds)


def rfc3339(moment: datetime) -> str:
    """A moment as the one text form of times in databases, logs and answers."""
    return moment.astimezone(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse_rfc3339(text: str) -> datetime:
    """The moment that `rfc3339` wrote (Python 3.10's `fromisoformat` does not know the Z)."""
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def is_moment(text: str) -> bool:
    """Whether `parse_rfc3339` reads this, and it has a zone."""
    try:
        return parse_rfc3339(text).tzinfo is not None
    except ValueError:
        return False


def moment_after(start: str, seconds: float) -> str:
    """The recorded time so many seconds after another one."""
    return rfc3339(parse_rfc3339(start) + timedelta(seconds=seconds))


def clock_set_s(began: str, now: str, lasted: float) -> float:
    """By how many seconds the wall clock was set in the midst of what lasted so long; below 0: back.

    Where the monotonic clock stands still while the machine sleeps, that counts, too. 0.0: not worth a word.
    """
    moved = (parse_rfc3339(now) - parse_rfc3339(began)).total_seconds() - lasted
    return moved if abs(moved) >= CLOCK_SET_S else 0.0


def seconds_between(start: str, end: str) -> float:
    """Seconds from one recorded time to another; never negative, because wall clocks may step back."""
    return max(0.0, (parse_rfc3339(end) - parse_rfc3339(start)).total_seconds())
