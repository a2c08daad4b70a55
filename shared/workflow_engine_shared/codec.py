"""How the values of user code are stored: one codec for checkpoints, overlays and results.

Plain msgpack (any msgpack reader shows it), with extension types where msgpack has none. ormsgpack rather than
msgspec, because it hands dates, decimals, sets and ids to our hook instead of turning them into text for good.

Stored without loss: None, bool, int (64 bit), float, str, bytes, list, dict, datetime, date, time, timedelta,
Decimal, UUID, set (of tuples and frozensets too). Converted: tuple -> list, frozenset -> set, dataclass / pydantic /
msgspec.Struct -> dict, Enum -> its value, Path -> str, NumPy scalars and arrays -> numbers and lists, a dict's keys
that are times or UUIDs -> str. Everything else is refused by name.
"""

import base64
import dataclasses
import datetime as dt
import enum
import math
import os
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
import ormsgpack

from .errors import ResultNotSerializable
from .ids import shown

_OPTIONS = (
    ormsgpack.OPT_NON_STR_KEYS
    | ormsgpack.OPT_PASSTHROUGH_DATETIME
    | ormsgpack.OPT_PASSTHROUGH_UUID
    | ormsgpack.OPT_PASSTHROUGH_SUBCLASS
    | ormsgpack.OPT_SERIALIZE_PYDANTIC
)
MAX_DEPTH = 255  #: the library's own limit

_PREVIEW_CHARS = 200

_DATETIME, _DATE, _TIME, _TIMEDELTA, _DECIMAL, _UUID, _SET = range(1, 8)


def encode(value: Any) -> bytes:
    """A value as bytes.

    Raises:
        ResultNotSerializable: it, or something inside it, cannot be stored; the message names the place.
    """
    try:
        return _pack(value)
    except (TypeError, ValueError, RecursionError) as error:
        place = _find_culprit(value)
        raise ResultNotSerializable(place or f"The value cannot be stored: {error}.") from None


def _pack(value: Any) -> bytes:
    return ormsgpack.packb(value, default=_to_ext, option=_OPTIONS)


def decode(body: bytes) -> Any:
    """The value that `encode` wrote."""
    return ormsgpack.unpackb(body, ext_hook=_from_ext, option=ormsgpack.OPT_NON_STR_KEYS)


def stored_form(value: Any) -> Any:
    """The value as it will be after a resume, so that an undisturbed run sees the same types as a resumed one.

    Raises:
        ResultNotSerializable: see `encode`.
    """
    body = encode(value)
    try:
        return decode(body)
    except (TypeError, ValueError) as error:
        raise ResultNotSerializable(_find_culprit(value) or f"The value cannot be stored: {error}.") from None


def json_view(value: Any) -> Any:
    """A stored value as plain JSON: what JSON has no type for becomes `{"$type", "preview"}`."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else {"$type": "float", "preview": str(value)}
    if isinstance(value, dict):
        return {_key_view(key): json_view(item) for key, item in value.items()}
    if isinstance(value, list):
        return [json_view(item) for item in value]
    return {"$type": type(value).__name__, "preview": _preview(value)}


def _key_view(key: Any) -> str:
    return key if isinstance(key, str) else str(key)


def _preview(value: Any) -> str:
    if isinstance(value, msgspec.msgpack.Ext):
        value = bytes(value.data)
    if isinstance(value, bytes):
        return base64.b64encode(value[:96]).decode() + ("…" if len(value) > 96 else "")  # noqa: PLR2004 - a glimpse
    if isinstance(value, (dt.datetime, dt.date, dt.time)):
        return value.isoformat()
    text = str(value)
    return text if len(text) <= _PREVIEW_CHARS else text[: _PREVIEW_CHARS - 1] + "…"


def _to_ext(value: Any) -> Any:
    if isinstance(value, dict):
        return dict(value)  # OrderedDict, defaultdict, Counter
    for kind, convert in _CONVERSIONS:
        if isinstance(value, kind):
            return convert(value)
    if isinstance(value, Sequence):
        return list(value)  # range, deque, the results of map_steps
    if type(value).__module__ == "numpy" and hasattr(value, "tolist"):
        return _plain_numpy(value)
    raise TypeError(_kind(value))


def _plain_numpy(value: Any) -> Any:
    """A NumPy scalar or array as numbers and lists. By hand, because ormsgpack before 1.13 stores NaT as 1970."""
    plain = value.tolist()
    dates = value.dtype.kind in "mM"
    missing = dates and bool((value != value).any())  # noqa: PLR0124 - NaT differs from itself
    if missing or type(plain) is type(value) or (dates and any(isinstance(v, int) for v in value.ravel()[:1].tolist())):
        raise TypeError(_kind(value))  # no date, no plain form, or a unit that Python's dates don't have
    return plain


def _timedelta_text(value: dt.timedelta) -> str:
    return f"{value.days},{value.seconds},{value.microseconds}"


def _ext(tag: int, text: str) -> ormsgpack.Ext:
    return ormsgpack.Ext(tag, text.encode())


#: datetime before date: it is one. Subclasses of str, int, list come here because of PASSTHROUGH_SUBCLASS.
_CONVERSIONS: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (dt.datetime, lambda v: _ext(_DATETIME, v.isoformat())),
    (dt.date, lambda v: _ext(_DATE, v.isoformat())),
    (dt.time, lambda v: _ext(_TIME, v.isoformat())),
    (dt.timedelta, lambda v: _ext(_TIMEDELTA, _timedelta_text(v))),
    (Decimal, lambda v: _ext(_DECIMAL, str(v))),
    (UUID, lambda v: _ext(_UUID, v.hex)),
    (set, lambda v: ormsgpack.Ext(_SET, _pack(list(v)))),
    (frozenset, lambda v: ormsgpack.Ext(_SET, _pack(list(v)))),
    (msgspec.msgpack.Ext, lambda v: ormsgpack.Ext(v.code, bytes(v.data))),
    (enum.Enum, lambda v: v.value),
    (msgspec.Struct, lambda v: {name: getattr(v, name) for name in v.__struct_fields__}),
    (os.PathLike, os.fspath),
    (bytearray, bytes),
    (memoryview, bytes),
    (bool, bool),
    (str, str.__str__),
    (int, int),
    (float, float),
    (list, list),
    (tuple, list),
)


def _from_ext(tag: int, data: bytes) -> Any:
    body = bytes(data)
    if tag == _SET:
        return {_hashable(item) for item in decode(body)}
    if tag not in _READERS:
        return msgspec.msgpack.Ext(tag, body)  # a newer renflow's: kept as it is
    return _READERS[tag](body.decode())


def _read_timedelta(text: str) -> dt.timedelta:
    days, seconds, microseconds = map(int, text.split(","))
    return dt.timedelta(days, seconds, microseconds)


_READERS: dict[int, Callable[[str], Any]] = {
    _DATETIME: dt.datetime.fromisoformat,
    _DATE: dt.date.fromisoformat,
    _TIME: dt.time.fromisoformat,
    _TIMEDELTA: _read_timedelta,
    _DECIMAL: Decimal,
    _UUID: UUID,
}


def _hashable(item: Any) -> Any:
    """A set's item as it was: only a tuple can have become a list there, and only a frozenset a set."""
    if isinstance(item, list):
        return tuple(map(_hashable, item))
    return frozenset(item) if isinstance(item, set) else item


def _find_culprit(value: Any) -> str:
    """Where, inside a value that could not be stored, the thing is that cannot."""
    for path, item, depth in _walk(value, "$", 0):
        if depth >= MAX_DEPTH and _is_container(item):
            return f"{path[:80]}… is nested more than {MAX_DEPTH} levels deep (or contains itself)."
        problem = _own_problem(item) or _key_problem(item)
        if problem:
            return f"{path} {problem}."
    return ""


def _walk(value: Any, path: str, depth: int) -> Iterator[tuple[str, Any, int]]:
    yield path, value, depth
    if depth >= MAX_DEPTH:
        return
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _walk(item, f"{path}.{key}" if isinstance(key, str) else f"{path}[{key!r}]", depth + 1)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for index, item in enumerate(value):
            yield from _walk(item, f"{path}[{index}]", depth + 1)
    elif _is_container(value):
        for field in dataclasses.fields(value):
            yield from _walk(getattr(value, field.name), f"{path}.{field.name}", depth + 1)


def _key_problem(value: Any) -> str:
    for key in value if isinstance(value, dict) else ():
        try:
            _pack({key: None})
        except TypeError:
            return f"has a key {shown(key)}, which {_own_problem(key) or f'is {_kind(key)} and cannot be one'}"
    return ""


def _own_problem(value: Any) -> str:
    if isinstance(value, (set, frozenset)):
        return next(filter(None, map(_set_item_problem, value)), "")
    if _is_container(value):
        return ""
    try:
        _pack(value)
    except TypeError:
        if isinstance(value, int):
            return "is a whole number that does not fit 64 bits"
        if isinstance(value, str):
            return "is text with half of a surrogate pair"
        return f"is {_kind(value)}, which cannot be stored"
    return ""


def _is_container(value: Any) -> bool:
    if isinstance(value, (dict, list, tuple, set, frozenset)):
        return True
    return dataclasses.is_dataclass(value) and not isinstance(value, type)


def _set_item_problem(item: Any) -> str:
    try:
        stored = decode(_pack(item))
    except (TypeError, ValueError):
        return ""  # its own problem is found when the walk comes to it
    try:
        hash(_hashable(stored))
    except TypeError:
        return f"is a set with {_kind(item)} in it, which cannot be stored there"
    return ""


def _kind(value: Any) -> str:
    kind = type(value)
    return f"a {kind.__qualname__}" if kind.__module__ == "builtins" else f"a {kind.__module__}.{kind.__qualname__}"
