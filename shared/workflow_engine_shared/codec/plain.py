"""What a value of user code is once it is stored: plain data of exact types, or the place of what cannot be.

Only for values that are not plain already; each conversion is one that docs/functions.md names. What would come back
as something else - a moment with nanoseconds, two keys that become one - is refused here, where its place is known.
"""

import dataclasses
import datetime as dt
import enum
import os
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec

from workflow_engine_shared.errors import ResultNotSerializable
from workflow_engine_shared.ids import shown

from .moments import LossError, plain_datetime, plain_time, plain_timedelta
from .wire import MAX_DEPTH, decode, hashable, pack_plain

_SHOWN_PATH = 80
_UNCHANGED = {type(None), bool, float, bytes, dt.date, dt.timedelta, Decimal, UUID}
SIMPLE_KEYS = {type(None), bool, int, float, str, bytes}
_MAX_FLOAT_BYTES = 8


def plain(value: Any) -> Any:
    """The value as it will be when it is read.

    Raises:
        ResultNotSerializable: a part of it cannot be stored; the message names the place.
    """
    try:
        return _plain(value, "$", 0)
    except RecursionError:
        raise _too_deep("$") from None


def _plain(value: Any, path: str, depth: int) -> Any:  # noqa: PLR0911 - a table of cases
    kind = type(value)
    if kind in _UNCHANGED:
        return value
    if kind is int or kind is str:
        return _fitting(value, path)
    if isinstance(value, (dict, list, tuple, set, frozenset)):
        if depth >= MAX_DEPTH:
            raise _too_deep(path)
        return _CONTAINERS[_base(value)](value, path, depth + 1)
    if is_data_class(value):
        names = [field.name for field in dataclasses.fields(value)]
        return _members(value, names, path, depth)
    if isinstance(value, msgspec.Struct):
        return _struct(value, path, depth)
    if is_pydantic(kind):
        return _plain(pydantic_values(value), path, depth)
    return _plain_leaf(value, path, depth)


def _base(value: Any) -> type:
    return next(kind for kind in _CONTAINERS if isinstance(value, kind))


def _plain_dict(value: dict[Any, Any], path: str, depth: int) -> dict[Any, Any]:
    made: dict[Any, Any] = {}
    for key, item in dict.items(value):  # what is in it, whatever a subclass shows
        stored = key if type(key) is str and key.isascii() else _plain_key(key, path)
        if stored in made:
            raise ResultNotSerializable(f"{path} has two keys that are stored as {shown(stored)}.")
        made[stored] = _plain(item, f"{path}.{key}" if isinstance(key, str) else f"{path}[{key!r}]", depth)
    return made


def _plain_list(value: list[Any] | tuple[Any, ...], path: str, depth: int) -> list[Any]:
    items: Iterable[Any] = list.__iter__(value) if isinstance(value, list) else tuple.__iter__(value)
    made = []
    for index, item in enumerate(items):
        made.append(_plain(item, f"{path}[{index}]", depth))
    return made


def _plain_set(value: set[Any] | frozenset[Any], path: str, depth: int) -> set[Any]:
    made: set[Any] = set()
    for index, item in enumerate(value):
        stored = hashable(_plain(item, f"{path}[{index}]", depth))
        try:
            made.add(stored)
        except TypeError:
            raise ResultNotSerializable(
                f"{path} is a set with {_kind(item)} in it, which cannot be stored there."
            ) from None
    if len(made) < len(value):
        raise ResultNotSerializable(f"{path} is a set with two items that are stored as one.")
    return made


def _members(value: Any, names: Iterable[str], path: str, depth: int) -> dict[str, Any]:
    if depth >= MAX_DEPTH:
        raise _too_deep(path)
    try:
        return {name: _plain(getattr(value, name), f"{path}.{name}", depth + 1) for name in names}
    except AttributeError:
        raise _unstorable(value, path) from None


def _struct(value: msgspec.Struct, path: str, depth: int) -> dict[str, Any]:
    try:
        return _members(value, value.__struct_fields__, path, depth)
    except ResultNotSerializable:
        raise _unstorable(value, path) from None


def _plain_leaf(value: Any, path: str, depth: int) -> Any:
    """What is no container: converted as its kind says, then read again."""
    try:
        made = _converted(value)
        if type(made) in _READ_AGAIN:
            return _same_when_read(made)
    except LossError as loss:
        raise _unstorable(value, path, f": {loss}") from None
    except (TypeError, ValueError, ArithmeticError, AttributeError, LookupError):
        raise _unstorable(value, path) from None
    if is_numpy(value) and value.dtype.kind in "biuf" and value.dtype.itemsize <= _MAX_FLOAT_BYTES:
        return made  # numbers only: not looked at one by one
    if depth >= MAX_DEPTH:
        raise _too_deep(path)
    return _plain(made, path, depth + 1)


def _converted(value: Any) -> Any:
    if is_numpy(value):
        return _plain_numpy(value)
    for kind, convert in _CONVERSIONS:
        if isinstance(value, kind):
            return convert(value)
    raise TypeError(value)


def _same_when_read(value: Any) -> Any:
    read = decode(pack_plain(value))
    if (read, getattr(read, "fold", 0), getattr(read, "tzinfo", None)) != (
        value,
        getattr(value, "fold", 0),
        getattr(value, "tzinfo", None),
    ):
        raise ValueError(value)
    return value


def _plain_key(key: Any, path: str) -> Any:
    """A dict's key as it is read; times and ids become text."""
    try:
        stored = _plain(key, "", 0)
        if isinstance(stored, (dt.datetime, dt.date, dt.time)):
            return stored.isoformat()
        if isinstance(stored, UUID):
            return str(stored)
        stored = hashable(stored)
        is_key = type(stored) in SIMPLE_KEYS or decode(pack_plain({stored: None})) == {stored: None}
    except ResultNotSerializable as refused:
        problem = refused.detail.strip().removesuffix(".")
        raise ResultNotSerializable(f"{path} has a key {shown(key)}, which {problem}.") from None
    except (TypeError, ValueError):
        is_key = False
    if not is_key:
        raise ResultNotSerializable(f"{path} has a key {shown(key)}, which is {_kind(key)} and cannot be one.")
    return stored


def _fitting(value: int | str, path: str) -> int | str:
    if isinstance(value, int):
        if not -(2**63) <= value < 2**64:
            raise ResultNotSerializable(f"{path} is a whole number that does not fit 64 bits.")
        return value
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ResultNotSerializable(f"{path} is text with half of a surrogate pair.") from None
    return value


def _plain_numpy(value: Any) -> Any:
    """A NumPy scalar or array as numbers and lists. By hand, because ormsgpack before 1.13 stores NaT as 1970."""
    made = value.tolist()
    if value.dtype.kind == "c" or type(made) is type(value):
        raise TypeError(value)  # no plain form
    if value.dtype.kind in "mM":
        missing = bool((value != value).any())  # noqa: PLR0124 - NaT differs from itself
        if missing or any(isinstance(each, int) for each in value.ravel().tolist()):
            raise LossError("it has no date, or one that Python's dates don't have")
    return made


#: Of subclasses, what their base holds: by the base's own methods, which no subclass can have changed.
_CONVERSIONS: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (enum.Enum, lambda v: v.value),
    (dt.datetime, plain_datetime),  # before date: it is one
    (dt.date, lambda v: dt.date(v.year, v.month, v.day)),
    (dt.time, plain_time),
    (dt.timedelta, plain_timedelta),
    (Decimal, lambda v: Decimal(Decimal.__str__(v))),
    (UUID, lambda v: UUID(int=v.int)),
    (str, str.__str__),
    (bytes, lambda v: bytes.__add__(v, b"")),
    (int, int.__pos__),
    (float, float.__pos__),
    (bytearray, bytes),
    (memoryview, bytes),
    (os.PathLike, os.fspath),
    (msgspec.msgpack.Ext, lambda v: v),
    (Sequence, list),  # range, deque, the results of map_steps
)
_READ_AGAIN = {dt.datetime, dt.time, msgspec.msgpack.Ext}  #: what is right by its type, but for zones and tags
_CONTAINERS: dict[type, Callable[[Any, str, int], Any]] = {
    dict: _plain_dict,
    list: _plain_list,
    tuple: _plain_list,
    set: _plain_set,
    frozenset: _plain_set,
}


def is_data_class(value: Any) -> bool:
    """Whether it is a value, not a class, with declared fields."""
    return dataclasses.is_dataclass(value) and not isinstance(value, type)


def is_numpy(value: Any) -> bool:
    """Whether it is an array or a scalar of NumPy, which is not imported for that."""
    return type(value).__module__ == "numpy" and hasattr(value, "tolist")


def is_pydantic(kind: type) -> bool:
    """Whether it is a model of pydantic, which is not imported for that."""
    return any(base.__module__.startswith("pydantic") for base in kind.__mro__)


def pydantic_values(model: Any) -> dict[str, Any]:
    """A model's fields, declared or not, without what it caches."""
    kind, held = type(model), vars(model)
    declared = getattr(kind, "__pydantic_fields__", None) or getattr(kind, "model_fields", None) or held
    extra = getattr(model, "__pydantic_extra__", None) or {}
    return {**{name: held[name] for name in declared if name in held}, **extra}


def _too_deep(path: str) -> ResultNotSerializable:
    return ResultNotSerializable(
        f"{path[:_SHOWN_PATH]}… is nested more than {MAX_DEPTH} levels deep (or contains itself)."
    )


def _unstorable(value: Any, path: str, why: str = "") -> ResultNotSerializable:
    return ResultNotSerializable(f"{path} is {_kind(value)}, which cannot be stored{why}.")


def _kind(value: Any) -> str:
    kind = type(value)
    return f"a {kind.__qualname__}" if kind.__module__ == "builtins" else f"a {kind.__module__}.{kind.__qualname__}"
