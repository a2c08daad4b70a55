"""Flows with a block of branches, and what a run of them leaves."""

import itertools
from typing import Any

from support.run import Run


def block(*branches: Any, state: Any = None, wait: Any = "all", on_error: str = "stop", after: Any = ()) -> Any:
    """start → parallel → the branches, each a list of nodes → join → what comes after → end."""
    ways = [["split", *(each["id"] for each in branch), "join"] for branch in branches]
    tail = ["join", *(each["id"] for each in after), "end"]
    pairs = [("start", "split"), *(pair for way in [*ways, tail] for pair in itertools.pairwise(way))]
    ends = [{"id": name, "type": name} for name in ("start", "end")]
    split = {"id": "split", "type": "parallel", "data": {"onBranchError": on_error}}
    join = {"id": "join", "type": "join", "data": {"wait": wait}}
    return {
        "nodes": [*ends, split, join, *(each for branch in branches for each in branch), *after],
        "edges": [{"source": source, "target": target} for source, target in pairs],
        "state": state or {},
    }


def cycle(flow: Any, first: str, last: str, goal: int) -> Any:
    """The flow with a condition behind `last` that leads back to `first` until `k` has come to the goal."""
    (on,) = [edge for edge in flow["edges"] if edge["source"] == last]
    flow["nodes"].append({"id": "more", "type": "condition", "data": {"expr": {"<": [{"var": "k"}, goal]}}})
    flow["edges"] += [
        {"source": "more", "target": first, "data": {"when": True}},
        {"source": "more", "target": on["target"]},
    ]
    on["target"] = "more"
    return flow


def rows(run: Run) -> dict[str, list[tuple[int, str, int]]]:
    """Of each node: its visits with their status and attempt."""
    found: dict[str, list[tuple[int, str, int]]] = {}
    for visit, node_id, status, attempt in run.query("SELECT visit, node_id, status, attempt FROM visits"):
        found.setdefault(node_id, []).append((visit, status, attempt))
    return found
