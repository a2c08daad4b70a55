"""Items on a Ray cluster through the whole engine, beside the same items in threads and in processes of this machine.

    python scripts/bench cluster_items [--rounds 5] [--workers 2] [--items-50 200] [--items-1 4000]

Needs `renflow[ray]`; a cluster of a head and two nodes with a processor each is started on this machine, at the
niceness of everything else. Measured are the second loops of runs, whose lanes stand, with as many workers on each
side: items that wait for 50 ms, items of 1 ms, and trivial ones. The sides of a round run one after another, in an
order that changes from round to round; a ratio is of one round, and its median and least are printed. How long the
first loop of a run waits for its lanes is printed, too.
"""

import argparse
import os
import statistics
import tempfile
from contextlib import closing
from pathlib import Path

import psutil
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
    parser.add_argument("--rounds", type=int, default=5)
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


SIDES = ("ray", "thread", "process")


def measured(server: Server, bench: str, args: argparse.Namespace) -> None:
    """A line for each kind of item and each baseline."""
    starts: list[float] = []
    kinds = (("50 ms", args.items_50, 0.05), ("1 ms", args.items_1, 0.001), ("no time", args.items_1 * 5, 0.0))
    for name, count, seconds in kinds:
        found: dict[str, list[float]] = {side: [] for side in SIDES}
        for number in range(args.rounds):
            for side in SIDES[number % len(SIDES) :] + SIDES[: number % len(SIDES)]:
                start, loop = seconds_of(server, bench, side, args.workers, count, seconds)
                found[side].append(loop)
                if side == "ray":
                    starts.append(start)
        ideal = seconds * count / args.workers
        for side in SIDES[1:]:
            show(f"{count:,} items of {name}, {args.workers} workers", found["ray"], found[side], side, ideal)
    print(f"first loop, from its call to its last item: {statistics.median(starts):.2f} s (least {min(starts):.2f} s)")


def show(name: str, ours: list[float], theirs: list[float], side: str, ideal: float) -> None:
    """One line: the ratio of each round, and the figures beside the ideal, in which nothing takes time but items."""
    ratios = [mine / other for mine, other in zip(ours, theirs, strict=True)]
    beside = f"   ideal {ideal:.2f} s" if ideal else ""
    print(
        f"{name:32} ray / {side:7} {statistics.median(ratios):5.2f} (least {min(ratios):.2f})   "
        f"{statistics.median(ours):6.2f} s against {statistics.median(theirs):6.2f} s{beside}   "
        f"load {psutil.getloadavg()[0]:.1f}",
        flush=True,
    )


def seconds_of(server: Server, bench: str, pool: str, workers: int, items: int, seconds: float) -> list[float]:
    """Of the loop that opens the lanes, and of the one that is measured."""
    run = server.run(bench, pool=pool, workers=workers, items=items, seconds=seconds)
    return [float(each) for each in run.finished(timeout=300)["seconds"]]


if __name__ == "__main__":
    main()
