"""The bytes of plain values: msgpack with extension types of ours."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
import ormsgpack

MAX_DEPTH = 255  #: the library's own limit

EXACT = (  # keys of dicts are texts; all but the plainest types come to the hook
    ormsgpack.OPT_PASSTHROUGH_DATETIME
    | ormsgpack.OPT_PASSTHROUGH_UUID
    | ormsgpack.OPT_PASSTHROUGH_SUBCLASS
    | ormsgpack.OPT_PASSTHROUGH_DATACLASS
)
_ANY_KEYS = EXACT | ormsgpack.OPT_NON_STR_KEYS
SORTED = EXACT | ormsgpack.OPT_SORT_KEYS

_DATETIME, _DATE, _TIME, _TIMEDELTA, _DECIMAL, _UUID, _SET, _ZONED_DATETIME, _ZONED_TIME = range(1, 10)


def pack_with_any_keys(value: Any) -> bytes:
    """A value of exact types, but with keys of any kind; the library turns some of them into text."""
    return ormsgpack.packb(value, default=exact, option=_ANY_KEYS)


def pack_plain(value: Any) -> bytes:
    """What `plain` made, with whatever is in sets."""
    return ormsgpack.packb(value, default=_with_sets, option=_ANY_KEYS)


def decode(body: bytes) -> Any:
    """The value that `encode` wrote.

    Raises:
        ValueError: these bytes hold none.
    """
    try:
        return ormsgpack.unpackb(body, ext_hook=_from_ext, option=ormsgpack.OPT_NON_STR_KEYS)
    except ValueError:
        raise
    except (TypeError, LookupError, ArithmeticError, AttributeError, RecursionError) as error:
        raise ValueError(f"these bytes are no stored value ({error!r})") from error


def hashable(item: Any) -> Any:
    """A set's item as it was: only a tuple can have become a list there, and only a frozenset a set."""
    if isinstance(item, list):
        return tuple(map(hashable, item))
    return frozenset(item) if isinstance(item, set) else item


def is_known_zone(zone: dt.tzinfo | None) -> bool:
    """Whether a zone comes back as it is: by its offset, or by the name that Python finds it under."""
    if zone is None or type(zone) is dt.timezone:
        return True
    try:
        return isinstance(zone, ZoneInfo) and ZoneInfo(zone.key) is zone
    except (LookupError, OSError, TypeError, ValueError):  # made of a file: without a name, or under its own
        return False


def exact(value: Any) -> ormsgpack.Ext:
    """The library's hook for types that are known to come back as they are.

    Raises:
        TypeError: the value is of another one; `plain` tells what becomes of it.
    """
    write = _WRITERS.get(type(value))
    if write is None:
        raise TypeError(type(value))
    return write(value)


def ordered(value: Any) -> ormsgpack.Ext | str:
    """The same for values that are only compared: paths are texts, and sets have no order to compare by."""
    kind = type(value)
    if kind in _PATHS:
        return str(value)
    if kind is set:
        raise TypeError(set)
    return exact(value)


def _with_sets(value: Any) -> ormsgpack.Ext:
    if isinstance(value, (set, frozenset)):
        return ormsgpack.Ext(_SET, pack_plain(list(value)))
    return exact(value)


def _ext(tag: int, text: str) -> ormsgpack.Ext:
    return ormsgpack.Ext(tag, text.encode())


def _write_datetime(value: dt.datetime) -> ormsgpack.Ext:
    zone = value.tzinfo
    if (zone is None or type(zone) is dt.timezone) and not value.fold:
        return _ext(_DATETIME, value.isoformat())
    return _ext(_ZONED_DATETIME, f"{value.fold} {value.isoformat()} {_zone_name(zone)}")


def _write_time(value: dt.time) -> ormsgpack.Ext:
    zone = value.tzinfo
    if (zone is None or type(zone) is dt.timezone) and not value.fold:
        return _ext(_TIME, value.isoformat())
    return _ext(_ZONED_TIME, f"{value.fold} {value.isoformat()} {_zone_name(zone)}")


def _zone_name(zone: dt.tzinfo | None) -> str:
    if not is_known_zone(zone):
        raise TypeError(zone)
    return zone.key if isinstance(zone, ZoneInfo) else ""


def _write_timedelta(value: dt.timedelta) -> ormsgpack.Ext:
    return _ext(_TIMEDELTA, f"{value.days},{value.seconds},{value.microseconds}")


def _write_set(value: set[Any]) -> ormsgpack.Ext:
    if not _SIMPLE.issuperset(map(type, value)):
        raise TypeError(set)
    return ormsgpack.Ext(_SET, ormsgpack.packb(list(value), default=exact, option=EXACT))


def _write_unknown(value: msgspec.msgpack.Ext) -> ormsgpack.Ext:
    if value.code in _READERS or value.code == _SET:
        raise TypeError(value.code)
    return ormsgpack.Ext(value.code, bytes(value.data))


#: By exact type: a subclass may write itself as something that its base does not read.
_WRITERS: dict[type, Callable[[Any], ormsgpack.Ext]] = {
    dt.datetime: _write_datetime,
    dt.date: lambda v: _ext(_DATE, v.isoformat()),
    dt.time: _write_time,
    dt.timedelta: _write_timedelta,
    Decimal: lambda v: _ext(_DECIMAL, str(v)),
    UUID: lambda v: _ext(_UUID, v.hex),
    set: _write_set,
    msgspec.msgpack.Ext: _write_unknown,
}
_PATHS = {PurePosixPath, PureWindowsPath, type(Path())}
#: Items of sets that are in them again when they are read.
_SIMPLE = {type(None), bool, int, float, str, bytes, dt.datetime, dt.date, dt.time, dt.timedelta, Decimal, UUID}


def _from_ext(tag: int, data: bytes) -> Any:
    body = bytes(data)
    if tag == _SET:
        return {hashable(item) for item in decode(body)}
    if tag not in _READERS:
        return msgspec.msgpack.Ext(tag, body)  # a newer renflow's: kept as it is
    return _READERS[tag](body.decode())


def _read_timedelta(text: str) -> dt.timedelta:
    days, seconds, microseconds = map(int, text.split(","))
    return dt.timedelta(days, seconds, microseconds)


def _read_zoned_datetime(text: str) -> dt.datetime:
    """A zone that this machine does not know, or knows to be elsewhere at that time, does not move the moment."""
    fold, written, name = text.split(" ", 2)
    at = dt.datetime.fromisoformat(written).replace(fold=int(fold))
    if not name:
        return at
    try:
        zone = ZoneInfo(name)
    except (LookupError, OSError, ValueError):
        return at.replace(fold=0)
    zoned = at.replace(tzinfo=zone)
    return zoned if zoned.utcoffset() == at.utcoffset() else at.astimezone(zone)


def _read_zoned_time(text: str) -> dt.time:
    fold, written, name = text.split(" ", 2)
    time = dt.time.fromisoformat(written).replace(fold=int(fold))
    return time.replace(tzinfo=ZoneInfo(name)) if name else time


_READERS: dict[int, Callable[[str], Any]] = {
    _DATETIME: dt.datetime.fromisoformat,
    _DATE: dt.date.fromisoformat,
    _TIME: dt.time.fromisoformat,
    _TIMEDELTA: _read_timedelta,
    _DECIMAL: Decimal,
    _UUID: UUID,
    _ZONED_DATETIME: _read_zoned_datetime,
    _ZONED_TIME: _read_zoned_time,
}
