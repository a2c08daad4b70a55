"""Runs that were kept long enough."""

import json

from workflow_engine_shared.run_status import FINAL

from .database import Connection, every
from .queries import load

_SQL = load("retention")


def ended_before(con: Connection, limit: str, number: int) -> list[str]:
    """The oldest runs that were over before a time."""
    params = {"statuses": json.dumps(sorted(status.value for status in FINAL)), "limit": limit, "number": number}
    return [row["thread_id"] for row in every(con, _SQL["ended_before"], params)]
