"""What JsonLogic's operators do with scalars: null, booleans, numbers and text.

json-logic-qubit computes; this module hands it operands that JavaScript would have computed with. The coercions are
ECMAScript's (ECMA-262, 15th edition), each function names its section, because json-logic-js is JavaScript and has no
rules of its own. Lists and objects are turned into text before they come here, by the evaluator, which counts the work.

`method` and `log` leave the engine when this module is imported: `method` calls any attribute of any value, and 244
bytes of rule reach `eval` by it. They are taken out of qubit itself, so that no other way into it brings them back.
"""

import math
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

import json_logic  # type: ignore[import-untyped]

from workflow_engine_shared.errors import BadExpression

MAX_TEXT = 2**20
"""The longest text, in characters, that an expression may make."""

for _name in ("method", "log"):
    json_logic._common_operations.pop(_name, None)  # noqa: SLF001 - qubit's rm_operation removes custom operators only
json_logic._expose_operations()  # noqa: SLF001

ENGINE: Final[Mapping[str, Callable[..., Any]]] = json_logic.operations


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
_DECIMAL = frozenset(_DIGITS + "+-.eE")
_INFINITIES = {"Infinity": math.inf, "+Infinity": math.inf, "-Infinity": -math.inf}
_RADIX = {"0x": (16, "0123456789abcdefABCDEF"), "0o": (8, "01234567"), "0b": (2, "01")}


# -- coercion -------------------------------------------------------------------------------------------------------


def to_number(value: Any) -> int | float:
    """ToNumber (7.1.4). Whole numbers stay exact, where JavaScript would round those beyond 2**53."""
    if isinstance(value, bool) or value is None:
        return int(value or 0)
    if isinstance(value, (int, float)):
        return value
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
    return "undefined" if value is UNDEFINED else _number_to_text(value)


def parse_float(value: Any) -> float:
    """`parseFloat` (19.2.4): the number a text starts with, NaN if none - so null and true are NaN, "3 kg" is 3."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return to_double(value)
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
    if not _DECIMAL.issuperset(text):
        return _INFINITIES.get(text, math.nan)
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


# -- comparison -----------------------------------------------------------------------------------------------------


def loosely_equal(a: Any, b: Any) -> bool:
    """IsLooselyEqual (7.2.14)."""
    if a is None or b is None or a is UNDEFINED or b is UNDEFINED:
        return (a is None or a is UNDEFINED) and (b is None or b is UNDEFINED)
    if isinstance(a, str) and isinstance(b, str):
        return a == b
    return bool(to_number(a) == to_number(b))


def less_than(a: Any = UNDEFINED, b: Any = UNDEFINED, c: Any = UNDEFINED, *_ignored: Any) -> bool:
    return _ordered("<", a, b) and (c is UNDEFINED or _ordered("<", b, c))


def at_most(a: Any = UNDEFINED, b: Any = UNDEFINED, c: Any = UNDEFINED, *_ignored: Any) -> bool:
    return _ordered("<=", a, b) and (c is UNDEFINED or _ordered("<=", b, c))


def greater_than(a: Any = UNDEFINED, b: Any = UNDEFINED, *_ignored: Any) -> bool:
    return _ordered("<", b, a)


def at_least(a: Any = UNDEFINED, b: Any = UNDEFINED, *_ignored: Any) -> bool:
    return _ordered("<=", b, a)


def _ordered(operator: str, a: Any, b: Any) -> bool:
    """IsLessThan (7.2.13): text by UTF-16 code units, everything else as numbers, and NaN is never in order."""
    if not (isinstance(a, str) and isinstance(b, str)):
        a, b = to_number(a), to_number(b)
    elif not (a.isascii() and b.isascii()):
        a, b = a.encode("utf-16-be", "surrogatepass"), b.encode("utf-16-be", "surrogatepass")
    return bool(ENGINE[operator](a, b))


# -- numbers --------------------------------------------------------------------------------------------------------


def add(*operands: Any) -> int | float:
    total = 0.0
    for operand in operands:
        total = to_double(ENGINE["+"](total, parse_float(operand)))
    return plain(total)


def multiply(*operands: Any) -> Any:
    """A single factor is handed back as it is, even a text: json-logic-js reduces without a start value."""
    if not operands:
        raise BadExpression("'*' needs at least one operand.")
    if len(operands) == 1:
        return operands[0]
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


def _extreme(operator: str, of_nothing: float, operands: tuple[Any, ...]) -> int | float:
    """Math.min and Math.max (21.3.2.25): one NaN makes the whole NaN."""
    numbers = [_double(operand) for operand in operands]
    if any(map(math.isnan, numbers)):
        return math.nan
    return plain(ENGINE[operator](*numbers)) if numbers else of_nothing


def _double(value: Any) -> float:
    return to_double(to_number(value))


# -- text -----------------------------------------------------------------------------------------------------------


def concatenate(*operands: Any) -> str:
    """Array.prototype.join (23.1.3.18) with nothing between: null is empty."""
    texts = ["" if operand is None or operand is UNDEFINED else to_text(operand) for operand in operands]
    if sum(map(len, texts)) > MAX_TEXT:
        raise BadExpression(f"'cat' makes a text of more than {MAX_TEXT} characters.")
    return str(ENGINE["cat"](*texts))


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


SCALAR_OPERATORS: Final[Mapping[str, Callable[..., Any]]] = {
    "<": less_than,
    "<=": at_most,
    ">": greater_than,
    ">=": at_least,
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "%": remainder,
    "min": minimum,
    "max": maximum,
    "cat": concatenate,
    "substr": substring,
}
