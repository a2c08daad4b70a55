"""The four kinds of timetables, and the times that each has. All moments are aware and in UTC.

cronsim knows what Debian's cron does when clocks are put forward or back, and this module holds it to "once": a time
of day that is skipped comes when the clocks go on, one that is shown twice comes the first time. What comes every
so many minutes or hours goes by time that passed.
"""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from itertools import islice
from typing import Literal, TypeAlias

from cronsim import CronSim, CronSimError

from .zones import is_twice, zone_of

FIELDS = 5
_TICK = timedelta(microseconds=1)
_DAY_S = 24 * 3600

#: A local time that clocks skip, or show twice.
Shift: TypeAlias = Literal["skipped", "twice"]


class NeverFires(ValueError):
    """There is no day on which this cron line has a time."""


@dataclass(frozen=True)
class Cron:
    """The times of a cron line in a zone."""

    line: str
    zone: str

    def after(self, moment: datetime) -> datetime | None:
        """The first time behind a moment."""
        return next(self.from_(moment), None)

    def from_(self, moment: datetime) -> Iterator[datetime]:
        """All times behind a moment."""
        last = moment
        for local in CronSim(self.line, moment.astimezone(zone_of(self.zone))):
            found = local.astimezone(timezone.utc)
            # Where a clock shows an hour twice, cronsim begins the second one with the times of the first.
            if found > last:
                yield found
                last = found

    def shift(self, moment: datetime) -> Shift | None:
        """What the zone's clocks do at one of the times, if that decided when it comes."""
        minute, hour, *_ = self.line.split()
        if minute.startswith("*") or hour.startswith("*"):
            return None
        local = moment.astimezone(zone_of(self.zone))
        wall = local.replace(tzinfo=None)
        if next(CronSim(self.line, wall - timedelta(seconds=1)), None) != wall:
            return "skipped"
        return "twice" if is_twice(local) else None


@dataclass(frozen=True)
class Every:
    """Each time that so many seconds have passed since the first moment, which is none of the times."""

    seconds: int
    since: datetime

    def after(self, moment: datetime) -> datetime:
        """The first time behind a moment."""
        step = timedelta(seconds=self.seconds)
        return self.since + max(1, (moment - self.since) // step + 1) * step

    def from_(self, moment: datetime) -> Iterator[datetime]:
        """All times behind a moment, as long as there are dates."""
        try:
            while True:
                moment = self.after(moment)
                yield moment
        except OverflowError:
            return

    def shift(self, moment: datetime) -> Shift | None:  # noqa: ARG002 - as the others
        return None


@dataclass(frozen=True)
class At:
    """A single time."""

    moment: datetime
    zone: str

    def after(self, moment: datetime) -> datetime | None:
        """The time, where it is behind a moment."""
        return self.moment if self.moment > moment else None

    def from_(self, moment: datetime) -> Iterator[datetime]:
        """The same, or nothing."""
        if self.moment > moment:
            yield self.moment

    def shift(self, moment: datetime) -> Shift | None:
        """Whether the clocks of its zone show it twice."""
        return "twice" if is_twice(moment.astimezone(zone_of(self.zone))) else None


@dataclass(frozen=True)
class Cycle:
    """A first time, and others after it, each so many months and seconds behind the one before; so many, or endless.

    A day that a month does not have is its last one.
    """

    first: datetime
    months: int
    seconds: float
    number: int | None

    def after(self, moment: datetime) -> datetime | None:
        """The first time behind a moment."""
        return next(self.from_(moment), None)

    def from_(self, moment: datetime) -> Iterator[datetime]:
        """All times behind a moment, as long as there are dates."""
        try:
            place = self._place_before(moment)
            while self.number is None or place < self.number:
                found = self._time(place)
                if found > moment:
                    yield found
                place += 1
        except (OverflowError, ValueError):  # no calendar goes as far
            return

    def shift(self, moment: datetime) -> Shift | None:  # noqa: ARG002 - as the others
        return None

    def _place_before(self, moment: datetime) -> int:
        """The place of a time that is none behind the moment, or 0."""
        between = (moment - self.first).total_seconds()
        longest = self.months * 31 * _DAY_S + self.seconds
        return max(0, int(between // longest))

    def _time(self, place: int) -> datetime:
        month = self.first.year * 12 + self.first.month - 1 + self.months * place
        year, month = divmod(month, 12)
        day = min(self.first.day, calendar.monthrange(year, month + 1)[1])
        return self.first.replace(year=year, month=month + 1, day=day) + timedelta(seconds=self.seconds * place)


Timetable: TypeAlias = Cron | Every | At | Cycle


def check_line(line: str, now: datetime) -> None:
    """Refuse a cron line that cannot be read, or that never has a time.

    Raises:
        NeverFires
        ValueError: says what is wrong with it.
    """
    fields = line.split()
    if len(fields) != FIELDS:
        raise ValueError(f"a cron line has {FIELDS} fields (minute hour day month weekday), and this one {len(fields)}")
    try:
        found = next(CronSim(line, now), None)
    except (CronSimError, ValueError, OverflowError) as error:
        minute, hour, day, month, weekday = fields
        if _is_readable(f"{minute} {hour} {day} * {weekday}", now) and _is_readable(f"0 0 1 {month} *", now):
            raise NeverFires(f"month {month} has no day {day}") from None  # each field is right, together they are not
        raise ValueError(f"{str(error).lower()} in the cron line") from None
    if found is None:
        raise NeverFires("no day of the next 50 years fits")


def upcoming(table: Timetable, moment: datetime, number: int) -> list[datetime]:
    """So many times behind a moment, or fewer where there are no more."""
    return list(islice(table.from_(moment), number))


def between(table: Timetable, first: datetime, last: datetime) -> Iterator[datetime]:
    """The times from one moment to another, both included."""
    for found in table.from_(first - _TICK):
        if found > last:
            return
        yield found


def _is_readable(line: str, now: datetime) -> bool:
    try:
        CronSim(line, now)
    except (CronSimError, ValueError, OverflowError):
        return False
    return True
