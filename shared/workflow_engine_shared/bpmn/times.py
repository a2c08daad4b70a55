"""ISO 8601 durations, moments and cycles, as timers have them. Pure: whoever asks tells the time."""

import calendar
import re
from datetime import datetime, timedelta
from typing import Final, NamedTuple

_DURATION: Final = re.compile(
    r"P(?=.)(?:(?P<years>\d{1,6})Y)?(?:(?P<months>\d{1,6})M)?(?:(?P<weeks>\d{1,6})W)?(?:(?P<days>\d{1,6})D)?"
    r"(?:T(?=.)(?:(?P<hours>\d{1,9})H)?(?:(?P<minutes>\d{1,9})M)?(?:(?P<seconds>\d{1,12}(?:[.,]\d{1,9})?)S)?)?"
)
_CYCLE: Final = re.compile(r"R(?P<count>\d{0,9})/(?P<rest>.+)")
_MOMENT: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d\d:?\d\d)?"
)
_MONTHS_OF_YEAR: Final = 12
#: What is farther away is a mistake in the unit.
MAX_YEARS: Final = 50
_MAX_SECONDS: Final = MAX_YEARS * 366 * 24 * 3600


class NotATime(ValueError):
    """The text is no duration, moment or cycle, or one too far away; the message is the end of a sentence."""


class Duration(NamedTuple):
    """A length of time; months have no fixed one."""

    months: int
    seconds: float


class Cycle(NamedTuple):
    """Again and again: `times` times (None: without end), from a moment on if there is one."""

    times: int | None
    start: datetime | None
    every: Duration


def duration(text: str) -> Duration:
    """A duration such as `PT30M` or `P1M2DT3H`.

    Raises:
        NotATime
    """
    found = _DURATION.fullmatch(text.strip())
    if found is None:
        raise NotATime("is no ISO 8601 duration such as PT30M, P1D or P1M")
    years, months, weeks, days, hours, minutes = (
        int(found[name] or 0) for name in ("years", "months", "weeks", "days", "hours", "minutes")
    )
    months += years * _MONTHS_OF_YEAR
    seconds = float((found["seconds"] or "0").replace(",", "."))
    seconds += ((weeks * 7 + days) * 24 + hours) * 3600 + minutes * 60
    if months > MAX_YEARS * _MONTHS_OF_YEAR or seconds > _MAX_SECONDS:
        raise NotATime(f"is longer than {MAX_YEARS} years")
    return Duration(months, seconds)


def after(begin: datetime, length: Duration) -> datetime:
    """The moment so long after another; a day that a month does not have is its last one."""
    month = begin.year * _MONTHS_OF_YEAR + begin.month - 1 + length.months
    year, month = divmod(month, _MONTHS_OF_YEAR)
    day = min(begin.day, calendar.monthrange(year, month + 1)[1])
    return begin.replace(year=year, month=month + 1, day=day) + timedelta(seconds=length.seconds)


def moment(text: str) -> datetime:
    """A moment such as `2026-03-01T09:00:00Z`; without a zone it is one of UTC.

    Raises:
        NotATime
    """
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        raise NotATime("is no moment such as 2026-03-01T09:00:00Z")
    day, time, seconds, fraction, zone = found.groups()
    offset = "+00:00" if zone in {None, "Z"} else zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"
    try:
        return datetime.fromisoformat(f"{day}T{time or '00:00'}:{seconds or '00'}.{(fraction or '0')[:6]:0<6}{offset}")
    except ValueError:
        raise NotATime("is no moment that a calendar has") from None


def cycle(text: str) -> Cycle:
    """A cycle such as `R3/PT10S`, `R/PT1H` or `R/2026-03-01T09:00:00Z/P1D`.

    Raises:
        NotATime
    """
    found = _CYCLE.fullmatch(text.strip())
    parts = found["rest"].split("/") if found else []
    if found is None or not 1 <= len(parts) <= 2:  # noqa: PLR2004 - a start and a duration
        raise NotATime("is no ISO 8601 cycle such as R3/PT10S or R/PT1H")
    every = duration(parts[-1])
    if every.months == 0 and every.seconds < 1:
        raise NotATime("repeats more often than once in a second")
    count = int(found["count"]) if found["count"] else None
    if count == 0:
        raise NotATime("repeats never")
    return Cycle(count, moment(parts[0]) if len(parts) > 1 else None, every)


def check_date(text: str, now: datetime) -> None:
    """A moment that a timer can wait for, as of `now`.

    Raises:
        NotATime
    """
    found = moment(text)
    if found <= now:
        raise NotATime("is over already")
    if found > now + timedelta(seconds=_MAX_SECONDS):
        raise NotATime(f"is more than {MAX_YEARS} years away")


def check_cycle(text: str, now: datetime | None) -> None:
    """A cycle that still comes, as of `now` if that is given.

    Raises:
        NotATime
    """
    found = cycle(text)
    if found.start is None or found.times is None or now is None:
        return
    whole = Duration(found.every.months * found.times, found.every.seconds * found.times)
    if after(found.start, whole) <= now:
        raise NotATime("is over already")
