"""What the items of a map node cost, beside the same loop written with `map_steps` in a function.

    python scripts/bench map_nodes [--items 10000] [--rounds 9]

Both are runs of one server, in turn; the order changes from round to round. What is compared is what the visit of the
node took, by its row, and the CPU time of the worker's process between its first item and its last, round by round:
what else the machine does weighs on both sides of a round.
"""

import argparse
import statistics
import tempfile
from pathlib import Path
from typing import Any

from served import served

from support.run import Run, chain
from support.server import Server

CODE = """
import time
from workflow_engine import map_steps, register_function

TIMES = {}

@register_function("bench.work")
def work(item, *, factor=1):
    TIMES.setdefault("begun", time.process_time())
    TIMES["over"] = time.process_time()
    return {"id": item["id"], "product": item["id"] * factor}

@register_function("bench.loop")
def loop(state):
    return {"rows": list(map_steps(work, state["items"], key="id", label="work"))}

@register_function("bench.items")
def items(state):
    return {"items": [{"id": number} for number in range(state["count"])]}

@register_function("bench.cpu")
def cpu(state):
    return {"cpu": TIMES["over"] - TIMES["begun"]}
"""


def function(node_id: str, code_ref: str) -> Any:
    return {"id": node_id, "type": "python", "data": {"codeRef": code_ref}}


LOOP = function("each", "bench.loop")
MAP = {
    "id": "each",
    "type": "map",
    "data": {"items": {"var": "items"}, "codeRef": "bench.work", "key": "id", "outputKey": "rows"},
}


def spent(server: Server, flow_id: str, count: int) -> tuple[float, float]:
    """Seconds of the visit, and of CPU."""
    run: Run = server.run(flow_id, count=count)
    run.until("finished", timeout=120)
    values = run.values()
    assert len(values["rows"]) == count
    node = next(each for each in run.facts["nodes"] if each["id"] == "each")
    return node["duration_s"], values["cpu"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=9)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), CODE, warm_workers=1) as server:
        sides = {
            name: server.flow(chain(function("items", "bench.items"), node, function("cpu", "bench.cpu")))
            for name, node in (("map node", MAP), ("map_steps", LOOP))
        }
        for flow_id in sides.values():
            spent(server, flow_id, 100)
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in sides}
        for number in range(args.rounds):
            for name in list(sides) if number % 2 == 0 else list(sides)[::-1]:
                found[name].append(spent(server, sides[name], args.items))
        medians = {
            name: [statistics.median(each[which] for each in rounds) for which in (0, 1)]
            for name, rounds in found.items()
        }
        for name, (wall, cpu) in medians.items():
            print(f"{name:10} {args.items:,} items: {wall:.3f} s, {cpu:.3f} s of CPU (medians of {args.rounds})")
        for which, what in enumerate(("time of the visit", "CPU")):
            ratio = statistics.median(
                ours[which] / theirs[which] for ours, theirs in zip(found["map node"], found["map_steps"], strict=True)
            )
            print(f"ratio, {what}: {ratio:.3f} (median of the rounds')")


if __name__ == "__main__":
    main()
