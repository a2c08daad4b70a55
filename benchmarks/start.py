"""From `POST /runs/start` until the first line of user code runs, with a warm spare.

    python scripts/bench start [--starts 40]

Baseline of the same run: a fresh interpreter that prints one line. Goals: 20 ms (p50), 35 ms (p95).
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from figures import Figures, Round
from served import flow, percentile, row, served

from support.server import Server
from support.wait import until

CODE = """
import time
from workflow_engine import register_function

@register_function("bench.first")
def first(state):
    return {"began": time.time_ns()}
"""
GOAL_S, GOAL_P95_S = 0.020, 0.035
#: A spare that has just said that it is ready still settles; people do not start runs in that moment.
SETTLE_S = 0.5


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--starts", type=int, default=40)
    args = parser.parse_args()
    print(row("fresh interpreter, one line", [bare() for _ in range(args.starts)]))
    stages = starts(args.starts)
    for name in ("accepted", "user code"):
        print(row(f"POST start -> {name}", [each[name] for each in stages]))
    times = [each["user code"] for each in stages]
    middle, late = percentile(times, 0.5), percentile(times, 0.95)
    held = middle <= GOAL_S and late <= GOAL_P95_S
    goals = f"p50 {GOAL_S * 1000:.0f} ms, p95 {GOAL_P95_S * 1000:.0f} ms"
    print(f"goal: user code {goals}: {'held' if held else 'missed'} (p95 {late * 1000:.1f} ms)")
    return 0 if held else 1


def figures(round_: Round) -> Figures:
    """The row of the table of speeds, in milliseconds."""
    stages = starts(round_.size(8, 3) * round_.rounds)
    times = [each["user code"] * 1000 for each in stages]
    accepted = statistics.median(each["accepted"] for each in stages) * 1000
    notes = [f"p95 {percentile(times, 0.95):.1f} ms (goal {GOAL_P95_S * 1000:.0f}); accepted after {accepted:.1f} ms"]
    return Figures({"renflow": times}, notes=notes)


def starts(count: int) -> list[dict[str, float]]:
    """So many starts, one after another, each with a warm spare."""
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), CODE, warm_workers=1) as server:
        first = flow(server, "bench.first")
        one_start(server, first)  # what is loaded once is loaded now
        return [one_start(server, first) for _ in range(count)]


def bare() -> float:
    begun = time.time_ns()
    out = subprocess.run([sys.executable, "-c", "import time; print(time.time_ns())"], capture_output=True, check=True)
    return (int(out.stdout) - begun) / 1e9


def one_start(server: Server, flow_id: str) -> dict[str, float]:
    """Seconds until each stage."""
    until(lambda: server.get("/system")["workers"]["warm"] >= 1, what="a warm spare")
    threading.Event().wait(SETTLE_S)
    begun = time.time_ns()
    run = server.run(flow_id)
    accepted = time.time_ns()
    threading.Event().wait(SETTLE_S)  # questions would slow down what is measured
    began: int = run.finished()["began"]
    return {"accepted": (accepted - begun) / 1e9, "user code": (began - begun) / 1e9}


if __name__ == "__main__":
    sys.exit(main())
