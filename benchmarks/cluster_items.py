"""Items on a Ray cluster through the whole engine, beside threads and beside what the items themselves take.

    python scripts/bench cluster_items [--rounds 3] [--workers 2] [--items-50 200] [--items-1 4000]

Needs `renflow[ray]`; a cluster of a head and two nodes with a processor each is started on this machine. Measured are
the second loops of runs, whose lanes stand: items that wait for 50 ms, whose ideal is their sum by the workers; items
of 1 ms and trivial ones beside `pool="thread"`. How long the first loop of a run waits for its lanes is printed, too.
"""

import argparse
import os
import statistics
import tempfile
from contextlib import closing
from pathlib import Path

from served import flow, served

from support.ray_cluster import RayCluster
from support.server import Server

CODE = """
import threading
from time import perf_counter

from workflow_engine import map_steps, register_function


def wait(seconds):
    if seconds:
        threading.Event().wait(seconds)
    return seconds


@register_function("bench.measure")
def measure(state):
    found = []
    for number, count in enumerate((state["workers"], state["items"])):
        begun = perf_counter()
        rows = map_steps(
            wait, [state["seconds"]] * count, pool=state["pool"], workers=state["workers"], label=f"loop{number}"
        )
        assert len(rows) == count
        found.append(perf_counter() - begun)
    return {"seconds": found}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--items-50", type=int, default=200)
    parser.add_argument("--items-1", type=int, default=4000)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, closing(_Cluster(Path(name))) as cluster:
        folder = Path(name) / "served"
        folder.mkdir()
        os.environ.update(cluster.env)
        with served(folder, CODE, ray_address=cluster.address) as server:
            measured(server, flow(server, "bench.measure"), args)


class _Cluster(RayCluster):
    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.start()

    def close(self) -> None:
        self.kill()


def measured(server: Server, bench: str, args: argparse.Namespace) -> None:
    """Each row, its sides in turn."""
    ideal = 0.05 * args.items_50 / args.workers
    starts, loops, threads = [], [], []
    for _ in range(args.rounds):
        start, loop = seconds_of(server, bench, "ray", args.workers, args.items_50, 0.05)
        starts.append(start)
        loops.append(loop / ideal)
        threads.append(seconds_of(server, bench, "thread", args.workers, args.items_50, 0.05)[1] / ideal)
    print(f"first loop, from its call to its last item of 50 ms: {statistics.median(starts):.2f} s")
    mine, theirs = statistics.median(loops), statistics.median(threads)
    print(f"{args.items_50} items of 50 ms: {mine:.3f} of the ideal {ideal:.2f} s; threads {theirs:.3f}")
    for name, count, seconds in (("1 ms", args.items_1, 0.001), ("no time", args.items_1 * 5, 0.0)):
        ratios, rates = [], []
        for _ in range(args.rounds):
            ours = seconds_of(server, bench, "ray", args.workers, count, seconds)[1]
            theirs = seconds_of(server, bench, "thread", args.workers, count, seconds)[1]
            ratios.append(ours / theirs)
            rates.append(count / ours)
        print(
            f"{count:,} items of {name}: {statistics.median(ratios):.2f} x threads, {statistics.median(rates):,.0f}/s"
        )


def seconds_of(server: Server, bench: str, pool: str, workers: int, items: int, seconds: float) -> list[float]:
    """Of the loop that opens the lanes, and of the one that is measured."""
    run = server.run(bench, pool=pool, workers=workers, items=items, seconds=seconds)
    return [float(each) for each in run.finished(timeout=300)["seconds"]]


if __name__ == "__main__":
    main()
