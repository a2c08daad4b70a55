"""What checking a flow that is being drawn costs, at the size of a large drawing.

    python scripts/bench flow_check [--nodes 200] [--rounds 30]

In the process that would answer, without HTTP: a chain of functions and conditions, first without mistakes and then
with one in every tenth node. The flows folder is the project's own.
"""

import argparse
import copy
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.settings import Settings
from workflow_engine_shared.storage.workflow.sqlite_store import SqliteStore
from workflow_engine_supervisor.designer.check import check_drawn
from workflow_engine_supervisor.functions.catalogue import Catalogue

FLOWS = Path(__file__).resolve().parent.parent / "flows"


def drawing(count: int) -> dict[str, Any]:
    """So many nodes: every fifth a condition that leads back or on."""
    nodes: list[dict[str, Any]] = [{"id": "start", "type": "start"}]
    edges: list[dict[str, Any]] = []
    for number in range(count - 2):
        before, node_id = nodes[-1]["id"], f"n{number}"
        chooses = number % 5 == 4
        data = {"expr": {">": [{"var": "n"}, number]}} if chooses else {"codeRef": "hello.greet", "timeout": 5}
        nodes.append({"id": node_id, "type": "condition" if chooses else "python", "data": data})
        edges.append({"source": before, "target": node_id})
        if chooses:
            edges.append({"source": node_id, "target": f"n{number - 2}", "data": {"when": True}})
    nodes.append({"id": "end", "type": "end"})
    edges.append({"source": nodes[-2]["id"], "target": "end"})
    return {"nodes": nodes, "edges": edges}


def with_mistakes(flow: dict[str, Any]) -> dict[str, Any]:
    wrong = copy.deepcopy(flow)
    for node in wrong["nodes"][5::10]:
        node.setdefault("data", {})["retires"] = 1
    return wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nodes", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=30)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        settings = Settings(home=home, flows=str(FLOWS))
        store = SqliteStore.open(Path(home) / "workflow.db")
        catalogue = Catalogue(settings, SystemClock())
        try:
            clean = drawing(args.nodes)
            for name, flow in (("without mistakes", clean), ("with mistakes", with_mistakes(clean))):
                spent = []
                for _ in range(args.rounds):
                    begun = time.perf_counter()
                    found = check_drawn(store, catalogue, flow)
                    spent.append((time.perf_counter() - begun) * 1e3)
                median, worst = statistics.median(spent), max(spent)
                told = f"{len(found.problems)} problems"
                print(f"{args.nodes} nodes {name}: {median:.1f} ms (worst {worst:.1f}), {told}")
        finally:
            catalogue.stop()
            store.close()


if __name__ == "__main__":
    main()
