"""Which times are to be dealt with now, and which were missed: the machine slept, or nobody was there."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from itertools import islice

from .timetable import Every, Timetable, between

#: Who comes so late is still on time: threads wait for a processor, supervisors are started again.
ON_TIME_S = 60.0
#: The newest of those that were missed; older ones are given up, and told.
MAX_MADE_UP = 1_000
#: From here on missed times are not counted any further.
MAX_COUNTED = 10_000
_FIRST_LOOK = timedelta(minutes=1)


class CatchUp(str, Enum):
    """What becomes of times that were missed."""

    NONE = "none"
    LAST = "last"
    ALL = "all"


class Overlap(str, Enum):
    """What becomes of a time at which an earlier run of the schedule is still going on."""

    SKIP = "skip"
    QUEUE = "queue"
    ALLOW = "allow"


class Fate(str, Enum):
    """What becomes of one time."""

    START = "start"
    WAIT = "wait"
    SKIP = "skip"


@dataclass(frozen=True)
class Missed:
    """Times that nobody dealt with when they came."""

    number: int  #: `MAX_COUNTED` stands for at least so many
    first: datetime
    last: datetime


@dataclass(frozen=True)
class Due:
    """What is to be done with the times that have come."""

    times: tuple[datetime, ...]  #: to be dealt with, the oldest first
    made_up: int  #: so many of them, from the first on, were missed
    missed: Missed | None
    next: datetime | None  #: the first time that has not come


def due(table: Timetable, first: datetime, now: datetime, catch_up: CatchUp) -> Due:
    """What is due now; `first` is the oldest time that nobody dealt with, and not behind `now`."""
    number, tail = _counted(table, first, now)
    later = table.after(now)
    if not tail:  # the timetable has other times than it had: nothing was promised
        return Due((), 0, None, later)
    is_on_time = (now - tail[-1]).total_seconds() <= ON_TIME_S
    lost = number - 1 if is_on_time and number < MAX_COUNTED else number
    missed_times = tail[:-1] if is_on_time else tail
    missed = None
    if missed_times:
        missed = Missed(lost, first, missed_times[-1])
    if catch_up is CatchUp.ALL:
        made_up = missed_times[-MAX_MADE_UP:]
    elif catch_up is CatchUp.LAST and not is_on_time:
        made_up = missed_times[-1:]
    else:
        made_up = []
    return Due((*made_up, *(tail[-1:] if is_on_time else ())), len(made_up), missed, later)


def fate(overlap: Overlap, *, is_busy: bool, is_made_up: bool) -> Fate:
    """What becomes of a time; `is_busy`: an earlier run goes on, or earlier times wait.

    Who wants missed times to be made up for wants them one after another: they are not skipped for each other.
    """
    if overlap is Overlap.ALLOW or not is_busy:
        return Fate.START
    return Fate.WAIT if overlap is Overlap.QUEUE or is_made_up else Fate.SKIP


def _counted(table: Timetable, first: datetime, now: datetime) -> tuple[int, list[datetime]]:
    """How many times there are from `first` to `now`, and the newest of them."""
    if isinstance(table, Every):
        number = (now - first) // timedelta(seconds=table.seconds) + 1
        if number <= MAX_COUNTED:
            return number, list(between(table, first, now))[-MAX_MADE_UP - 1 :]
        return MAX_COUNTED, _newest(table, first, now)
    found = list(islice(between(table, first, now), MAX_COUNTED))
    if len(found) < MAX_COUNTED:
        return len(found), found[-MAX_MADE_UP - 1 :]
    return MAX_COUNTED, _newest(table, first, now)


def _newest(table: Timetable, first: datetime, now: datetime) -> list[datetime]:
    """The newest times, found without those of years before them."""
    span = _FIRST_LOOK
    while True:
        start = max(first, now - span)
        found = list(between(table, start, now))
        if start == first or len(found) > MAX_MADE_UP:
            return found[-MAX_MADE_UP - 1 :]
        span *= 2
