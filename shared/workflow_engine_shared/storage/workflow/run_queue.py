"""The queue of runs that wait for a worker."""

from typing import NamedTuple

from workflow_engine_shared.run_status import RunStatus
from workflow_engine_shared.storage.sqlite.database import Connection, every, one
from workflow_engine_shared.storage.sqlite.statements import load

_SQL = load(__package__, "run_queue")
_FOREVER = "9999"


class DueRun(NamedTuple):
    """A run that may have a worker now."""

    thread_id: str
    status: RunStatus
    environment: str | None  #: the hash of its environment; None: what is installed beside renflow


def claim_run(con: Connection, thread_id: str) -> int | None:
    """Allocate the next epoch for a run that waits for a worker; None: it waits no more."""
    row = one(con, _SQL["claim_run"], {"thread_id": thread_id})
    return None if row is None else int(row["epoch"])


def queue_has(con: Connection, number: int) -> bool:
    """Whether so many runs, or more, wait that were accepted and have no worker yet."""
    return one(con, _SQL["queue_has"], {"before": number - 1}) is not None


def due_runs(con: Connection, now: str, limit: int, *, horizon: str = _FOREVER) -> list[DueRun]:
    """Runs that wait for a worker and may have one now, with their status, first queued first.

    No delay reaches beyond `horizon`: a run that is due later was put off before the clock was set back, and is due.
    """
    rows = every(con, _SQL["due_runs"], {"now": now, "limit": limit, "horizon": horizon})
    return [DueRun(row["thread_id"], RunStatus(row["status"]), row["environment"]) for row in rows]
