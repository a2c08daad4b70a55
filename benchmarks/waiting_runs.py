"""Runs that wait without a process are woken in time, once each, while the supervisor is killed again and again.

    python scripts/bench waiting_runs [--runs 500] [--kills 10] [--window 30]

Each run is carried by a real worker to a `wait` node, whose worker leaves. Then their times are spread over `--window`
seconds, and the supervisor is killed -9 `--kills` times meanwhile, and started again. Printed: the processes that are
left while all wait, how often and how late each was woken - after its time, and after the first moment behind it at
which a supervisor was there -; then all runs go on to their end. Exit code 1: a run was woken twice or never, or later
than two seconds after a supervisor could have done so.
"""

import argparse
import random
import shutil
import sqlite3
import sys
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from support.run import chain
from support.server import Server
from support.sleepers import Woken, woken
from support.wait import until
from workflow_engine_shared.clock import SystemClock, moment_after, pause, seconds_between

IN_TIME_S = 2.0
PATIENCE_S = 3600
FLOW = chain({"id": "rest", "type": "wait", "data": {"seconds": 86_400}})


def main() -> int:
    """Play, and print what it took."""
    args = arguments()
    folder = Path(tempfile.mkdtemp(prefix="waiting-runs-"))
    server = Server(folder, max_active_runs=args.workers).start()
    try:
        return play(server, args)
    finally:
        server.clean_up()
        shutil.rmtree(folder)


def play(server: Server, args: argparse.Namespace) -> int:
    begun = perf_counter()
    flow = server.flow(FLOW)
    runs = [server.run(flow).id for _ in range(args.runs)]
    until(lambda: by_status(server) == {"interrupted": args.runs}, PATIENCE_S, "all wait")
    until(lambda: not server.get("/system")["workers"]["active"], what="their workers are gone")
    print(f"asleep         {args.runs} runs, each carried by a worker, in {perf_counter() - begun:.1f} s")
    print(f"processes      {server.get('/system')['workers']} of workers while all wait", flush=True)

    chance = random.Random(args.seed)
    now = SystemClock().now()
    due = [moment_after(now, 2 + chance.uniform(0, args.window)) for _ in runs]
    with closing(sqlite3.connect(server.home.db)) as con, con:
        con.executemany("UPDATE waits SET due_at = ? WHERE thread_id = ?", zip(due, runs, strict=True))
    away: list[tuple[str, str]] = []
    for _ in range(args.kills):
        pause(args.window / (args.kills + 1) * chance.uniform(0.6, 1.2))
        killed = SystemClock().now()
        server.kill()
        server.start()
        away.append((killed, SystemClock().now()))
    until(lambda: all(each.times for each in woken(server.home.db, runs)), PATIENCE_S, "all are awake")
    until(lambda: by_status(server) == {"finished": args.runs}, PATIENCE_S, "all are finished")
    return judged(woken(server.home.db, runs), due, away)


def judged(found: list[Woken], due: list[str], away: list[tuple[str, str]]) -> int:
    times = Counter(each.times for each in found)
    late = [each.late_s for each in found]
    possible = [first_moment(moment, away) for moment in due]
    slow = [
        max(0.0, each.late_s - seconds_between(moment, could))
        for each, moment, could in zip(found, due, possible, strict=True)
    ]
    gone = sum(seconds_between(*each) for each in away)
    print(f"woken          {dict(times)} (times: runs)")
    print(f"supervisor     killed {len(away)} times, and away for {gone:.1f} s in all")
    print(f"late           {figures(late)}")
    print(f"of that slow   {figures(slow)}")
    print("finished       all", flush=True)
    return 0 if set(times) == {1} and max(slow) <= IN_TIME_S else 1


def first_moment(due: str, away: list[tuple[str, str]]) -> str:
    """When a supervisor was there that could wake a run that is due, and lived as long as it may take for that."""
    moment = due
    for killed, back in away:
        if moment <= back and killed <= moment_after(moment, IN_TIME_S):
            moment = back
    return moment


def figures(seconds: list[float]) -> str:
    in_time = sum(each <= IN_TIME_S for each in seconds)
    spread = f"median {median(seconds):.3f} s, p95 {quantiles(seconds, n=100)[94]:.3f} s, most {max(seconds):.3f} s"
    return f"{spread}; within {IN_TIME_S:g} s: {in_time} of {len(seconds)}"


def by_status(server: Server) -> dict[str, int]:
    """How many runs stand where, by their rows."""
    with closing(sqlite3.connect(f"{server.home.db.as_uri()}?mode=ro", uri=True)) as con:
        return dict(con.execute("SELECT status, count(*) FROM runs GROUP BY status"))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=500)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--window", type=float, default=30.0, help="seconds in which all of them are due")
    parser.add_argument("--workers", type=int, default=4, help="how many at once (max_active_runs)")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
