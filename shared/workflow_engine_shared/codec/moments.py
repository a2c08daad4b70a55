"""Dates, times and spans of subclasses and of other libraries' zones as those that the standard library reads."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from .wire import is_known_zone

_FINER = "it is finer than microseconds, or not equal to its plain form for another reason"


class LossError(ValueError):
    """Something of a value would be lost."""


def plain_datetime(value: dt.datetime) -> dt.datetime:
    """A moment of a subclass, or in a zone of another library: with that zone's offset at that time.

    Raises:
        TypeError, ValueError: pandas' NaT has not even a year.
    """
    day = (value.year, value.month, value.day, value.hour, value.minute, value.second, value.microsecond)
    made = dt.datetime(*day, tzinfo=value.tzinfo, fold=value.fold)
    _must_equal(made, value)
    offset, named = made.utcoffset(), made.replace(tzinfo=_named_zone(made.tzinfo))
    if is_known_zone(named.tzinfo) and named.utcoffset() == offset:
        return named
    return made.replace(tzinfo=None if offset is None else dt.timezone(offset), fold=0)


def _must_equal(made: Any, value: Any) -> None:
    """By the value's own comparison, which knows of more than its base does."""
    is_equal = made == value
    if not is_equal:
        raise LossError(_FINER)


def _named_zone(zone: dt.tzinfo | None) -> dt.tzinfo | None:
    """The zone that Python finds under this one's name, where it has one."""
    try:
        return ZoneInfo(zone.key) if isinstance(zone, ZoneInfo) else zone
    except (LookupError, OSError, TypeError, ValueError):
        return zone


def plain_time(value: dt.time) -> dt.time:
    made = dt.time(value.hour, value.minute, value.second, value.microsecond, value.tzinfo, fold=value.fold)
    _must_equal(made, value)
    offset, named = made.utcoffset(), made.replace(tzinfo=_named_zone(made.tzinfo))
    if is_known_zone(named.tzinfo):
        return named
    if offset is None:
        raise LossError("its offset depends on the day, and its zone has no name that Python knows")
    return made.replace(tzinfo=dt.timezone(offset), fold=0)


def plain_timedelta(value: dt.timedelta) -> dt.timedelta:
    made = dt.timedelta(value.days, value.seconds, value.microseconds)
    _must_equal(made, value)
    return made
