"""Opaque cursors: where a page ended, readable only by the endpoint that made it."""

import base64
import binascii
import json
from typing import Any

from workflow_engine_shared.errors import BadCursor

MAX_CURSOR = 1024
#: Places are numbers of rows and bytes: SQLite's integers, none of them negative.
_MAX_NUMBER = 2**63 - 1


def make_cursor(endpoint: str, place: Any) -> str:
    """A place in an endpoint's list, for the client to hand back."""
    text = json.dumps([endpoint, place], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(endpoint: str, cursor: str | None, *shape: type) -> list[Any] | None:
    """The place that `make_cursor` was given, as a list of values of these types; None without a cursor.

    Raises:
        BadCursor: it was made by another endpoint, or by nobody.
    """
    if cursor is None:
        return None
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        made_by, place = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, TypeError, RecursionError, binascii.Error):
        raise BadCursor from None
    if made_by != endpoint or not isinstance(place, list) or [type(each) for each in place] != list(shape):
        raise BadCursor
    if not all(map(_is_usable, place)):
        raise BadCursor
    return place


def _is_usable(value: Any) -> bool:
    """Whether a database takes it: no number beyond its own, no half of a surrogate pair."""
    if isinstance(value, str):
        return not any("\ud800" <= char <= "\udfff" for char in value)
    return not isinstance(value, int) or 0 <= value <= _MAX_NUMBER
