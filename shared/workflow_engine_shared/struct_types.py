"""Struct types are worked out when their module is loaded.

By itself msgspec (0.22) works out how a Struct's fields are read when the first value is read, and a second thread that
reads one meanwhile finds half of it and ends the process.
"""

from typing import Any, TypeVar

import msgspec

_Type = TypeVar("_Type", bound=type[Any])


def ready_to_read(kind: _Type) -> _Type:
    """Class decorator of Structs that `convert` and `decode(type=...)` read: any thread may be the first to do so."""
    msgspec.json.Decoder(kind)
    return kind
