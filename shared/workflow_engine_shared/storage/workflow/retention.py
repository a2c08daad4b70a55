"""Runs that were kept long enough."""

import json

from workflow_engine_shared.run_status import FINAL
from workflow_engine_shared.storage.sqlite.database import Connection, every
from workflow_engine_shared.storage.sqlite.queries import load

_SQL = load(__package__, "retention")


def ended_before(con: Connection, limit: str, number: int) -> list[str]:
    """The oldest runs that were over before a time."""
    params = {"statuses": json.dumps(sorted(status.value for status in FINAL)), "limit": limit, "number": number}
    return [row["thread_id"] for row in every(con, _SQL["ended_before"], params)]
