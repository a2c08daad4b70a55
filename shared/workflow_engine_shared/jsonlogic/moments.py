"""Dates and times in JsonLogic: ISO text, in order by the moment it stands for.

Two spellings of one moment are equal, `Z` and `+00:00` as much as 8:00 in Berlin and 7:00 in London, which mere text
would not see. A date alone is the midnight it begins with, in whatever zone the other one has.
"""

import datetime as dt
import re
from typing import Any, Final, NamedTuple, TypeGuard

from workflow_engine_shared.errors import BadExpression
from workflow_engine_shared.ids import shown

DATES: Final = (dt.date, dt.datetime)

_MAX_ISO_CHARS = 40
_MICROSECOND_DIGITS = 6
_ISO: Final = re.compile(
    r"(?P<year>[0-9]{4})(-(?P<month>[0-9]{2})(-(?P<day>[0-9]{2}))?)?"
    r"([Tt ](?P<time>[0-9]{2}:[0-9]{2})(:(?P<second>[0-9]{2})([.,](?P<fraction>[0-9]{1,9}))?)?"
    r"(?P<zone>[Zz]|[+-][0-9]{2}(:?[0-9]{2}(:[0-9]{2})?)?)?)?"
)


class _Moment(NamedTuple):
    at: dt.datetime
    is_day: bool = False  #: no time of day, and so no zone
    is_whole: bool = True  #: not only a year or a month


def is_date(value: Any) -> TypeGuard[dt.date]:
    return isinstance(value, dt.date)


def same_moment(a: Any, b: Any) -> bool:
    """Whether two are equal of which at least one is a date or time, and both are one or a text."""
    first, second = _read(a), _read(b)
    if first is None or second is None or not (first.is_whole and second.is_whole):
        return False
    one, other = _side_by_side(first, second)
    return one == other


def earlier_or_later(a: Any, b: Any) -> tuple[dt.datetime, dt.datetime]:
    """Both as moments that Python compares.

    Raises:
        BadExpression: one is a text that is no date, or only one of two times has a zone.
    """
    first, second = _read(a), _read(b)
    if first is None or second is None:
        text = a if first is None else b
        raise BadExpression(
            f"A date is compared with {shown(text)}, which is no date.",
            hint='Write dates like "2026-01-31" and times like "2026-01-31T08:00:00Z".',
        )
    one, other = _side_by_side(first, second)
    if (one.tzinfo is None) != (other.tzinfo is None):
        raise BadExpression(
            f"Of the times {first.at.isoformat()} and {second.at.isoformat()} only one has a time zone.",
            hint="Give both one, or none: datetime.now(timezone.utc) in the function, a Z at the end of the text.",
        )
    return one, other


def _side_by_side(first: _Moment, second: _Moment) -> tuple[dt.datetime, dt.datetime]:
    """A day has no zone: it is compared with what the other's clock shows."""
    if first.is_day or second.is_day:
        return first.at.replace(tzinfo=None), second.at.replace(tzinfo=None)
    return first.at, second.at


def _read(value: Any) -> _Moment | None:
    if isinstance(value, dt.datetime):
        return _Moment(value)
    if isinstance(value, dt.date):
        return _Moment(dt.datetime.combine(value, dt.time()), is_day=True)
    return _read_text(value) if len(value) <= _MAX_ISO_CHARS else None


def _read_text(text: str) -> _Moment | None:
    """By hand, because `fromisoformat` of Python 3.10 knows neither `Z` nor other fractions than of three or six."""
    found = _ISO.fullmatch(text)
    if found is None:
        return None
    day = f"{found['year']}-{found['month'] or '01'}-{found['day'] or '01'}"
    fraction = (found["fraction"] or "").ljust(_MICROSECOND_DIGITS, "0")[:_MICROSECOND_DIGITS]
    time = f"{found['time'] or '00:00'}:{found['second'] or '00'}.{fraction}"
    try:
        at = dt.datetime.fromisoformat(f"{day}T{time}{_zone(found['zone'] or '')}")
    except ValueError:  # a thirteenth month
        return None
    return _Moment(at, is_day=found["time"] is None, is_whole=found["day"] is not None)


def _zone(written: str) -> str:
    if written in ("Z", "z"):
        return "+00:00"
    digits = written.replace(":", "")
    return written and f"{digits[:3]}:{digits[3:5] or '00'}{':' if digits[5:] else ''}{digits[5:]}"
