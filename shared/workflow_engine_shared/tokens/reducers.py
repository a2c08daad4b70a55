"""How the values that several branches gave for one variable become one; each is associative: blocks may be nested."""

from collections.abc import Callable
from decimal import Decimal
from functools import reduce
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from workflow_engine_shared.errors import StateConflict
from workflow_engine_shared.ids import shown

Reducer: TypeAlias = Literal["append", "sum", "merge", "last", "max", "min"]


class _Way(NamedTuple):
    """What a reducer takes, and what it makes of two values."""

    takes: tuple[type, ...]
    words: str
    join: Callable[[Any, Any], Any]


_WAYS: Final[dict[Reducer, _Way]] = {
    "append": _Way((list, tuple), "lists", lambda old, new: [*old, *new]),
    "sum": _Way((int, float, Decimal), "numbers", lambda old, new: old + new),
    "merge": _Way((dict,), "objects", lambda old, new: {**old, **new}),
    "last": _Way((object,), "anything", lambda _, new: new),
    "max": _Way((object,), "what can be compared", max),
    "min": _Way((object,), "what can be compared", min),
}


def combine(how: Reducer, key: str, *values: Any) -> Any:
    """The values as one, in their order; none of them is changed.

    Raises:
        StateConflict: one is none that the reducer takes, or two cannot be brought together; it names the key.
    """
    way = _WAYS[how]
    for value in values:
        if not isinstance(value, way.takes) or (how == "sum" and isinstance(value, bool)):
            detail = f"The reducer {how!r} of {shown(key)} takes {way.words}, not {shown(value)}."
            raise StateConflict(detail)
    try:
        return reduce(way.join, values)
    except (TypeError, ValueError, ArithmeticError) as error:
        detail = f"The reducer {how!r} of {shown(key)} cannot bring its values together: {error}."
        raise StateConflict(detail) from error
