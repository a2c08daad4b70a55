"""Runs that wait for a time without a process, and what became of each: the crowd that a waker has to wake."""

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.run_status import Reason
from workflow_engine_shared.storage.sqlite.database import Database
from workflow_engine_shared.storage.workflow import moves, run_queue, runs
from workflow_engine_shared.storage.workflow.rows import Interrupt
from workflow_engine_shared.storage.workflow.waits import NewWait, WaitKind, waits
from workflow_engine_shared.vocabulary import InterruptKind


@dataclass(frozen=True)
class Woken:
    """How often, and how late, a run was woken."""

    thread_id: str
    times: int
    late_s: float


def put_to_sleep(
    database: Database, version: int, due: Iterable[str], name: str = "sleeper", now: str = ""
) -> list[str]:
    """A run for each of these times, left by a worker that is gone; no worker ever was."""
    made = []
    now = now or SystemClock().now()
    with database.write() as con:
        for number, due_at in enumerate(due):
            made.append(f"{name}-{number}")
            assert runs.insert_run(con, runs.NewRun(made[-1], version, "{}", "print", "/flows"), now)
            assert run_queue.claim_run(con, made[-1]) == 1
            assert moves.run_started(con, made[-1], 1, now)
            wait = NewWait("a1", WaitKind.TIMER, "rest", 1, due_at=due_at)
            interrupt = Interrupt(InterruptKind.WAIT, node="rest")
            assert waits.run_waits(con, made[-1], [wait], now, epoch=1, interrupt=interrupt, reason=Reason.WAITING)
    return made


def woken(db: Path, thread_ids: Iterable[str]) -> list[Woken]:
    """What the rows say of each: its commands and its events have to agree."""
    found = []
    with closing(sqlite3.connect(f"{db.as_uri()}?mode=ro", uri=True)) as con:
        for thread_id in thread_ids:
            rows = con.execute(
                "SELECT type, payload_json FROM signals WHERE thread_id = ? AND type IN ('wait_request', 'wait_met')",
                [thread_id],
            ).fetchall()
            met = [json.loads(payload) for kind, payload in rows if kind == "wait_met"]
            assert len(met) * 2 == len(rows), f"{thread_id}: {rows}"
            found.append(Woken(thread_id, len(met), max((each["late_s"] for each in met), default=0.0)))
    return found
