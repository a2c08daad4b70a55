"""How many trivial durable items one thread does a second, beside a bare FULL commit for each item.

    python scripts/bench items [--items 20000] [--size 16] [--rounds 3]

`--size` is the bytes of text in each result. Both sides write to a database of the same schema and settings, in turn.
"""

import argparse
import statistics
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.codec import encode
from workflow_engine_shared.storage.run import db, journal, visits
from workflow_engine_shared.storage.run.journal import StepRow
from workflow_engine_shared.storage.sqlite.database import Database
from workflow_engine_shared.storage.workflow.sqlite_store import SqliteStore
from workflow_engine_worker.control.commands import RunCommands
from workflow_engine_worker.control.visit_control import VisitControl
from workflow_engine_worker.steps.executors import Inline
from workflow_engine_worker.steps.journal import JournalWriter
from workflow_engine_worker.steps.map_steps import DurableLoop, MapCall

NOW = "2026-01-01T00:00:00.000Z"


def opened(folder: Path) -> Database:
    database = db.open_for_writing(folder / "run.db", 1)
    with database.write() as con:
        visits.begin_visit(con, 1, "node", NOW)
    return database


def ours(database: Database, items: int, text: str) -> None:
    call = MapCall(range(items), None, 0, "raise", "node", 1, "items", 1)
    control = VisitControl(RunCommands(SqliteStore(database), "t"))
    mapping = DurableLoop(call, JournalWriter(database, SystemClock()), control, lambda _visit, _tell: None)
    mapping.run("items#1", Inline(lambda job: {"id": job.item, "text": text}))


def bare(database: Database, items: int, text: str) -> None:
    with database.write() as con:
        loop = journal.open_loop(con, 1, "items#1", "items", items).id
    for number in range(items):
        body = encode({"id": number, "text": text})
        with database.write() as con:
            journal.put_steps(con, [StepRow(loop, encode(number), number, "done", 1, body, None, None, NOW, 0.0)])


def batched(database: Database, items: int, text: str) -> None:
    """The limit: the same rows, committed every 50 ms, and nothing else."""
    with database.write() as con:
        loop = journal.open_loop(con, 1, "items#1", "items", items).id
    number = 0
    while number < items:
        until = perf_counter() + 0.05
        with database.write() as con:
            while number < items and perf_counter() < until:
                rows = []
                for each in range(number, min(items, number + 64)):
                    body = encode({"id": each, "text": text})
                    rows.append(StepRow(loop, encode(each), each, "done", 1, body, None, None, NOW, 0.0))
                journal.put_steps(con, rows)
                number += len(rows)


def rate(run: Any, items: int, text: str) -> tuple[float, float]:
    """Items a second, and bytes an item on the disk."""
    with tempfile.TemporaryDirectory() as folder:
        database = opened(Path(folder))
        begun = perf_counter()
        run(database, items, text)
        spent = perf_counter() - begun
        database.close()
        return items / spent, sum(path.stat().st_size for path in Path(folder).iterdir()) / items


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=20_000)
    parser.add_argument("--size", type=int, default=16)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    text = "x" * args.size
    pairs = [(rate(ours, args.items, text), rate(bare, args.items // 10, text)) for _ in range(args.rounds)]
    for name, side in (("ours", 0), ("bare", 1)):
        speed = statistics.median(pair[side][0] for pair in pairs)
        print(f"{name:5} {speed:10.0f} items/s {pairs[0][side][1]:8.0f} bytes/item")
    print(f"ratio {statistics.median(pair[0][0] / pair[1][0] for pair in pairs):10.1f}")


if __name__ == "__main__":
    main()
