"""What a durable step costs by tokens, by the graph and with plain LangGraph; and branches that wait for no other.

    python scripts/bench branches [--steps 300] [--rounds 5]

A chain of python nodes that count: one server whose flows run node by node, another with `force_tokens`, and a node of
plain LangGraph with its own SqliteSaver (synchronous=FULL) that leads to itself; in turn. Each measures the CPU time of
its process between the 50th call and the last. The same with a condition behind each node, also beside a graph whose
conditions have supersteps of their own: the one that the goal was set for. Syncs are counted under a small library
(Linux with a C compiler), in runs of their own. The branches: 20 nodes of 20 ms beside 2 nodes of 1 s.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from served import served
from visits import WARM, Spent, fresh, theirs

from faults.power.recording import why_not
from faults.power.replay import parse
from support.branches import block
from support.preload import preloaded
from support.run import Run, chain, node
from support.server import Server
from workflow_engine_shared.clock import seconds_between

RECORDER = Path(__file__).parents[1] / "tests/faults/power/recorder.c"
CODE = """
import time
from workflow_engine import register_function

@register_function("bench.count")
def count(state, last):
    n = state.get("n", 0) + 1
    moment = {WARM: "begun", last: "over"}.get(n)
    times = {} if moment is None else {moment: [time.perf_counter(), time.process_time()]}
    return {"n": n, **times}

@register_function("bench.nap")
def nap(state, seconds):
    time.sleep(seconds)
""".replace("WARM", str(WARM))


#: Conditions of this server's graph are visited in supersteps of their own.
APART = f"from workflow_engine_worker.kernel import conditions\n\nconditions.MOST = 0\n{CODE}"


def counting(steps: int) -> Any:
    return chain(*counts(steps))


def counts(steps: int) -> list[Any]:
    return [node(f"n{number}", code_ref="bench.count", last=WARM + steps) for number in range(WARM + steps)]


def counting_with_conditions(steps: int) -> Any:
    """The same nodes with a condition behind each, which leads to the next one."""
    nodes = counts(steps)
    followers = [*(each["id"] for each in nodes[1:]), "end"]
    conditions = [
        {"id": f"c{number}", "type": "condition", "data": {"expr": {">": [{"var": "n"}, 0]}}}
        for number in range(len(nodes))
    ]
    return {
        "nodes": [{"id": "start", "type": "start"}, *nodes, *conditions, {"id": "end", "type": "end"}],
        "edges": [
            {"source": "start", "target": nodes[0]["id"]},
            *({"source": f"n{number}", "target": f"c{number}"} for number in range(len(nodes))),
            *(
                {"source": f"c{number}", "target": target, "data": {"when": True}}
                for number, target in enumerate(followers)
            ),
        ],
    }


def napping(name: str, count: int, seconds: float) -> list[Any]:
    return [node(f"{name}{number}", code_ref="bench.nap", seconds=seconds) for number in range(count)]


#: What is held against what, and the goal.
RATIOS = [
    ("tokens", "graph", ", to be at most 1.15"),
    ("tokens, conditions", "graph, conditions apart", ", to be at most 0.7"),
    ("tokens, conditions", "graph, conditions", ""),
    ("tokens", "langgraph", ""),
]


# -- what a step costs ----------------------------------------------------------------------------------------------


def ours(server: Server, flow_id: str, steps: int) -> Spent:
    state = server.run(flow_id).finished()
    (wall, cpu), (wall_over, cpu_over) = state["begun"], state["over"]
    return Spent((wall_over - wall) / steps, (cpu_over - cpu) / steps)


def measure_steps(steps: int, rounds: int) -> None:
    with servers() as (graph, tokens, apart):
        flows = {
            "graph": (graph, graph.flow(counting(steps))),
            "tokens": (tokens, tokens.flow(counting(steps))),
            "graph, conditions": (graph, graph.flow(counting_with_conditions(steps))),
            "tokens, conditions": (tokens, tokens.flow(counting_with_conditions(steps))),
            "graph, conditions apart": (apart, apart.flow(counting_with_conditions(steps))),
        }
        found: dict[str, list[Spent]] = {name: [] for name in (*flows, "langgraph")}
        for _ in range(rounds):
            for name, (server, flow_id) in flows.items():
                found[name].append(ours(server, flow_id, steps))
            found["langgraph"].append(fresh(theirs, steps))
    for name, each in found.items():
        cpu = [spent.cpu * 1e6 for spent in each]
        print(f"{name:23} CPU {statistics.median(cpu):7.0f} µs a step (min {min(cpu):.0f})", end="")
        print(f"   {statistics.median(spent.wall * 1e6 for spent in each):7.0f} µs by the clock")
    for name, other, goal in RATIOS:
        ratios = [mine.cpu / theirs.cpu for mine, theirs in zip(found[name], found[other], strict=True)]
        print(f"ratio {statistics.median(ratios):5.2f} {name} / {other}, CPU (min {min(ratios):.2f}){goal}")


@contextmanager
def servers() -> Iterator[tuple[Server, Server, Server]]:
    with tempfile.TemporaryDirectory() as folder:
        plain, forced, apart = (Path(folder) / name for name in ("plain", "forced", "apart"))
        for each in (plain, forced, apart):
            each.mkdir()
        with (
            served(plain, CODE, warm_workers=1) as graph,
            served(forced, CODE, warm_workers=1, force_tokens=1) as tokens,
            served(apart, APART, warm_workers=1) as as_before,
        ):
            yield graph, tokens, as_before


# -- syncs ----------------------------------------------------------------------------------------------------------


def syncs_of(run: Run, log: Path) -> int:
    """How often a file of the run was synced; all is written once its worker has left."""
    run.left()
    root = f"runs/{run.id}/"
    return sum(op.kind == "s" and op.path.startswith(root) for op in parse(log.read_bytes()))


def measure_syncs(steps: int) -> None:
    for name, forced in (("graph", 0), ("tokens", 1)):
        with recorded(force_tokens=forced) as (server, log):
            run = server.run(counting(steps))
            run.finished()
            print(f"{name:10} {syncs_of(run, log) / (WARM + steps):7.2f} syncs a step")
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "recording"
        environment = {**os.environ, **recording(Path(folder) / "home", log)}
        (Path(folder) / "home").mkdir()
        command = [sys.executable, __file__, "--plain", str(Path(folder, "home").resolve()), "--steps", str(steps)]
        subprocess.run(command, env=environment, check=True)
        print(f"langgraph  {sum(op.kind == 's' for op in parse(log.read_bytes())) / (WARM + steps):7.2f} syncs a step")


@contextmanager
def recorded(**settings: object) -> Iterator[tuple[Server, Path]]:
    """A server whose syncs are noted."""
    with tempfile.TemporaryDirectory() as folder:
        source, log = Path(folder) / "source", Path(folder) / "recording"
        source.mkdir()
        (source / "bench.py").write_text(CODE, encoding="utf-8")
        server = Server(Path(folder), source=source, **settings)
        server.env |= recording(server.home.root, log)
        try:
            yield server.start(), log
            server.stop()
        finally:
            server.clean_up()


def recording(home: Path, log: Path) -> dict[str, str]:
    return {"LD_PRELOAD": str(preloaded(RECORDER)), "POWER_DIR": str(home.resolve()), "POWER_LOG": str(log)}


# -- a fast branch beside a slow one --------------------------------------------------------------------------------


def measure_branches(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), CODE, warm_workers=1) as server:
        alone = server.flow(chain(*napping("fast", 20, 0.02)))
        both = server.flow(block(napping("fast", 20, 0.02), napping("slow", 2, 1.0)))
        ratios, whole = [], []
        for _ in range(rounds):
            own, beside = (server.run(flow_id) for flow_id in (alone, both))
            own.finished()
            beside.finished()
            ratios.append(span(beside, "fast") / span(own, "fast"))
            whole.append(span(beside, ""))
    print(f"fast branch beside a slow one, to the same nodes alone: {shown(ratios)}; both {shown(whole)} s")


def span(run: Run, name: str) -> float:
    """Seconds from the beginning of the first of these nodes to the end of the last."""
    sql = "SELECT min(started_at), max(finished_at) FROM visits WHERE node_id LIKE"
    ((first, last),) = run.query(f"{sql} '{name}%'")
    return seconds_between(first, last)


def shown(values: Sequence[float]) -> str:
    return f"{statistics.median(values):.2f} (max {max(values):.2f})"


def measure_branch_syncs() -> None:
    with recorded() as (server, log):
        run = server.run(block(napping("fast", 20, 0.02), napping("slow", 2, 1.0)))
        run.finished()
        syncs, ((visits,),) = syncs_of(run, log), run.query("SELECT count(*) FROM visits")
    print(f"22 nodes in two branches: {syncs} syncs, {syncs / visits:.2f} for each of {visits} visits")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--plain", type=Path, metavar="FOLDER", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.plain:
        theirs(args.plain, args.steps)
        return
    measure_steps(args.steps, args.rounds)
    measure_branches(args.rounds)
    if reason := why_not():
        print(f"syncs are not counted: {reason}")
        return
    measure_syncs(args.steps)
    measure_branch_syncs()


if __name__ == "__main__":
    main()
