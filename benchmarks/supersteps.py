"""What one durable superstep costs, in time and on disk, beside plain LangGraph with its own SqliteSaver.

    python scripts/bench supersteps [--steps 600] [--rows 10000] [--rounds 5]

A self-looping node changes a counter; the state also holds a list of `--rows` rows (0: a tiny state). Both sides run
with durability="sync" and synchronous=FULL, in turn, so that a machine whose speed drifts drifts for both.
"""

import argparse
import contextlib
import sqlite3
import statistics
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.graph import END, START, StateGraph
from langgraph.types import Command

from workflow_engine_shared.storage.run import db
from workflow_engine_worker.kernel.checkpoints_at_once import checkpoints_at_once
from workflow_engine_worker.kernel.saver import RunSaver
from workflow_engine_worker.kernel.state import RunState, initial_state


def graph(steps: int) -> StateGraph:
    def node(state: RunState) -> Command[Any]:
        visits = state["ctl"]["visits"] + 1
        update = {"data": {"i": visits}, "ctl": {"visits": visits}}
        return Command(update=update, goto=END if visits >= steps else "node")

    built = StateGraph(RunState)
    built.add_node("node", node, destinations=())
    built.add_edge(START, "node")
    return built


def measure(saver: SqliteSaver, steps: int, rows: int, way: contextlib.AbstractContextManager[None]) -> float:
    """Milliseconds a superstep. `way`: as `GraphRun` calls LangGraph, or as anybody does."""
    state = initial_state({"i": 0, "rows": [row(number) for number in range(rows)]})
    compiled = graph(steps).compile(checkpointer=saver)
    config = {"configurable": {"thread_id": "t"}, "recursion_limit": 10**9}
    begun = perf_counter()
    with way:
        compiled.invoke(state, config, durability="sync")
    return (perf_counter() - begun) * 1000 / steps


def row(number: int) -> dict[str, Any]:
    return {"id": number, "name": f"product {number}" * 8, "price": number / 7, "hash": f"{number * 2654435761:016x}"}


def ours(folder: Path, steps: int, rows: int) -> float:
    database = db.open_for_writing(folder / "run.db", 1)
    spent = measure(RunSaver(database, lone_tasks=True), steps, rows, checkpoints_at_once())
    database.close()
    return spent


def theirs(folder: Path, steps: int, rows: int) -> float:
    con = sqlite3.connect(folder / "theirs.db", check_same_thread=False)
    con.execute("PRAGMA journal_mode=WAL")
    con.execute("PRAGMA synchronous=FULL")
    spent = measure(SqliteSaver(con), steps, rows, contextlib.nullcontext())
    con.close()
    return spent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=600)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    figures: dict[str, list[float]] = {"ours": [], "theirs": []}
    sizes: dict[str, int] = {}
    for _ in range(args.rounds):
        for name, run in (("ours", ours), ("theirs", theirs)):
            with tempfile.TemporaryDirectory() as folder:
                figures[name].append(run(Path(folder), args.steps, args.rows))
                sizes[name] = sum(path.stat().st_size for path in Path(folder).iterdir())
    for name in ("ours", "theirs"):
        spent = statistics.median(figures[name])
        size = sizes[name]
        print(
            f"{name:7} {spent:8.2f} ms/superstep {size / 2**20:9.1f} MiB {size / args.steps / 1024:9.1f} KiB/superstep"
        )
    ratios = [mine / other for mine, other in zip(figures["ours"], figures["theirs"], strict=True)]
    print(f"ratio   {statistics.median(ratios):8.2f} time   {sizes['ours'] / sizes['theirs']:9.4f} disk")


if __name__ == "__main__":
    main()
