"""What many decided items cost: a page of `GET /runs/{id}/steps`, and a resume that passes over them.

    python scripts/bench growth [--items 100000] [--resumed 186000] [--rounds 20]

Real runs of a real server. The page: in turn of a run with 1,000 items and of one with many, the first hundred items,
and those that failed. The resume: the run is paused behind that many items; from the request until the next item runs.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from served import flow, served

from support.run import Run
from support.server import Server

CODE = """
import time
from threading import Event
from workflow_engine import map_steps, register_function

@register_function("bench.many")
def many(state):
    def one(number):
        if number % 1000 == 999:
            raise ValueError("every thousandth")
        return {"id": number, "text": "x" * 16}
    map_steps(one, range(state["items"]), on_error="skip")

@register_function("bench.resumed")
def resumed(state):
    first = []
    def one(number):
        if number >= state["items"]:
            first.append(time.time_ns())
            Event().wait(0.01)
        return {"id": number, "text": "x" * 16}
    map_steps(one, range(state["items"] + 500))
    return {"first": first[0]}
"""
FEW = 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--resumed", type=int, default=186_000)
    parser.add_argument("--rounds", type=int, default=20)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), CODE) as server:
        for query, (many, few) in pages(server, args.items, args.rounds).items():
            middle, base = statistics.median(many) * 1000, statistics.median(few) * 1000
            print(f"GET steps{query:14} {args.items:,} items {middle:7.2f} ms   {FEW:,} items {base:7.2f} ms", end="")
            print(f"   ratio {middle / base:5.2f}")
        print(f"resume over {args.resumed:,} decided items: {resumed(server, args.resumed):.2f} s until the next one")


def pages(server: Server, items: int, rounds: int) -> dict[str, tuple[list[float], list[float]]]:
    """Seconds of each page, of the run with many items and of the one with few, in turn."""
    flow_id = flow(server, "bench.many")
    runs = [server.run(flow_id, items=count) for count in (items, FEW)]
    for run in runs:
        run.finished(timeout=600)
    found: dict[str, tuple[list[float], list[float]]] = {"": ([], []), "?state=failed": ([], []), "?error": ([], [])}
    asked: dict[str, dict[str, str]] = {"": {}, "?state=failed": {"state": "failed"}, "?error": {"error": "ValueError"}}
    for number in range(rounds + 3):
        for query, sides in found.items():
            for run, side in zip(runs, sides, strict=True):
                spent = _asked(server, run, asked[query])
                if number >= 3:  # what is loaded once is loaded now
                    side.append(spent)
    return found


def _asked(server: Server, run: Run, query: dict[str, str]) -> float:
    begun = time.perf_counter()
    server.client.get(f"/runs/{run.id}/steps", params={"limit": "100", **query}).raise_for_status()
    return time.perf_counter() - begun


def resumed(server: Server, items: int) -> float:
    """Seconds from the request to resume until the first item that is not decided runs."""
    run = server.run(flow(server, "bench.resumed"), items=items)
    until_decided(run, items)
    run.paused(timeout=120)
    run.left()
    begun = time.time_ns()
    run.resume()
    first: int = run.finished(timeout=600)["first"]
    return (first - begun) / 1e9


def until_decided(run: Run, items: int) -> None:
    from support.wait import until

    until(lambda: (run.facts["progress"]["done"] or 0) > items, 600, f"{items} decided items", step=0.1)


if __name__ == "__main__":
    main()
