"""What one step of the token engine costs, and that it costs the same after 100,000 steps as after 1,000.

    python scripts/bench tokens [--rounds 5]

A loop by a back-edge: a task and a condition that leads back to it. Every state is written as JSON, as the worker does
at each checkpoint. CPU time, so that other processes on the machine matter little. Beside it, the condition's own
evaluation by JsonLogic, which the engine is given: with a rule that costs nothing, what is left is the engine's.

The same loop, and multi-instance activities, made of elements of BPMN.
"""

import argparse
import json
import statistics
from collections.abc import Callable
from time import process_time
from typing import Any

from workflow_engine_shared.jsonlogic.rules import evaluate
from workflow_engine_shared.tokens import engine
from workflow_engine_shared.tokens.elements import nodes as bpmn
from workflow_engine_shared.tokens.elements.assembly import assemble
from workflow_engine_shared.tokens.elements.definitions import MultiInstance, SequenceFlow
from workflow_engine_shared.tokens.events import Completed
from workflow_engine_shared.tokens.program import Block, Choice, End, Flow, Program, Start, Task, Way

Evaluate = Callable[[Any, dict[str, Any]], Any]

LOOP = Program(
    {
        "start": Start("start", Flow("work")),
        "work": Task("work", Flow("again")),
        "again": Choice("again", {"<": [{"var": "i"}, {"var": "n"}]}, (Way(True, Flow("work")),), Flow("end")),
        "end": End("end"),
    },
    "start",
)


def loop(steps: int, rule: Evaluate, program: Program = LOOP) -> tuple[float, int]:
    """Microseconds a step of a loop, and the bytes of its largest state."""
    largest = 0
    begun = process_time()
    state, _ = engine.start(program, {"i": 0, "n": steps}, rule)
    for i in range(1, steps + 1):
        (work,) = engine.enabled(program, state)
        state, *_ = engine.advance(program, state, Completed(work.id, {"i": i}), rule)
        largest = max(largest, len(json.dumps(state)))
    spent = process_time() - begun
    assert state["status"] == "finished"
    return spent * 1e6 / steps, largest


def wide(branches: int) -> float:
    """Microseconds a step of a block with so many branches, each one task."""
    names = [f"t{number}" for number in range(branches)]
    block = Block("split", tuple(map(Flow, names)), "join", Flow("end"), branches)
    tasks = {name: Task(name, Flow("join", leaves=True)) for name in names}
    program = Program({"start": Start("start", Flow("split")), "split": block, **tasks, "end": End("end")}, "start")
    begun = process_time()
    state, _ = engine.start(program, {}, evaluate)
    for work in engine.enabled(program, state):
        state, *_ = engine.advance(program, state, Completed(work.id, {work.node: 1}), evaluate)
    assert state["status"] == "finished"
    return (process_time() - begun) * 1e6 / branches


def way(source: str, target: str, condition: Any = None) -> tuple[SequenceFlow, ...]:
    return (SequenceFlow(id=f"{source}-{target}", source=source, target=target, condition=condition),)


def bpmn_loop() -> Program:
    """A task and a gateway that leads back to it."""
    rule = {"<": [{"var": "i"}, {"var": "n"}]}
    ways = (*way("again", "merge", rule), *way("again", "end"))
    nodes = [
        bpmn.Process(id="p"),
        bpmn.StartEvent(id="start", scope="p", outgoing=way("start", "merge")),
        bpmn.ExclusiveGateway(id="merge", scope="p", outgoing=way("merge", "work")),
        bpmn.WorkTask(id="work", scope="p", outgoing=way("work", "again")),
        bpmn.ExclusiveGateway(id="again", scope="p", outgoing=ways, default="again-end"),
        bpmn.EndEvent(id="end", scope="p"),
    ]
    return assemble(nodes, "p")


def instances(count: int, *, sequential: bool) -> tuple[float, int]:
    """Microseconds for each instance of a multi-instance activity, and the bytes of its largest state."""
    work = bpmn.WorkTask(id="work", scope="p", loop=MultiInstance(sequential=sequential, cardinality=count))
    program = assemble([bpmn.Process(id="p"), work], "p")
    begun = process_time()
    state, _ = engine.start(program, {}, evaluate)
    largest = len(json.dumps(state))
    while state["status"] == "running":
        for each in engine.enabled(program, state):
            state, *_ = engine.advance(program, state, Completed(each.id), evaluate)
    return (process_time() - begun) * 1e6 / count, largest


def counted(_rule: Any, variables: dict[str, Any]) -> bool:
    return bool(variables["i"] < variables["n"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    for name, rule in (("the engine", counted), ("with JsonLogic", evaluate)):
        short = [loop(1_000, rule) for _ in range(rounds)]
        long, bytes_long = loop(100_000, rule)
        few = statistics.median(spent for spent, _ in short)
        print(
            f"{name}: {few:.1f} µs a step of 1,000, {long:.1f} µs a step of 100,000, ratio {long / few:.2f}; ", end=""
        )
        print(f"state at most {short[0][1]} and {bytes_long} bytes")
    short_loop, long_loop = loop(1_000, counted, bpmn_loop()), loop(10_000, counted, bpmn_loop())
    print(f"BPMN loop: {short_loop[0]:.1f} µs a step of 1,000, {long_loop[0]:.1f} µs a step of 10,000; ", end="")
    print(f"state at most {short_loop[1]} and {long_loop[1]} bytes")
    for count, sequential in ((100, False), (1_000, False), (1_000, True), (10_000, True)):
        spent, size = instances(count, sequential=sequential)
        how = "one after the other" if sequential else "side by side"
        print(f"{count:,} instances {how}: {spent:.1f} µs each, state at most {size:,} bytes")
    for branches in (10, 100, 1_000):
        print(f"{branches} branches: {statistics.median(wide(branches) for _ in range(rounds)):.1f} µs a step")


if __name__ == "__main__":
    main()
