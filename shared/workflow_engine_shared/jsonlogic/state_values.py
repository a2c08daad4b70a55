"""What a run's state holds beyond JSON, and what each of it is in an expression.

A Decimal is a number, a date or datetime its ISO text, a set a list, bytes the list of their numbers. Whatever else - a
UUID, a time of day, a timedelta - has no one meaning in JSON, so it passes through an expression, but one that would
have to look into it ends: an answer made up would only be the other branch, and nobody would know. So do bytes beside
a text or a number: JavaScript would make a text of the list, and `b"x"` would differ from "x" without a word.
"""

import datetime as dt
import math
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final, NoReturn

from workflow_engine_shared.errors import BadExpression

SETS: Final = (set, frozenset)

JSON_SCALARS: Final[frozenset[type]] = frozenset({str, int, float, bool, type(None)})
JSON_TYPES: Final[frozenset[type]] = JSON_SCALARS | {list, tuple, dict}
_KNOWN: Final[tuple[type, ...]] = (*JSON_TYPES, Decimal, dt.date, *SETS, bytes)
_MAX_EXPONENT = 400
"""Beyond it a Decimal is no number that JavaScript has, and as a whole number it would fill the memory."""


def is_known(value: Any) -> bool:
    """Whether an expression knows what the value is; JavaScript's `undefined` is for the caller to know."""
    return isinstance(value, _KNOWN)


def refuse(value: Any) -> NoReturn:
    """End the expression because of a value it cannot know the meaning of.

    Raises:
        BadExpression: always.
    """
    raise BadExpression(
        f"A value of type '{type(value).__name__}' takes part, which JSON does not have.",
        hint='Let the function return a number, a text or a list in its place; {"missing": ["key"]} tells whether it '
        "is there at all.",
    )


def refuse_bytes() -> NoReturn:
    """End the expression because bytes stand beside, or in the place of, a text or a number.

    Raises:
        BadExpression: always.
    """
    raise BadExpression(
        "A value of type 'bytes' stands where a text or a number belongs.",
        hint="Bytes are a list of numbers here. Let the function return `value.decode()`, or `value.hex()`, to compare "
        "it with a text.",
    )


def decimal_as_number(value: Decimal) -> int | float:
    """A Decimal as the number JSON would have: whole ones exactly."""
    if not value.is_finite():
        return math.nan if value.is_nan() else math.inf if value > 0 else -math.inf
    if abs(value.adjusted()) > _MAX_EXPONENT:
        return float(value)
    whole = value.to_integral_value()
    return int(whole) if whole == value else float(value)


def side_by_side(a: float | Decimal, b: float | Decimal) -> tuple[Any, Any]:
    """Two numbers as Python compares them right: exactly, but a Decimal beside a float as a float, too."""
    exact = not (isinstance(a, float) or isinstance(b, float))
    return _beside(a, exact), _beside(b, exact)


def _beside(number: float | Decimal, exact: bool) -> float | Decimal:
    return number if not isinstance(number, Decimal) or (exact and number.is_finite()) else decimal_as_number(number)


def in_order(items: Iterable[Any]) -> list[Any]:
    """A set's items as a list that is the same in every process: Python's own order of texts is not."""
    return sorted(items, key=_place)


def _place(item: Any) -> tuple[str, Any]:
    if isinstance(item, (int, float, Decimal)):
        return ("1 not a number", 0) if item != item else ("2 number", item)  # noqa: PLR0124 - only NaN differs from itself
    if isinstance(item, str):
        return "3 text", item
    if isinstance(item, dt.date):
        return "4 date", item.isoformat()
    if isinstance(item, tuple):
        return "5 list", [_place(part) for part in item]
    if isinstance(item, SETS):
        return "6 set", [_place(part) for part in in_order(item)]
    return f"7 {type(item).__name__}", repr(item)
