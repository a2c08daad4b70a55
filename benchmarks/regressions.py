"""Five ratios that a mistake would ruin, each within one and a half times of what was recorded.

    python scripts/bench regressions [--tries 5]

For continuous integration: takes less than a minute, and depends neither on how fast the machine is nor on what else
it does. Ratios are of CPU time, of both sides in turn, on files in memory where the system has such a folder; of
several tries the best one counts. What is slower by a half in every try has become slower. Exit code 1: one has.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import process_time

import items
import supersteps
import visits
from served import served

from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.storage.run import db, journal, loop_sums
from workflow_engine_shared.storage.run import visits as visit_rows
from workflow_engine_shared.storage.run.journal import StepRow
from workflow_engine_shared.storage.workflow.sqlite_store import SqliteStore
from workflow_engine_worker.control.commands import RunCommands
from workflow_engine_worker.control.visit_control import VisitControl
from workflow_engine_worker.steps.executors import Inline
from workflow_engine_worker.steps.journal import JournalWriter
from workflow_engine_worker.steps.map_steps import DurableLoop, MapCall

ROOM = 1.5
#: A disk's time would be part of both sides, and others' writing part of the disk's.
IN_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
TEXT = "x" * 16


@dataclass(frozen=True)
class Ratio:
    """Ours to something that does the same work barely."""

    what: str
    recorded: float  #: the best of several tries, when it was recorded
    measure: Callable[[Path], float]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tries", type=int, default=5)
    args = parser.parse_args()
    slower = [ratio.what for ratio in RATIOS if not holds(ratio, args.tries)]
    if slower:
        print(f"slower by a half, in each of {args.tries} tries: {'; '.join(slower)}", file=sys.stderr)
    return 1 if slower else 0


def holds(ratio: Ratio, tries: int) -> bool:
    """Try until one is good."""
    found: list[float] = []
    most = ratio.recorded * ROOM
    while len(found) < tries and (not found or min(found) > most):
        with tempfile.TemporaryDirectory(dir=IN_MEMORY, ignore_cleanup_errors=True) as folder:
            found.append(ratio.measure(Path(folder)))
    good = min(found) <= most
    tries_told = ", ".join(f"{each:.2f}" for each in found)
    verdict = "ok    " if good else "SLOWER"
    print(f"{verdict} {ratio.what:58} {tries_told} (recorded {ratio.recorded}, at most {most:.2f})", flush=True)
    return good


def cpu(work: Callable[[], object]) -> float:
    begun = process_time()
    work()
    return process_time() - begun


def whole_engine(folder: Path) -> float:
    """The worker's CPU time in 300 visits; its supervisor's is not in it."""
    (folder / "other").mkdir()
    with served(folder, visits.CODE, warm_workers=1) as server:
        mine = visits.ours(server, server.flow(visits.looping(300)), 300)
    return mine.cpu / visits.theirs(folder / "other", 300).cpu


def saver(folder: Path) -> float:
    (folder / "mine").mkdir()
    (folder / "other").mkdir()
    mine = cpu(lambda: supersteps.ours(folder / "mine", 300, 0))
    return mine / cpu(lambda: supersteps.theirs(folder / "other", 300, 0))


def journaled(folder: Path) -> float:
    (folder / "mine").mkdir()
    (folder / "other").mkdir()
    mine, other = items.opened(folder / "mine"), items.opened(folder / "other")
    spent = cpu(lambda: items.ours(mine, 20_000, TEXT))
    base = cpu(lambda: items.batched(other, 20_000, TEXT))
    mine.close()
    other.close()
    return spent / base


def passed_over(folder: Path) -> float:
    """A second pass over decided items, beside the first."""
    database = items.opened(folder)

    def one_pass() -> None:
        call = MapCall(range(20_000), None, 0, "raise", "node", 1, "items", 1)
        control = VisitControl(RunCommands(SqliteStore(database), "t"))
        loop = DurableLoop(call, JournalWriter(database, SystemClock()), control, lambda _visit, _tell: None)
        loop.run("items#1", Inline(lambda job: {"id": job.item, "text": TEXT}))

    first = cpu(one_pass)
    again = cpu(one_pass)
    database.close()
    return again / first


def page_of_many(folder: Path) -> float:
    """What `GET steps` reads: of 50,000 items, beside 500."""
    spent = []
    for count in (50_000, 500):
        (folder / str(count)).mkdir()
        database = db.open_for_writing(folder / str(count) / "run.db", 1)
        with database.write() as con:
            visit_rows.begin_visit(con, 1, "node", items.NOW)
            loop = journal.open_loop(con, 1, "items#1", "items", count).id
            error = '{"code": "E", "message": "no: 1"}'
            journal.put_steps(
                con,
                [
                    StepRow(loop, b"%d" % each, each, *_outcome(each, error), None, items.NOW, 0.0)
                    for each in range(count)
                ],
            )
        with database.read() as con:

            def look() -> None:
                for _ in range(50):
                    journal.list_steps(con, after=0, limit=100)
                    journal.list_steps(con, after=0, limit=100, error="no")
                    loop_sums.loop_summaries(con)
                    loop_sums.error_groups(con)

            look()
            spent.append(min(cpu(look) for _ in range(3)))
        database.close()
    return spent[0] / spent[1]


def _outcome(number: int, error: str) -> tuple[loop_sums.StepState, int, bytes | None, str | None]:
    return ("skipped", 1, None, error) if number % 5 == 0 else ("done", 1, b"\xc0", None)


RATIOS = [
    Ratio("CPU of a visit, whole engine / LangGraph + SqliteSaver", 0.65, whole_engine),
    Ratio("CPU of a superstep, the saver alone / SqliteSaver", 0.6, saver),
    Ratio("CPU of a journaled item / of a row in batches", 1.55, journaled),
    Ratio("CPU of passing over a decided item / of its first pass", 0.22, passed_over),
    Ratio("CPU of a page of 50,000 items / of 500", 1.0, page_of_many),
]


if __name__ == "__main__":
    sys.exit(main())
