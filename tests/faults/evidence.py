"""What a home, its processes and its files say: everything the invariants are judged by, read once."""

import contextlib
import hashlib
import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import psutil

from support.ledger import ledger_of
from support.processes import at_work_in
from workflow_engine_shared.codec import decode
from workflow_engine_shared.paths import Home, RunPaths
from workflow_engine_shared.run_status import RunStatus
from workflow_engine_shared.storage.run import db, journal
from workflow_engine_shared.storage.sqlite.database import Connection, Database
from workflow_engine_shared.storage.workflow import found_runs, signals, workers
from workflow_engine_shared.storage.workflow.rows import RunRow, SignalRow, WorkerRow

MARK = "REN_WORKER_INSTANCE"


@dataclass(frozen=True)
class Step:
    """A decided item: `identity` is what its lines in the ledger are known by."""

    identity: str
    state: str
    finished_at: float
    body: bytes | None  #: its stored result


@dataclass
class Story:
    """All that is known of one run."""

    row: RunRow
    signals: list[SignalRow]
    workers: list[WorkerRow]
    ledger: list[dict[str, Any]]
    steps: dict[str, Step] = field(default_factory=dict)
    over: dict[int, float] = field(default_factory=dict)  #: visits that are completed, and since when

    @property
    def epochs(self) -> dict[str, int]:
        return {worker.instance: worker.epoch for worker in self.workers}


def statuses(home: Home) -> dict[str, RunStatus]:
    """Where every run of a home stands."""
    database = Database(home.db, readonly=True)
    try:
        with database.read() as con:
            return {row.thread_id: row.status for row in _rows(con)}
    finally:
        database.close()


def stories(home: Home, but_not: Collection[str] = ()) -> dict[str, Story]:
    """Every run of a home."""
    database = Database(home.db, readonly=True)
    try:
        with database.read() as con:
            rows = [row for row in _rows(con) if row.thread_id not in but_not]
            found = {row.thread_id: _story(con, home, row) for row in rows}
    finally:
        database.close()
    for story in found.values():
        _read_run_db(home.run(story.row.thread_id), story)
    return found


def _rows(con: Connection) -> list[RunRow]:
    return found_runs.list_runs(con, found_runs.RunFilter(), before=None, limit=100_000)


def _story(con: Connection, home: Home, row: RunRow) -> Story:
    told = signals.list_signals(con, row.thread_id, limit=100_000)
    ledger = ledger_of(home.run(row.thread_id))
    for line in ledger:
        line["step"] = identity(line)
    return Story(row, told, workers.list_workers(con, row.thread_id), ledger)


def identity(line: dict[str, Any]) -> str:
    """What a line of the ledger executed."""
    if line["what"] == "node":
        return f"visit {line['visit']}"
    own = hashlib.sha256(f"{line['thread']}/{line['node']}/{line['visit']}".encode()).hexdigest()
    if line["idempotency"] == own:  # a `step()`, or a loop that journals nothing
        return f"{line['visit']}/{line['key']}"
    return str(line["idempotency"])


def _read_run_db(paths: RunPaths, story: Story) -> None:
    database = db.open_for_reading(paths.db)
    if database is None:
        return
    try:
        with database.read() as con:
            if not db.is_prepared(con):
                return
            for row in con.execute(
                "SELECT visit, finished_at FROM visits WHERE status IN ('finished', 'skipped', 'cancelled')"
            ).fetchall():
                story.over[row["visit"]] = seconds(row["finished_at"])
            story.steps = {step.identity: step for step in _steps(con, story.row.thread_id)}
    finally:
        database.close()


def _steps(con: Connection, thread_id: str) -> Iterator[Step]:
    rows = con.execute(
        "SELECT s.key, s.item_hash, s.state, s.finished_at, s.result, l.scope, l.visit, v.node_id "
        "FROM steps AS s JOIN loops AS l ON l.loop = s.loop JOIN visits AS v ON v.visit = l.visit"
    ).fetchall()
    for row in rows:
        if row["scope"] == "step":
            name = f"{row['visit']}/{decode(row['key'])[1]}"
        else:
            known_by = row["item_hash"] if journal.is_numbered(row["item_hash"]) else row["key"]
            parts = [thread_id, row["node_id"], str(row["visit"]), row["scope"], bytes(known_by).hex()]
            name = hashlib.sha256("/".join(parts).encode()).hexdigest()
        yield Step(name, row["state"], seconds(row["finished_at"]), row["result"])


def seconds(text: str) -> float:
    """A recorded time as seconds since 1970."""
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def descendants(instances: set[str]) -> list[int]:
    """Living processes that carry one of these workers' marks in their environment."""
    found = []
    for pid in psutil.pids():
        with contextlib.suppress(psutil.Error, OSError):
            process = psutil.Process(pid)
            if process.environ().get(MARK) in instances and process.status() != psutil.STATUS_ZOMBIE:
                found.append(pid)
    return found


def environments(home: Home) -> Iterator[tuple[int, dict[str, str]]]:
    """What the workers and spares of a home were handed."""
    for process in at_work_in(home):
        with contextlib.suppress(psutil.Error, OSError):
            if MARK in process.environ():
                yield process.pid, process.environ()


def files(*roots: Path) -> Iterator[Path]:
    for root in roots:
        if root.is_file():
            yield root
        for folder, _, names in os.walk(root):
            yield from (Path(folder) / name for name in names)
