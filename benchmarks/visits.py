"""What a visit costs in the whole engine, beside a superstep of plain LangGraph with its own SqliteSaver.

    python scripts/bench visits [--visits 1000] [--rounds 5]

Ours is a real server and a real worker: a python node and a condition in a loop, so every second visit is the
condition's. Theirs is a node that leads to itself. Both sides change a counter, with synchronous=FULL, in turn;
each measures itself from its 50th call on, with the CPU time (user and system) of its process.
"""

import argparse
import sqlite3
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, NamedTuple

import psutil
from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.graph import END, START, StateGraph
from langgraph.types import Command
from served import served

from support.run import COUNTING
from support.server import Server
from workflow_engine_worker.kernel.state import RunState, initial_state

WARM = 50
CODE = f"""
import time
from workflow_engine import register_function

@register_function("bench.count")
def count(state):
    n = state.get("n", 0) + 1
    moment = {{{WARM}: "begun", state["goal"]: "over"}}.get(n)
    times = {{}} if moment is None else {{moment: [time.perf_counter(), time.process_time()]}}
    return {{"n": n, **times}}
"""


class Spent(NamedTuple):
    """What one visit, or one superstep, took on an average."""

    wall: float
    cpu: float
    beside: float = 0.0  #: of the supervisor


def ours(server: Server, flow_id: str, visits: int) -> Spent:
    supervisor = psutil.Process(server.process.pid)
    before = sum(supervisor.cpu_times()[:2])
    calls = WARM + visits // 2
    state = server.run(flow_id, goal=calls).finished()
    (wall, cpu), (wall_over, cpu_over) = state["begun"], state["over"]
    spent = sum(supervisor.cpu_times()[:2]) - before
    return Spent((wall_over - wall) / visits, (cpu_over - cpu) / visits, spent / visits)


def theirs(folder: Path, visits: int) -> Spent:
    times: list[tuple[float, float]] = []

    def node(state: RunState) -> Command[Any]:
        made = state["ctl"]["visits"] + 1
        if made in (WARM, WARM + visits):
            times.append((perf_counter(), process_time()))
        update = {"data": {"n": made}, "ctl": {"visits": made}}
        return Command(update=update, goto=END if made >= WARM + visits else "node")

    built = StateGraph(RunState)
    built.add_node("node", node, destinations=())
    built.add_edge(START, "node")
    con = sqlite3.connect(folder / "theirs.db", check_same_thread=False)
    con.execute("PRAGMA journal_mode=WAL")
    con.execute("PRAGMA synchronous=FULL")
    config = {"configurable": {"thread_id": "t"}, "recursion_limit": 10**9}
    built.compile(checkpointer=SqliteSaver(con)).invoke(initial_state({"n": 0}), config, durability="sync")
    con.close()
    (wall, cpu), (wall_over, cpu_over) = times
    return Spent((wall_over - wall) / visits, (cpu_over - cpu) / visits)


def looping(visits: int) -> dict[str, Any]:
    """The flow: a node that counts, and a condition behind it."""
    nodes = [
        {**each, "data": {"codeRef": "bench.count"}} if each["id"] == "count" else each for each in COUNTING["nodes"]
    ]
    return {**COUNTING, "nodes": nodes, "limits": {"maxSteps": 10 * visits}}


def fresh(measure: Callable[[Path, int], Spent], visits: int) -> Spent:
    with tempfile.TemporaryDirectory() as folder:
        return measure(Path(folder), visits)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--visits", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), CODE, warm_workers=1) as server:
        flow_id = server.flow(looping(args.visits))
        pairs = [(ours(server, flow_id, args.visits), fresh(theirs, args.visits)) for _ in range(args.rounds)]
    show(pairs)


def show(pairs: list[tuple[Spent, Spent]]) -> None:
    for name, side in (("ours", 0), ("theirs", 1)):
        wall, cpu = ([getattr(pair[side], what) * 1e6 for pair in pairs] for what in ("wall", "cpu"))
        print(f"{name:7} {statistics.median(wall):8.0f} µs/visit (min {min(wall):.0f})", end="")
        print(f"   CPU {statistics.median(cpu):8.0f} µs (min {min(cpu):.0f})")
    print(f"supervisor's CPU beside it {statistics.median(pair[0].beside * 1e6 for pair in pairs):8.0f} µs/visit")
    for what in ("wall", "cpu"):
        ratios = [getattr(mine, what) / getattr(other, what) for mine, other in pairs]
        print(f"ratio   {statistics.median(ratios):8.2f} {what} (min {min(ratios):.2f})")


if __name__ == "__main__":
    main()
