"""Items in processes through the whole engine, beside a bare script with a spawned `multiprocessing.Pool`.

    python scripts/bench item_processes [--pictures 2000] [--items 20000] [--workers 1 2 4] [--rounds 3]

Pictures: hashing small pictures with the sample's own function; both sides in turn, each from its first process to its
last result, imports included. The engine journals every result and watches every file; the bare script does neither.
Trivial items: how many a second once the processes stand, beside the same pool's `imap` and `pool="thread"`. Second
loop: how long until a further loop of the run has its first result, beside its first loop.
"""

import argparse
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from served import flow, served

from support.server import Server

SAMPLES = Path(__file__).parents[1] / "flows"
CODE = '''
"""What is measured; imported by the engine, and run by itself as the bare script."""

import multiprocessing
import sys
from pathlib import Path
from time import perf_counter

from product_selection.fingerprint import fingerprint
from workflow_engine import map_steps, register_function


def picture(path):
    return fingerprint(Path(path)).hash


def trivial(item):
    return item


def files(folder):
    return sorted(map(str, Path(folder).glob("*.png")))


@register_function("bench.measure")
def measure(state):
    items = files(state["folder"]) if state["what"] == "pictures" else range(state["items"])
    function = picture if state["what"] == "pictures" else trivial
    found = []
    for number in range(state.get("loops", 1)):
        begun = perf_counter()
        rows = map_steps(function, items, pool=state["pool"], workers=state["workers"], label=f"loop{number}")
        assert len(rows) == len(items)
        found.append(perf_counter() - begun)
    return {"seconds": found}


if __name__ == "__main__":
    what, workers, given = sys.argv[1:]
    items = files(given) if what == "pictures" else range(int(given))
    begun = perf_counter()
    with multiprocessing.get_context("spawn").Pool(int(workers)) as pool:
        if what == "trivial":
            pool.map(trivial, range(int(workers) * 8))
            begun = perf_counter()
        rows = list(pool.imap(picture if what == "pictures" else trivial, items))
        assert len(rows) == len(items)
        print(perf_counter() - begun)
'''


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pictures", type=int, default=2000)
    parser.add_argument("--items", type=int, default=20_000)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), CODE, allow_paths=folder) as server:
        shutil.copytree(SAMPLES / "product_selection", server.flows / "product_selection")
        pictures = drawn(Path(folder, "pictures"), args.pictures)
        bench = flow(server, "bench.measure")
        for workers in args.workers:
            both = [
                (
                    ours(server, bench, what="pictures", folder=pictures, workers=workers)[0],
                    bare(server, "pictures", workers, pictures),
                )
                for _ in range(args.rounds)
            ]
            show(f"{args.pictures:,} pictures, {workers} workers", both, "bare script")
        trivial = {"what": "trivial", "items": args.items, "workers": 2, "loops": 2}
        both = [(ours(server, bench, **trivial)[1], bare(server, "trivial", 2, args.items)) for _ in range(args.rounds)]
        show(f"{args.items:,} trivial items", both, "bare script", args.items)
        both = [(pair[0], ours(server, bench, pool="thread", **trivial)[1]) for pair in both]
        show(f"{args.items:,} trivial items", both, "threads", args.items)
        loops = [ours(server, bench, what="trivial", items=1, workers=2, loops=3)[:2][::-1] for _ in range(args.rounds)]
        show("the run's second loop is ready", [(second, first) for second, first in loops], "first loop")


def pictures_in_turn(folder: Path, count: int, workers: int, rounds: int) -> dict[str, list[float]]:
    """Seconds for so many pictures, of both sides."""
    found: dict[str, list[float]] = {"renflow": [], "bare Pool": []}
    with served(folder, CODE, allow_paths=str(folder)) as server:
        shutil.copytree(SAMPLES / "product_selection", server.flows / "product_selection")
        pictures = drawn(folder / "pictures", count)
        bench = flow(server, "bench.measure")
        for _ in range(rounds):
            found["renflow"].append(ours(server, bench, what="pictures", folder=pictures, workers=workers)[0])
            found["bare Pool"].append(bare(server, "pictures", workers, pictures))
    return found


def ours(server: Server, flow_id: str, *, pool: str = "process", **state: object) -> list[float]:
    """The seconds of each loop, measured in the node."""
    run = server.run(flow_id, pool=pool, **state)
    return [float(each) for each in run.finished(timeout=300)["seconds"]]


def bare(server: Server, what: str, workers: int, given: object) -> float:
    """The baseline's seconds."""
    command = [sys.executable, str(server.flows / "bench.py"), what, str(workers), str(given)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def drawn(folder: Path, count: int) -> str:
    """Small pictures of a few kilobytes, no two alike."""
    from PIL import Image

    folder.mkdir()
    chance = random.Random(1)
    for number in range(count):
        small = Image.frombytes("RGB", (36, 36), chance.randbytes(36 * 36 * 3))
        small.resize((72, 72)).save(folder / f"{number:05}.png")
    return str(folder)


def show(name: str, both: list[tuple[float, float]], baseline: str, items: int | None = None) -> None:
    mine, base = (statistics.median(side) for side in zip(*both, strict=True))
    ratio = statistics.median(first / second for first, second in both)
    rates = "" if items is None else f"   ({items / mine:,.0f}/s against {items / base:,.0f}/s)"
    print(f"{name:32} ours {mine:7.3f} s   {baseline} {base:7.3f} s   ratio {ratio:5.2f}{rates}", flush=True)


if __name__ == "__main__":
    main()
