"""The one door for JSON from outside: what passes here can be stored, echoed and compared everywhere else.

Python's own parser takes NaN, lone surrogates, duplicate keys and endless nesting; each of them turns into a crash
or a silent change somewhere later.
"""

import json
import re
from typing import Any

from .errors import (
    DuplicateKey,
    InvalidJson,
    InvalidUnicode,
    InvalidUtf8,
    KeyTooLong,
    NonFiniteNumber,
    NumberOutOfRange,
    TooDeep,
    TooManyKeys,
)
from .ids import shown

MAX_DEPTH = 64
MAX_KEY = 256
MAX_KEYS = 50_000
MAX_INT = 2**63 - 1
_MAX_INT_DIGITS = 19
#: The closing quote may be missing: a string without an end is taken once, not tried again at each of its quotes.
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")


def strict_json(body: bytes) -> Any:
    """The value of a strict JSON document.

    Raises:
        InvalidJson: with a subclass for each kind of mistake; the detail names the place.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidUtf8(f"Byte {error.start} is not valid UTF-8.") from None
    if text.startswith("\ufeff"):
        raise InvalidUtf8("The document starts with a byte-order mark.")
    _check_depth(text)
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise InvalidJson(f"Line {error.lineno}, column {error.colno}: {error.msg}.") from None
    _check_text(value)
    return value


def _check_depth(text: str) -> None:
    """Count brackets outside strings before the recursive parser sees them."""
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return
    depth = 0
    for bracket in _BRACKET.findall(_STRING.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        if depth > MAX_DEPTH:
            raise TooDeep(f"The document is nested more than {MAX_DEPTH} levels deep.")


def _refuse_constant(name: str) -> Any:
    raise NonFiniteNumber(f"{name} is not a JSON number.")


def _parse_float(text: str) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise NonFiniteNumber(f"{shown(text)} is too large for a number.")
    return value


def _parse_int(text: str) -> int:
    if len(text.lstrip("-")) > _MAX_INT_DIGITS or not -MAX_INT - 1 <= (value := int(text)) <= MAX_INT:
        raise NumberOutOfRange(f"{shown(text)} does not fit 64 bits.")
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(pairs) > MAX_KEYS:
        raise TooManyKeys(f"An object has {len(pairs)} keys; {MAX_KEYS} are allowed.")
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise DuplicateKey(f"Key {shown(twice)} stands twice in one object.")
    for key in found:
        if len(key) > MAX_KEY:
            raise KeyTooLong(f"Key {shown(key)} has {len(key)} characters; {MAX_KEY} are allowed.")
    return found


#: One for all documents: `json.loads` with these would make one for each.
_DECODER = json.JSONDecoder(
    parse_constant=_refuse_constant,
    parse_float=_parse_float,
    parse_int=_parse_int,
    object_pairs_hook=_object,
)


def _check_text(value: Any) -> None:
    """Refuse lone surrogates: no file, database or socket can take them."""
    if isinstance(value, str):
        if not value.isascii():
            try:
                value.encode("utf-8")
            except UnicodeEncodeError:
                raise InvalidUnicode(f"{shown(value)} holds half of a surrogate pair.") from None
    elif isinstance(value, list):
        for item in value:
            _check_text(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            _check_text(key)
            _check_text(item)
