"""From `POST /runs/start` until user code runs, of a flow with an environment of its own and of one without, in turns.

    python scripts/bench environments [--starts 20]

Each has a warm spare. Goal: with its environment built, a start takes at most 1.2 times as long.
"""

import argparse
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

from served import flow, row, served

from support.package_index.index import listening
from support.package_index.wheels import wheel
from support.run import chain, node
from support.server import Server
from support.wait import until

CODE = """
import time
from workflow_engine import register_function

@register_function("bench.first")
def first(state):
    return {"began": time.time_ns()}
"""
GOAL = 1.2
SETTLE_S = 0.5


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--starts", type=int, default=20)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, listening() as index:
        index.add(wheel("fixture-frame", "1.0", {"fixture_frame.py": ""}))
        with served(Path(folder), CODE, warm_workers=1, index_url=index.url) as server:
            own = chain(node("work", code_ref="bench.first"), environment="own", environments={
                "own": {"requirements": ["fixture-frame"]}
            })  # fmt: skip
            flows = {"beside renflow": flow(server, "bench.first"), "its environment": server.flow(own)}
            begun = time.monotonic()
            server.run(flows["its environment"]).finished(timeout=120)
            print(f"built and run for the first time: {time.monotonic() - begun:.1f} s")
            for each in flows.values():
                one_start(server, each)  # what is loaded once is loaded now
            times: dict[str, list[float]] = {name: [] for name in flows}
            for _ in range(args.starts):
                for name, each in flows.items():
                    times[name].append(one_start(server, each))
    for name, seconds in times.items():
        print(row(name, seconds))
    ratio = statistics.median(times["its environment"]) / statistics.median(times["beside renflow"])
    print(f"goal: at most {GOAL} times as long: {'held' if ratio <= GOAL else 'missed'} ({ratio:.2f})")
    return 0 if ratio <= GOAL else 1


def one_start(server: Server, flow_id: str) -> float:
    """Seconds until user code runs; both pools have their spare."""
    until(lambda: server.get("/system")["workers"]["warm"] >= 2, what="two warm spares")
    threading.Event().wait(SETTLE_S)
    begun = time.time_ns()
    run = server.run(flow_id)
    threading.Event().wait(SETTLE_S)  # questions would slow down what is measured
    began: int = run.finished()["began"]
    return (began - begun) / 1e9


if __name__ == "__main__":
    sys.exit(main())
