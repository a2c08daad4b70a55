"""A hash of what user code was given: equal for equal content, in every process.

Plain data counts by its value, dicts whatever the order of their keys. Objects of the author's own classes count by
their attributes. What has no content that can be compared - a connection, a lock, a function made on the spot, an
object with a pickling of its own - counts by its type only: it is the same resource, opened again.
"""

import copyreg
import dataclasses
import enum
import os
import types
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
import ormsgpack
import xxhash

from .plain import is_data_class, is_numpy, is_pydantic, pydantic_values
from .wire import SORTED, ordered

_MAX_OBJECTS = 20_000  #: in one item that is not plain data: more is no item but a part of the program
_TEXTS = (str, bytes, int, float)
_NAMED = (type, types.FunctionType, types.BuiltinFunctionType, types.MethodType)


def content_hash(value: Any) -> bytes:
    """Eight bytes for what this value is: of a million items, two differ and look alike once in 30 million loops."""
    try:
        return xxhash.xxh3_64_digest(ormsgpack.packb(value, default=ordered, option=SORTED))
    except (TypeError, ValueError, RecursionError):
        return _of_anything(value)


def _of_anything(value: Any) -> bytes:
    try:
        return _Walk().digest(value)
    except Exception:  # noqa: BLE001 - an object's own code may raise anything when it is looked at
        return _by_type(value)


class _NoContentError(Exception):
    """An object holds something that cannot be compared."""


class _Walk:
    """One look at a value that is not plain data."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Any, bytes]] = {}  #: with the object, or its id would be another's later
        self._strict = 0  #: inside an object: nothing may count by its type only

    def digest(self, value: Any) -> bytes:
        try:
            return xxhash.xxh3_64_digest(ormsgpack.packb(value, default=ordered, option=SORTED))
        except (TypeError, ValueError, RecursionError):
            pass
        known = self._known.get(id(value))
        if known is not None:
            return known[1]
        if len(self._known) > _MAX_OBJECTS:
            raise _NoContentError
        self._known[id(value)] = value, b"a part of itself"
        try:
            digest = self._of_container(value) or _of_leaf(value) or self._of_object(value)
        except BaseException:
            del self._known[id(value)]
            raise
        self._known[id(value)] = value, digest
        return digest

    def _of_container(self, value: Any) -> bytes | None:
        if isinstance(value, dict):
            pairs = [self.digest(key) + self.digest(item) for key, item in dict.items(value)]
            return _combined("dict", sorted(pairs))
        if isinstance(value, (set, frozenset)):
            return _combined("set", sorted(map(self.digest, value)))
        if isinstance(value, (list, tuple)):
            return _combined("list", map(self.digest, value))
        if is_numpy(value):
            content = self.digest(value.ravel().tolist()) if value.dtype.hasobject else value.tobytes()
            return _combined(f"numpy {value.dtype.str} {value.shape}", [content])
        return None

    def _of_object(self, value: Any) -> bytes:
        held = _declared(value)
        if held is None:
            held = _attributes(value)
        if held is not None:
            self._strict += 1
            try:
                return _combined(_name(type(value)), [self.digest(held)])
            except _NoContentError:
                if self._strict > 1:
                    raise
            finally:
                self._strict -= 1
        elif self._strict:
            raise _NoContentError
        return _by_type(value)


def _of_leaf(value: Any) -> bytes | None:
    kind = type(value)
    if isinstance(value, os.PathLike):
        return _combined("path", [_bytes(os.fspath(value))])
    if isinstance(value, enum.Enum):
        return _combined(_name(kind), [_bytes(str(value.name)), _bytes(repr(value.value))])
    for base in _TEXTS:
        if isinstance(value, base):  # of a subclass, too large, or with half of a surrogate pair
            return _combined(base.__name__, [_bytes(base.__repr__(value))])
    if isinstance(value, _NAMED) and "<" not in value.__qualname__:
        return _combined("name", [_bytes(_name(value))])
    if hasattr(kind, "isoformat") or hasattr(kind, "as_tuple"):  # a date, time or decimal of another library
        return _combined(_name(kind), [_bytes(f"{value}/{getattr(value, 'fold', 0)}")])
    return None


def _declared(value: Any) -> dict[str, Any] | None:
    """The fields of a class that declares them: a dataclass, or one of msgspec, pydantic or attrs."""
    kind = type(value)
    names: Iterator[str]
    if is_data_class(value):
        names = (field.name for field in dataclasses.fields(value))
    elif isinstance(value, msgspec.Struct):
        names = iter(value.__struct_fields__)
    elif is_pydantic(kind):
        return pydantic_values(value)
    elif hasattr(kind, "__attrs_attrs__"):
        names = (field.name for field in kind.__attrs_attrs__)
    else:
        return None
    return {name: getattr(value, name, None) for name in names}


def _attributes(value: Any) -> dict[str, Any] | None:
    """What an object of an ordinary class holds; None for one that is no data."""
    kind = type(value)
    own = {name for base in kind.__mro__[:-1] for name in vars(base)}
    if kind.__module__ == "builtins" or own & {"__reduce__", "__reduce_ex__", "__getstate__"}:
        return None
    slots = copyreg._slotnames(kind)  # type: ignore[attr-defined]  # noqa: SLF001 - as copy and pickle find them
    held = {**getattr(value, "__dict__", {}), **{name: getattr(value, name) for name in slots if hasattr(value, name)}}
    return held or None


def _by_type(value: Any) -> bytes:
    return _combined("type", [_bytes(_name(type(value)))])


def _combined(kind: str, parts: Iterable[bytes]) -> bytes:
    digest = xxhash.xxh3_64(kind.encode("utf-8", "surrogatepass") + b"\0")
    for part in parts:
        digest.update(part)
    return digest.digest()


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")


def _name(value: Any) -> str:
    return f"{getattr(value, '__module__', '')}.{value.__qualname__}"
