"""Opaque cursors: where a page ended, readable only by the endpoint that made it."""

import base64
import binascii
import json
from typing import Any

from workflow_engine_shared.errors import BadCursor

MAX_CURSOR = 1024


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
    return place
