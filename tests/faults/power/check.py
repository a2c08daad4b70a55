"""Whether a home that lived through a power cut still holds everything that was acknowledged, read by our own code."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import filelock

from faults.power.workload import KEEP, RUN
from workflow_engine_shared.paths import Home
from workflow_engine_shared.storage.run import checkpoints, db, visits
from workflow_engine_shared.storage.sqlite.database import Connection, Database
from workflow_engine_shared.storage.workflow import found_runs, signals
from workflow_engine_shared.storage.workflow.db import open_workflow_db
from workflow_engine_worker.kernel.saver import RunSaver

NEXT_EPOCH = 9
CONFIG: Any = {"configurable": {"thread_id": RUN}}


@dataclass
class Verdict:
    """What is wrong after a cut."""

    lost: list[str] = field(default_factory=list)  #: acknowledged, and not there
    corrupt: list[str] = field(default_factory=list)  #: cannot be opened, is damaged, or contradicts itself


@dataclass
class Acked:
    """What was acknowledged before the cut; of a status also which one came next."""

    facts: dict[str, list[list[Any]]]
    statuses: dict[str, tuple[str, str | None]]


def acknowledged(facts: list[list[Any]], count: int) -> Acked:
    """The first `count` of all facts are acknowledged."""
    by_kind: dict[str, list[list[Any]]] = defaultdict(list)
    statuses: dict[str, list[str]] = defaultdict(list)
    told: dict[str, int] = defaultdict(int)
    for number, (kind, thread_id, *what) in enumerate(facts):
        if kind == "status":
            statuses[thread_id].append(what[0])
            told[thread_id] += number < count
        elif number < count:
            by_kind[kind].append([thread_id, *what])
    last = {
        thread_id: (known[told[thread_id] - 1], next(iter(known[told[thread_id] :]), None))
        for thread_id, known in statuses.items()
        if told[thread_id]
    }
    return Acked(by_kind, last)


def check(folder: Path, acked: Acked) -> Verdict:
    """Look as a reader first, then as the next supervisor and the next worker."""
    home = Home(folder)
    home.make()
    verdict = Verdict()
    for name, look in (("workflow.db", _workflow_db), ("run.db", _run_db)):
        try:
            look(home, acked, verdict)
        except Exception as error:  # noqa: BLE001 - whatever a damaged file makes our code raise
            verdict.corrupt.append(f"{name}: {type(error).__name__}: {error}")
    return verdict


def final_data(folder: Path) -> dict[str, Any]:
    """The state of a run that is over."""
    reader = db.open_for_reading(Home(folder).run(RUN).db)
    assert reader is not None
    try:
        with reader.read() as con:
            newest = checkpoints.latest_checkpoint(con)
            assert newest is not None
            return checkpoints.load_values(con, newest.manifest)
    finally:
        reader.close()


def _workflow_db(home: Home, acked: Acked, verdict: Verdict) -> None:
    database = open_workflow_db(home.db)
    try:
        with database.read() as con:
            verdict.corrupt += _damage(con)
            verdict.lost += _lost_from_workflow_db(con, acked)
    finally:
        database.close()


def _lost_from_workflow_db(con: Connection, acked: Acked) -> Iterator[str]:
    if acked.facts["flow"] and not con.execute("SELECT count(*) FROM flow_versions").fetchone()[0]:
        yield "the flow"
    found = {row.thread_id: row for row in found_runs.list_runs(con, found_runs.RunFilter(), before=None, limit=10_000)}
    for thread_id, status in acked.statuses.items():
        if thread_id not in found:
            yield f"run {thread_id}"
        elif found[thread_id].status.value not in status:
            yield f"run {thread_id} is {found[thread_id].status.value}, not {status[0]}"
    for thread_id, signal in acked.facts["signal"]:
        if signal not in {row.id for row in signals.list_signals(con, thread_id)}:
            yield f"signal {signal} of {thread_id}"
    for thread_id, epoch in acked.facts["epoch"]:
        if thread_id in found and found[thread_id].epoch < epoch:
            yield f"epoch {epoch}"


def _run_db(home: Home, acked: Acked, verdict: Verdict) -> None:
    path = home.run(RUN).db
    reader = db.open_for_reading(path)
    if reader is not None:
        _look_as_reader(reader, acked, verdict)
    with filelock.FileLock(home.run(RUN).lock, mode=0o600, thread_local=False):  # as a worker comes to it
        _look_as_worker(path, acked, verdict)


def _look_as_worker(path: Path, acked: Acked, verdict: Verdict) -> None:
    database = db.open_for_writing(path, NEXT_EPOCH)
    saver = RunSaver(database)
    try:
        with database.read() as con:
            verdict.corrupt += _damage(con)
            verdict.lost += _lost_from_run_db(con, acked)
        verdict.corrupt += _contradictions(database, saver)
    finally:
        database.close()


def _look_as_reader(reader: Database, acked: Acked, verdict: Verdict) -> None:
    try:
        with reader.read() as con:
            if db.is_prepared(con):
                owner = con.execute("SELECT max(epoch) FROM owner").fetchone()[0] or 0
                if owner < max((epoch for _, epoch in acked.facts["owner"]), default=0):
                    verdict.lost.append(f"the owner's epoch: {owner}")
                verdict.corrupt += _damage(con)
    finally:
        reader.close()


def _lost_from_run_db(con: Connection, acked: Acked) -> Iterator[str]:
    kept = {row.checkpoint_id for row in checkpoints.list_checkpoints(con, ns=None, before=None, limit=-1)}
    oldest = min(kept, default="")
    told = [checkpoint for _, checkpoint, _ in acked.facts["checkpoint"]]
    due = [checkpoint for checkpoint in told if checkpoint >= oldest or len(kept) < KEEP]
    yield from (f"checkpoint {checkpoint}" for checkpoint in due if checkpoint not in kept)
    steps = {(row["loop"], bytes(row["key"]).hex()) for row in con.execute("SELECT loop, key FROM steps")}
    for _, group in acked.facts["steps"]:
        yield from (f"step {key}" for loop, key, _ in group if (loop, key) not in steps)
    overlays = con.execute("SELECT count(*) FROM overlays").fetchone()[0]
    yield from (f"overlay {mark}" for _, mark in acked.facts["overlay"] if mark >= overlays)
    applied = {row["signal_id"] for row in con.execute("SELECT signal_id FROM applied_signals")}
    yield from (f"applied signal {signal}" for _, signal in acked.facts["applied"] if signal not in applied)


def _contradictions(database: Database, saver: RunSaver) -> Iterator[str]:
    """The state must load as a whole, and the visits must be those of the newest checkpoint."""
    newest = saver.get_tuple(CONFIG)
    for old in saver.list(CONFIG):
        assert old.checkpoint["id"], "every checkpoint's state loads"
    with database.read() as con:
        visit = visits.latest_visit(con)
        if newest is None or visit is None:
            return
        control = newest.checkpoint["channel_values"].get("ctl", {})
        if visit.visit != control.get("visits", 0) + (not control.get("ended", False)):
            yield f"visit {visit.visit} beside {control}"


def _damage(con: Connection) -> Iterator[str]:
    yield from (row[0] for row in con.execute("PRAGMA integrity_check") if row[0] != "ok")
    yield from (f"foreign key of {row[0]}" for row in con.execute("PRAGMA foreign_key_check"))
