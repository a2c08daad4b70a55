"""Checks that a document is JSON at all; everything after this may recurse and trust types.

The strict JSON door says the same of text; this is for documents that come from Python.
"""

import math
from collections import deque
from typing import Any

from workflow_engine_shared.ids import shown

from .place import Place, type_name

MAX_DEPTH = 100
#: More than a document of 1 MiB can hold; stops values that contain themselves.
MAX_VALUES = 600_000
MAX_KEY = 256
_INT64, _UINT64 = -(2**63), 2**64


def check_plain(document: Any, root: Place) -> None:
    """Note everything that JSON cannot hold: foreign types, NaN, whole numbers beyond 64 bits, broken Unicode.

    Level by level and without recursion, because the depth is one of the things to find out.
    """
    _check_leaf(document, root)
    waiting = deque([(document, root, 1)] if _is_nested(document) else [])
    seen = 0
    while waiting:
        value, place, depth = waiting.popleft()
        if depth > MAX_DEPTH:
            detail = f"The document is nested more than {MAX_DEPTH} levels deep here."
            return place.problem("TOO_DEEP", detail, "Split the expression or the data.")
        seen += len(value)
        if seen > MAX_VALUES:
            detail = f"The document holds more than {MAX_VALUES:,} values."
            return root.problem("TOO_LARGE", detail, "Large data belongs into a file.")
        for key, item in value.items() if type(value) is dict else enumerate(value):
            if type(value) is dict and not _is_key(key, place):
                continue
            if _is_nested(item):
                waiting.append((item, place.at(key), depth + 1))
            elif not _is_fine(item):
                _check_leaf(item, place.at(key))
    return None


def _is_nested(value: Any) -> bool:
    return type(value) is dict or type(value) is list


def _is_fine(value: Any) -> bool:
    """The quick answer for what nearly every leaf is."""
    kind = type(value)
    return (kind is str and value.isascii()) or kind is bool or value is None


def _check_leaf(value: Any, place: Place) -> None:
    kind = type(value)
    if kind is str:
        if not _encodes(value):
            place.problem("INVALID_UNICODE", f"{place.subject} holds half of a surrogate pair.", "Send valid Unicode.")
    elif kind is float:
        if not math.isfinite(value):
            place.problem("OUT_OF_RANGE", f"{place.subject} is {value}, which JSON does not have.", "Send null.")
    elif kind is int:
        if not _INT64 <= value < _UINT64:
            place.problem("OUT_OF_RANGE", f"{place.subject} does not fit 64 bits.", "Send it as a string.")
    elif kind not in {bool, dict, list, type(None)}:
        place.problem("WRONG_TYPE", f"{place.subject} is {type_name(value)}, which JSON does not have.")


def _is_key(key: Any, place: Place) -> bool:
    """Complaints about a key stand at its object: such a key fits in no pointer."""
    if type(key) is not str:
        place.problem("WRONG_TYPE", f"A key of {place.subject} is {type_name(key)}, not a string.")
    elif len(key) > MAX_KEY:
        place.problem("KEY_TOO_LONG", f"The key {shown(key)} is longer than {MAX_KEY} characters.", "Shorten it.")
    elif not _encodes(key):
        place.problem("INVALID_UNICODE", f"The key {shown(key)} holds half of a surrogate pair.", "Send valid Unicode.")
    else:
        return True
    return False


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
