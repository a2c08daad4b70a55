"""JavaScript's coercions of scalars: null, booleans, numbers and text, and what in a state counts as one of them.

json-logic-js is JavaScript and has no rules of its own, so these are ECMAScript's (ECMA-262, 15th edition); each
function names its section. No regular expressions: a text from a run's state is read in one pass.
"""

import math
from decimal import Decimal
from typing import Any, Final

from workflow_engine_shared.errors import BadExpression
from workflow_engine_shared.jsonlogic.moments import is_date
from workflow_engine_shared.jsonlogic.state_values import SETS, decimal_as_number, is_known, refuse

LISTS: Final = (list, tuple)
CONTAINERS: Final = (dict, list, tuple)
_COLLECTIONS: Final = (*LISTS, *SETS, bytes)


class Undefined:
    """JavaScript's `undefined`: what an operator finds where an operand was left out. It never becomes a result."""


UNDEFINED: Final = Undefined()

_MAX_SAFE_INTEGER = 2**53
_MAX_PLAIN_INTEGER = 10**21  # Number::toString writes larger ones with an exponent
_MAX_PLAIN_POINT, _MIN_PLAIN_POINT = 21, -5
_WHITE_SPACE = (
    "\t\n\v\f\r \xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
_DIGITS = "0123456789"
_INFINITIES = {"Infinity": math.inf, "+Infinity": math.inf, "-Infinity": -math.inf}
_RADIX = {"0x": (16, "0123456789abcdefABCDEF"), "0o": (8, "01234567"), "0b": (2, "01")}


def truthy(value: Any) -> bool:
    """JsonLogic's truth: JavaScript's, except that an empty list is false.

    Raises:
        BadExpression: the value is of a type that JSON has nothing for.
    """
    if isinstance(value, _COLLECTIONS):
        return len(value) > 0
    if isinstance(value, Decimal):
        value = decimal_as_number(value) if value.is_nan() else bool(value)
    if isinstance(value, float):
        return value != 0 and not math.isnan(value)
    if not is_known(value) and value is not UNDEFINED:
        refuse(value)
    return not (value is None or value is UNDEFINED or (isinstance(value, (str, int)) and not value))


def to_number(value: Any) -> int | float:
    """ToNumber (7.1.4). Whole numbers stay exact, where JavaScript would round those beyond 2**53.

    Raises:
        BadExpression: the value is a date.
    """
    if isinstance(value, bool) or value is None:
        return int(value or 0)
    if isinstance(value, (int, float)):
        return value
    if isinstance(value, Decimal):
        return decimal_as_number(value)
    if is_date(value):
        raise BadExpression(
            f"A value of type '{type(value).__name__}' stands where a number belongs.",
            hint="A date is compared with dates and with ISO text; a function calculates with it.",
        )
    return _text_to_number(value) if isinstance(value, str) else math.nan


def to_double(number: float) -> float:
    """A number as JavaScript holds it; too large a whole number is infinite."""
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def to_text(value: Any) -> str:
    """ToString (7.1.17)."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if is_date(value):
        return value.isoformat()
    return "undefined" if value is UNDEFINED else _number_to_text(to_number(value))


def parse_float(value: Any) -> float:
    """`parseFloat` (19.2.4): the number a text starts with, NaN if none - so null and true are NaN, "3 kg" is 3."""
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return to_double(to_number(value))
    if is_date(value):
        return to_number(value)  # no year to calculate with: it is refused
    text = to_text(value).lstrip(_WHITE_SPACE)
    for name, number in _INFINITIES.items():
        if text.startswith(name):
            return number
    prefix = _decimal_prefix(text)
    return float(prefix) if prefix else math.nan


def plain(number: float) -> int | float:
    """A computed number as JSON writes it: whole ones without a point."""
    double = to_double(number)
    return int(double) if double.is_integer() and abs(double) <= _MAX_SAFE_INTEGER else double


def _text_to_number(text: str) -> float:
    """StringToNumber (7.1.4.1.1). `float` alone would also take "nan", "1_000" and other scripts' digits."""
    text = text.strip(_WHITE_SPACE)
    if not text:
        return 0
    base, allowed = _RADIX.get(text[:2].lower(), (10, ""))
    if allowed and len(text) > len("0x"):
        return math.nan if text[2:].strip(allowed) else to_double(int(text[2:], base))
    if text in _INFINITIES:
        return _INFINITIES[text]
    return float(text) if _decimal_prefix(text) == text else math.nan


def _decimal_prefix(text: str) -> str:
    """The longest start of `text` that is a StrDecimalLiteral (7.1.4.1), or nothing."""
    unsigned = text[1:] if text.startswith(("+", "-")) else text
    rest = unsigned.lstrip(_DIGITS)
    digits = len(unsigned) - len(rest)
    if rest.startswith("."):
        fraction = rest[1:].lstrip(_DIGITS)
        digits += len(rest) - 1 - len(fraction)
        rest = fraction
    if not digits:
        return ""
    if rest.startswith(("e", "E")):
        exponent = rest[2:] if rest[1:2] in ("+", "-") else rest[1:]
        if exponent[:1] in _DIGITS and exponent:
            rest = exponent.lstrip(_DIGITS)
    return text[: len(text) - len(rest)]


def _number_to_text(number: float) -> str:
    """Number::toString (6.1.6.1.20): Python's shortest digits, with the point where JavaScript puts it."""
    if isinstance(number, int) and abs(number) < _MAX_PLAIN_INTEGER:
        return str(number)
    double = to_double(number)
    if not math.isfinite(double):
        return "NaN" if math.isnan(double) else "Infinity" if double > 0 else "-Infinity"
    if double == 0:
        return "0"
    _, digits, exponent = Decimal(repr(abs(double))).as_tuple()
    text = _place_point("".join(map(str, digits)).rstrip("0"), len(digits) + int(exponent))
    return f"-{text}" if double < 0 else text


def _place_point(digits: str, point: int) -> str:
    if len(digits) <= point <= _MAX_PLAIN_POINT:
        return digits.ljust(point, "0")
    if 0 < point <= _MAX_PLAIN_POINT:
        return f"{digits[:point]}.{digits[point:]}"
    if _MIN_PLAIN_POINT <= point <= 0:
        return f"0.{'0' * -point}{digits}"
    return f"{digits[0]}{'.' if digits[1:] else ''}{digits[1:]}e{point - 1:+d}"
