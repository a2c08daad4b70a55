"""Every worker process that ever held a run."""

import msgspec

from workflow_engine_shared.storage.sqlite.damage import every_readable, shown
from workflow_engine_shared.storage.sqlite.database import Connection
from workflow_engine_shared.storage.sqlite.statements import load

from .rows import WorkerRow

_SQL = load(__package__, "workers")


def insert_worker(con: Connection, worker: WorkerRow) -> None:
    """Record that a process is about to be given a run."""
    con.execute(
        _SQL["insert_worker"],
        {
            "thread_id": worker.thread_id,
            "epoch": worker.epoch,
            "instance": worker.instance,
            "pid": worker.pid,
            "pid_created_at": worker.pid_created_at,
            "now": worker.started_at,
        },
    )


def end_worker(
    con: Connection,
    thread_id: str,
    epoch: int,
    now: str,
    *,
    exit_code: int | None,
    exit_reason: str,
    timed_out_visit: int | None = None,
) -> None:
    """Record a worker's end; a second record changes nothing.

    `exit_code` is None when it is unknown; `exit_reason` completes "the worker …"; `timed_out_visit` is the visit whose
    limit the worker did not heed, if it was ended for that.
    """
    params = {
        "thread_id": thread_id,
        "epoch": epoch,
        "exit_code": exit_code,
        "exit_reason": exit_reason,
        "timed_out_visit": timed_out_visit,
        "now": now,
    }
    con.execute(_SQL["end_worker"], params)


#: An end that the next worker need not speak of: with the last row written.
IN_ORDER = "ended in order"


def workers_before(con: Connection, thread_id: str, epoch: int) -> list[WorkerRow]:
    """The processes that held the run before this epoch, the last one first."""
    return [worker for worker in reversed(list_workers(con, thread_id)) if worker.epoch < epoch]


def unended_workers(con: Connection) -> list[WorkerRow]:
    """The processes whose end nobody has recorded, oldest first."""
    return [msgspec.convert(shown(row), WorkerRow) for row in every_readable(con, _SQL["unended_workers"], {})]


def list_workers(con: Connection, thread_id: str) -> list[WorkerRow]:
    """The processes that held a run, oldest first."""
    rows = every_readable(con, _SQL["list_workers"], {"thread_id": thread_id})
    return [msgspec.convert(shown(row), WorkerRow) for row in rows]
