"""Rows that tests begin with: a flow, and runs brought to any status by legal moves only."""

from dataclasses import dataclass

from workflow_engine_shared.errors import ErrorData
from workflow_engine_shared.run_status import Reason, RunStatus
from workflow_engine_shared.storage.sqlite.database import Connection, Database
from workflow_engine_shared.storage.workflow import flows, moves, run_queue, runs
from workflow_engine_shared.storage.workflow.rows import Interrupt

DSL = {"nodes": [{"id": "start", "type": "start"}], "edges": []}
ERROR = ErrorData("USER_CODE_ERROR", "ValueError: no", node="scrape", hint="Mend it.")
PAUSE = Interrupt("pause", node="scrape")


def at(second: int) -> str:
    """A moment, as many seconds after the beginning."""
    return f"2024-01-01T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}.000Z"


def add_flow(con: Connection, flow_id: str = "flow") -> int:
    """A flow with one version; returns the version's row id."""
    flows.insert_flow(con, flow_id, flow_id.title(), at(0))
    return flows.insert_version(con, flow_id, DSL, {}, at(0)).id


def new_run(thread_id: str, version: int = 1) -> runs.NewRun:
    return runs.NewRun(thread_id, version, '{"n":1}', f"print-of-{thread_id}", "/flows")


def accept(con: Connection, thread_id: str = "r1", *, second: int = 0, version: int = 1) -> None:
    assert runs.insert_run(con, new_run(thread_id, version), at(second))


def death(epoch: int = 1, *, second: int = 0, crashes: int = 1, mark: str | None = "c1") -> moves.Death:
    return moves.Death(epoch, -9, "The worker was killed.", crashes, mark, at(second))


@dataclass(frozen=True)
class Fate:
    """What is recorded of a run that stands still."""

    interrupt: Interrupt = PAUSE
    reason: Reason = Reason.NODE_ERROR
    error: ErrorData = ERROR
    due: str | None = None  #: when a run that lost its worker is continued; None: at once


def bring_to(con: Connection, thread_id: str, status: RunStatus, now: str, fate: Fate = Fate()) -> None:
    """Move an accepted run on by legal moves only; from `running` on it has epoch 1."""
    if status is RunStatus.PENDING:
        return
    if status is RunStatus.CANCELLED:
        assert moves.run_cancelled(con, thread_id, now)
        return
    assert run_queue.claim_run(con, thread_id) == 1
    assert moves.run_started(con, thread_id, 1, now)
    if status is RunStatus.INTERRUPTED:
        assert moves.run_paused(con, thread_id, now, epoch=1, interrupt=fate.interrupt)
    elif status is RunStatus.RECOVERING:
        assert moves.run_lost(
            con, thread_id, moves.Death(1, -9, "The worker was killed.", 1, "c1", fate.due or now), now
        )
    elif status is RunStatus.FINISHED:
        assert moves.run_finished(con, thread_id, 1, now)
    elif status is RunStatus.ERROR:
        assert moves.run_failed(con, thread_id, now, reason=fate.reason, error=fate.error, epoch=1)


def numbers_in(database: Database) -> list[int]:
    with database.read() as con:
        return [row["n"] for row in con.execute("SELECT n FROM numbers ORDER BY n")]


def insert(con: Connection, number: int) -> None:
    con.execute("INSERT INTO numbers VALUES (?)", (number,))
