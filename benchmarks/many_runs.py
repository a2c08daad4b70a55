"""Sixteen runs at once, each a superstep every 100 ms: how long a superstep takes, and what the supervisor needs.

    python scripts/bench many_runs [--runs 16] [--visits 60]

Beside as many bare processes that commit a row, with FULL, every 100 ms.
"""

import argparse
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from threading import Event

import psutil
from served import percentile, served
from visits import looping

CODE = """
import time
from threading import Event
from workflow_engine import register_function

left, spent = [], []

@register_function("bench.count")
def count(state):
    if left:
        spent.append(time.perf_counter() - left.pop())
    n = state.get("n", 0) + 1
    Event().wait(0.1)
    left.append(time.perf_counter())
    return {"n": n, **({"spent": spent} if n == state["goal"] else {})}
"""
WARM = 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=16)
    parser.add_argument("--visits", type=int, default=60)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        mine, share = ours(Path(folder), args.runs, args.visits)
        bare = theirs(Path(folder), args.runs, args.visits)
    for name, found in (("renflow", mine), ("bare", bare)):
        middle, late = (percentile(found, each) * 1000 for each in (0.5, 0.99))
        print(f"{name:8} p50 {middle:6.2f} ms   p99 {late:6.2f} ms   ({len(found)} supersteps)")
    print(f"supervisor {share:.1%} of a core")


def ours(folder: Path, runs: int, visits: int) -> tuple[list[float], float]:
    """Seconds from the end of a node's function to its next call, and the supervisor's share of a core."""
    with served(folder, CODE, warm_workers=1, max_active_runs=runs) as server:
        flow_id = server.flow(looping(visits))
        every = [server.run(flow_id, goal=visits) for _ in range(runs)]
        supervisor = psutil.Process(server.process.pid)
        every[-1].until("running")
        before, begun = sum(supervisor.cpu_times()[:2]), time.perf_counter()
        Event().wait(0.1 * visits / 2)
        share = (sum(supervisor.cpu_times()[:2]) - before) / (time.perf_counter() - begun)
        return [each for run in every for each in run.finished(timeout=300)["spent"][WARM:]], share


def theirs(folder: Path, runs: int, visits: int) -> list[float]:
    command = [sys.executable, __file__, "bare", str(visits)]
    processes = [
        subprocess.Popen([*command, str(folder / f"bare-{number}.db")], stdout=subprocess.PIPE, text=True)
        for number in range(runs)
    ]
    return [float(word) for process in processes for word in process.communicate()[0].split()]


def commit(visits: int, path: str) -> None:
    """A bare process: prints seconds of each commit."""
    con = sqlite3.connect(path, isolation_level=None)
    con.execute("PRAGMA journal_mode=WAL")
    con.execute("PRAGMA synchronous=FULL")
    con.execute("CREATE TABLE t (n)")
    for number in range(visits):
        Event().wait(0.1)
        begun = time.perf_counter()
        con.execute("INSERT INTO t VALUES (?)", [number])
        if number >= WARM:
            print(time.perf_counter() - begun)


if __name__ == "__main__":
    if sys.argv[1:2] == ["bare"]:
        commit(int(sys.argv[2]), sys.argv[3])
    else:
        main()
