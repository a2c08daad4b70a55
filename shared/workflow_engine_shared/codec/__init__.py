"""How the values of user code are stored: one codec for checkpoints, overlays and results.

Plain msgpack (any msgpack reader shows it), with extension types where msgpack has none. ormsgpack rather than
msgspec, because it hands dates, decimals, sets and ids to our hook instead of turning them into text for good.

What `encode` lets through is proven to be readable: by its exact types, or by reading it again, or because `plain`
made it of such types. docs/functions.md ("What can be stored") lists what comes back as it was and what is converted.
"""

from typing import Any

import ormsgpack

from workflow_engine_shared.errors import ResultNotSerializable

from .content import content_hash
from .plain import SIMPLE_KEYS, plain
from .view import json_view
from .wire import EXACT, MAX_DEPTH, decode, exact, pack_plain, pack_with_any_keys

__all__ = ["MAX_BYTES", "MAX_DEPTH", "content_hash", "decode", "encode", "json_view", "size_in_words", "stored_form"]

#: The longest value that a row may hold: SQLite's limit is 10^9 bytes for the whole row.
MAX_BYTES = 999_000_000


def encode(value: Any) -> bytes:
    """A value as bytes that `decode` reads.

    Raises:
        ResultNotSerializable: it, or something inside it, cannot be stored; the message names the place.
    """
    try:
        return ormsgpack.packb(value, default=exact, option=EXACT)
    except (TypeError, ValueError, RecursionError):
        return _with_simple_keys(value) or _read_again(value) or pack_plain(plain(value))


def stored_form(value: Any) -> Any:
    """The value as it will be after a resume, so that an undisturbed run sees the same types as a resumed one.

    Raises:
        ResultNotSerializable: see `encode`.
    """
    body = encode(value)
    try:
        return decode(body)
    except ValueError as error:
        raise ResultNotSerializable(f"The value cannot be stored: {error}.") from None


def size_in_words(size: int) -> str:
    """A number of bytes for a message."""
    return f"{size / 1e9:.2f} GB" if size >= 10**7 else f"{size} bytes"


def _with_simple_keys(value: Any) -> bytes | None:
    """A dict with numbers for keys and values of exact types."""
    if type(value) is not dict or not SIMPLE_KEYS.issuperset(map(type, value)):
        return None
    try:
        ormsgpack.packb(list(value.values()), default=exact, option=EXACT)
        return pack_with_any_keys(value)
    except (TypeError, ValueError, RecursionError):
        return None


def _read_again(value: Any) -> bytes | None:
    """For keys of any kind: as bytes, if these are read as an equal value."""
    try:
        body = pack_with_any_keys(value)
        return body if decode(body) == value else None
    except (TypeError, ValueError, RecursionError, ArithmeticError):  # comparing a signalling NaN raises the last
        return None
