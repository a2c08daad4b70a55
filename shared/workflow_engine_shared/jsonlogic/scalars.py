"""What JsonLogic's operators do with scalars, and what equal means: json-logic-qubit computes, as JavaScript would.

`method` and `log` leave the engine when this module is imported: `method` calls any attribute of any value, and 244
bytes of rule reach `eval` by it. They are taken out of qubit itself, so that no other way into it brings them back.

Section numbers are ECMA-262's, 15th edition.
"""

import math
import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

import json_logic  # type: ignore[import-untyped]

from workflow_engine_shared.jsonlogic.coercion import (
    CONTAINERS,
    LISTS,
    UNDEFINED,
    parse_float,
    plain,
    to_double,
    to_number,
    to_text,
)
from workflow_engine_shared.jsonlogic.moments import DATES, earlier_or_later, is_date, same_moment
from workflow_engine_shared.jsonlogic.state_values import (
    SETS,
    in_order,
    is_known,
    refuse,
    refuse_bytes,
    side_by_side,
)

for _name in ("method", "log"):
    json_logic._common_operations.pop(_name, None)  # noqa: SLF001 - qubit's rm_operation removes custom operators only
json_logic._expose_operations()  # noqa: SLF001

# A copy: qubit's own table is emptied and filled again whenever anyone in this process adds an operation to it.
ENGINE: Final[Mapping[str, Callable[..., Any]]] = MappingProxyType(dict(json_logic.operations))


_DATE_OR_TEXT: Final = (str, *DATES)
_BY_IDENTITY: Final = (*CONTAINERS, *SETS)
_NUMBERS: Final = (int, float, Decimal)
_IN_PYTHON: Final[Mapping[str, Callable[[Any, Any], bool]]] = MappingProxyType(
    {"==": operator.eq, "<": operator.lt, "<=": operator.le}
)
"""For what qubit does not know: dates and Decimals."""

# -- comparison -----------------------------------------------------------------------------------------------------


def strictly_equal(a: Any, b: Any) -> bool:
    """IsStrictlyEqual (7.2.15): lists and objects are equal to themselves only, bytes to such as hold the same.

    Raises:
        BadExpression: one of them is of a type that JSON has nothing for, or is bytes and the other a text or a number.
    """
    for value in (a, b):
        if not is_known(value) and value is not UNDEFINED:
            refuse(value)
    if isinstance(a, bytes) or isinstance(b, bytes):
        return _bytes_equal(a, b)
    if isinstance(a, _BY_IDENTITY) or isinstance(b, _BY_IDENTITY):
        return a is b
    if is_date(a) or is_date(b):
        return isinstance(a, _DATE_OR_TEXT) and isinstance(b, _DATE_OR_TEXT) and same_moment(a, b)
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    if _are_numbers_with_decimal(a, b):
        return _IN_PYTHON["=="](*side_by_side(a, b))
    return bool(ENGINE["==="](a, b))


def _bytes_equal(a: Any, b: Any) -> bool:
    for value in (a, b):
        if isinstance(value, (*_DATE_OR_TEXT, *_NUMBERS)) and not isinstance(value, bool):
            refuse_bytes()
    return isinstance(a, bytes) and isinstance(b, bytes) and a == b


def _are_numbers_with_decimal(a: Any, b: Any) -> bool:
    return (isinstance(a, Decimal) and isinstance(b, _NUMBERS)) or (isinstance(b, Decimal) and isinstance(a, _NUMBERS))


def json_equal(a: Any, b: Any) -> bool:
    """Whether two JSON values are the same: 1 is 1.0 but not true, and containers are compared by what they hold.

    A set is the same as a list of its items in any order, bytes as the list of their numbers.

    Raises:
        BadExpression: there is a value in one of them that JSON has nothing for, or bytes stand beside text or number.
    """
    pairs = [(a, b)]
    while pairs:
        a, b = _in_one_order(*pairs.pop())
        if isinstance(a, dict) and isinstance(b, dict):
            if a.keys() != b.keys():
                return False
            pairs += [(a[key], b[key]) for key in a]
        elif isinstance(a, LISTS) and isinstance(b, LISTS):
            if len(a) != len(b):
                return False
            pairs += zip(a, b, strict=True)
        elif not strictly_equal(a, b):
            return False
    return True


def _in_one_order(a: Any, b: Any) -> tuple[Any, Any]:
    if isinstance(a, bytes) and isinstance(b, LISTS):
        return list(a), b
    if isinstance(b, bytes) and isinstance(a, LISTS):
        return a, list(b)
    if not (isinstance(a, SETS) or isinstance(b, SETS)):
        return a, b
    return _ordered_items(a), _ordered_items(b)


def _ordered_items(value: Any) -> Any:
    return in_order(value) if isinstance(value, (*SETS, *LISTS)) else value


def loosely_equal(a: Any, b: Any) -> bool:
    """IsLooselyEqual (7.2.14)."""
    if a is None or b is None or a is UNDEFINED or b is UNDEFINED:
        return (a is None or a is UNDEFINED) and (b is None or b is UNDEFINED)
    if isinstance(a, str) and isinstance(b, str):
        return a == b
    if isinstance(a, _DATE_OR_TEXT) and isinstance(b, _DATE_OR_TEXT):
        return same_moment(a, b)
    if _are_numbers_with_decimal(a, b):
        return _IN_PYTHON["=="](*side_by_side(a, b))
    return bool(to_number(a) == to_number(b))


def less_than(a: Any = UNDEFINED, b: Any = UNDEFINED, c: Any = UNDEFINED, *_ignored: Any) -> bool:
    return _ordered("<", a, b) and (c is UNDEFINED or _ordered("<", b, c))


def at_most(a: Any = UNDEFINED, b: Any = UNDEFINED, c: Any = UNDEFINED, *_ignored: Any) -> bool:
    return _ordered("<=", a, b) and (c is UNDEFINED or _ordered("<=", b, c))


def greater_than(a: Any = UNDEFINED, b: Any = UNDEFINED, *_ignored: Any) -> bool:
    return _ordered("<", b, a)


def at_least(a: Any = UNDEFINED, b: Any = UNDEFINED, *_ignored: Any) -> bool:
    return _ordered("<=", b, a)


def _ordered(name: str, a: Any, b: Any) -> bool:
    """IsLessThan (7.2.13): text by UTF-16 code units, everything else as numbers, and NaN is never in order.

    Dates are in order with dates and their texts; with null, which becomes no text, they are not, as a text is not.
    """
    if is_date(a) or is_date(b):
        if a is None or b is None or a is UNDEFINED or b is UNDEFINED:
            return False
        both = isinstance(a, _DATE_OR_TEXT) and isinstance(b, _DATE_OR_TEXT)
        return _IN_PYTHON[name](*earlier_or_later(a, b) if both else (to_number(a), to_number(b)))
    if _are_numbers_with_decimal(a, b):
        return _IN_PYTHON[name](*side_by_side(a, b))
    if not (isinstance(a, str) and isinstance(b, str)):
        a, b = to_number(a), to_number(b)
    elif not (a.isascii() and b.isascii()):
        a, b = a.encode("utf-16-be", "surrogatepass"), b.encode("utf-16-be", "surrogatepass")
    return bool(ENGINE[name](a, b))


# -- numbers --------------------------------------------------------------------------------------------------------


def add(*operands: Any) -> int | float:
    total = 0.0
    for operand in operands:
        total = to_double(ENGINE["+"](total, parse_float(operand)))
    return plain(total)


def multiply(*operands: Any) -> int | float:
    product = 1.0
    for operand in operands:
        product = to_double(ENGINE["*"](product, parse_float(operand)))
    return plain(product)


def subtract(a: Any = UNDEFINED, b: Any = UNDEFINED, *_ignored: Any) -> int | float:
    if b is UNDEFINED:
        return plain(ENGINE["-"](_double(a)))
    return plain(ENGINE["-"](_double(a), _double(b)))


def divide(a: Any = UNDEFINED, b: Any = UNDEFINED, *_ignored: Any) -> int | float:
    """Division by zero is infinite, and zero by zero NaN (6.1.6.1.5)."""
    dividend, divisor = _double(a), _double(b)
    if divisor == 0:
        return dividend * math.inf
    return plain(ENGINE["/"](dividend, divisor))


def remainder(a: Any = UNDEFINED, b: Any = UNDEFINED, *_ignored: Any) -> int | float:
    """Number::remainder (6.1.6.1.6) takes the dividend's sign, as C does; Python's `%` takes the divisor's."""
    dividend, divisor = _double(a), _double(b)
    if math.isinf(dividend) or divisor == 0:
        return math.nan
    return plain(math.fmod(dividend, divisor))


def minimum(*operands: Any) -> int | float:
    return _extreme("min", math.inf, operands)


def maximum(*operands: Any) -> int | float:
    return _extreme("max", -math.inf, operands)


def _extreme(name: str, of_nothing: float, operands: tuple[Any, ...]) -> int | float:
    """Math.min and Math.max (21.3.2.25): one NaN makes the whole NaN."""
    numbers = [_double(operand) for operand in operands]
    if any(map(math.isnan, numbers)):
        return math.nan
    return plain(ENGINE[name](*numbers)) if numbers else of_nothing


def _double(value: Any) -> float:
    return to_double(to_number(value))


# -- text -----------------------------------------------------------------------------------------------------------


def substring(source: Any = UNDEFINED, start: Any = UNDEFINED, length: Any = UNDEFINED, *_ignored: Any) -> str:
    """String.prototype.substr (B.2.2.1); a negative length leaves out that many characters at the end, as in PHP."""
    text = to_text(source)
    tail = str(ENGINE["substr"](text, _position(start, len(text))))
    if length is UNDEFINED:
        return tail
    wanted = _double(length)
    if wanted < 0:
        # json-logic-js adds the length to a number: a text is appended to it there, and that is no length any more.
        wanted = math.nan if isinstance(length, str) else len(tail) + wanted
    return str(ENGINE["substr"](tail, 0, max(0, _position(wanted, len(tail)))))


def _position(value: Any, limit: int) -> int:
    """ToIntegerOrInfinity (7.1.5), no further than `limit` either way, because nothing lies beyond."""
    number = _double(value)
    return 0 if math.isnan(number) else int(max(-limit, min(limit, number)))
