"""How much memory a worker has in its node, and how much more after 10,000 visits.

    python scripts/bench memory [--visits 10000]

A real server and worker; a python node and a condition in a loop. The node's function waits at a few of its calls, and
there its process is looked at: RSS as everybody counts it, PSS where the system says it (shared pages by halves).
"""

import argparse
import statistics
import tempfile
from pathlib import Path

import psutil
from served import served

from support.run import COUNTING
from support.server import Server
from support.wait import until

CODE = """
from pathlib import Path
from threading import Event
from workflow_engine import register_function

@register_function("bench.grow")
def grow(state):
    n = state.get("n", 0) + 1
    if n in state["stops"]:
        folder = Path(state["folder"])
        (folder / f"at-{n}").touch()
        while not (folder / f"go-{n}").exists():
            Event().wait(0.01)
    return {"n": n}
"""
FIRST = 2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--visits", type=int, default=10_000)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for stop, (rss, pss) in measured(Path(folder), args.visits).items():
            print(f"visit {2 * stop:6}   RSS {rss:6.1f} MB   PSS {pss:6.1f} MB")


def measured(folder: Path, visits: int) -> dict[int, tuple[float, float]]:
    """RSS and PSS in MB at the function's calls: the second, after a tenth of the visits, after half, at the end."""
    calls = visits // 2
    stops = sorted({FIRST, max(FIRST, calls // 10), calls // 2, calls})
    nodes = [
        {**each, "data": {"codeRef": "bench.grow"}} if each["id"] == "count" else each for each in COUNTING["nodes"]
    ]
    with served(folder, CODE, warm_workers=1, allow_paths=str(folder)) as server:
        flow_id = server.flow({**COUNTING, "nodes": nodes, "limits": {"maxSteps": 10 * visits}})
        return dict(_followed(server, flow_id, folder, stops))


def _followed(server: Server, flow_id: str, folder: Path, stops: list[int]) -> list[tuple[int, tuple[float, float]]]:
    run = server.run(flow_id, goal=stops[-1], stops=stops, folder=str(folder))
    found = []
    for stop in stops:
        until((folder / f"at-{stop}").exists, 600, f"call {stop}")
        worker = psutil.Process(run.pid())
        found.append((stop, settled(worker)))
        (folder / f"go-{stop}").touch()
    run.finished()
    return found


def settled(process: psutil.Process) -> tuple[float, float]:
    """The middle of a few looks."""
    looks = [process.memory_full_info() for _ in range(3)]
    return (
        statistics.median(look.rss for look in looks) / 2**20,
        statistics.median(getattr(look, "pss", look.rss) for look in looks) / 2**20,
    )


if __name__ == "__main__":
    main()
