"""How long a server asks to wait: the header `Retry-After`, in seconds or as a date. Pure."""

import re
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime

_SECONDS = re.compile(r"\s*([0-9]{1,9})\s*")


def retry_after(header: str | None, date: str | None, now: datetime) -> float | None:
    """Seconds to wait; None: the server does not say, or nothing that can be read.

    A date counts from the answer's own `Date`, where it has one: the two clocks may differ.
    """
    if header is None:
        return None
    if found := _SECONDS.fullmatch(header):
        return float(found[1])
    until = _moment(header)
    if until is None:
        return None
    return max(0.0, (until - (_moment(date) or now)).total_seconds())


def _moment(text: str | None) -> datetime | None:
    try:
        found = parsedate_to_datetime(text or "")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=timezone.utc)
