"""Stored values as plain JSON, for the API."""

import base64
import datetime as dt
import math
from typing import Any

import msgspec

_PREVIEW_CHARS = 200


def json_view(value: Any) -> Any:
    """A stored value as plain JSON: what JSON has no type for becomes `{"$type", "preview"}`."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else {"$type": "float", "preview": str(value)}
    if isinstance(value, dict):
        shown = {_key_view(key): json_view(item) for key, item in value.items()}
        if len(shown) == len(value):
            return shown
        return {key if isinstance(key, str) else f"({key!r})": json_view(item) for key, item in value.items()}
    if isinstance(value, list):
        return [json_view(item) for item in value]
    return {"$type": type(value).__name__, "preview": _preview(value)}


def _key_view(key: Any) -> str:
    return key if isinstance(key, str) else str(key)


def _preview(value: Any) -> str:
    if isinstance(value, msgspec.msgpack.Ext):
        value = bytes(value.data)
    if isinstance(value, bytes):
        return base64.b64encode(value[:96]).decode() + ("…" if len(value) > 96 else "")  # noqa: PLR2004 - a glimpse
    if isinstance(value, (dt.datetime, dt.date, dt.time)):
        return value.isoformat()
    text = str(value)
    return text if len(text) <= _PREVIEW_CHARS else text[: _PREVIEW_CHARS - 1] + "…"
