"""Equal JSON values as equal texts, and their fingerprints.

A flow's hash and a request's fingerprint are stored: what this module makes of a value never changes.
"""

import hashlib
import json
from typing import Any


def canonical(value: Any) -> str:
    """One text for equal JSON values, whatever the order of their keys; 1 and 1.0 are different values.

    Raises:
        ValueError: the value holds NaN or an infinity.
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def fingerprint(value: Any) -> str:
    """The SHA-256 of the canonical text, as 64 hex digits."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()
