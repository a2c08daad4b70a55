"""From the wish to pause to the paused run, in a loop of 5 ms steps: with the doorbell, and by polling alone.

    python scripts/bench pause [--rounds 20]

A real server and real workers. "doorbell" is POST /runs/ID/pause until the row says `interrupted`; "rows only" puts
the command's row into workflow.db behind the server's back, so that no frame is ever sent, as if all were lost.
"""

import argparse
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from served import flow, served

from support.run import Run
from support.wait import until
from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.run_status import RunStatus
from workflow_engine_shared.storage.workflow import runs, signals
from workflow_engine_shared.storage.workflow.db import attach_workflow_db

LOOP = """
from threading import Event
from workflow_engine import map_steps, register_function

@register_function("bench.loop")
def loop(state):
    map_steps(one, range(1_000_000))

def one(number):
    Event().wait(0.005)
    return number
"""
#: Between two looks at the row: what is measured is a matter of milliseconds.
STEP_S = 0.001


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), LOOP) as server:
        measure(server.run(flow(server, "bench.loop")), args.rounds)


def measure(run: Run, rounds: int) -> None:
    for name, spent in pauses(run, rounds).items():
        spent.sort()
        p95 = spent[min(len(spent) - 1, int(len(spent) * 0.95))]
        print(f"{name:10} p50 {statistics.median(spent):8.1f} ms   p95 {p95:8.1f} ms   ({rounds} pauses)")


def pauses(run: Run, rounds: int, *, ways: Sequence[str] = ("doorbell", "rows only")) -> dict[str, list[float]]:
    """Milliseconds of each pause, by the way it was asked for; the run is cancelled then."""
    database, clock = attach_workflow_db(run.server.home.db), SystemClock()
    found: dict[str, list[float]] = {}

    def stands(status: RunStatus) -> bool:
        with database.read() as con:
            return runs.get_run(con, run.id).status is status

    def row_only() -> None:
        with database.write() as con:
            signals.insert_command(con, run.id, "pause_request", {}, clock.now())

    def looping() -> bool:
        return bool((run.facts["progress"]["done"] or 0) and stands(RunStatus.RUNNING))

    for name in ways:
        ask = run.pause if name == "doorbell" else row_only
        spent = found.setdefault(name, [])
        for _ in range(rounds):
            until(looping, what="a loop")
            begun = perf_counter()
            ask()
            until(lambda: stands(RunStatus.INTERRUPTED), step=STEP_S)
            spent.append((perf_counter() - begun) * 1000)
            run.resume()
    run.cancel()
    run.until("cancelled")
    database.close()
    return found


if __name__ == "__main__":
    main()
