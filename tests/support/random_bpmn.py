"""Random BPMN programs, and random runs of them on the token engine: what must hold is checked at every step."""

import argparse
import random
from collections import Counter
from time import process_time
from typing import Any

from support.token_runs import TokenRun
from workflow_engine_shared.errors import BadExpression
from workflow_engine_shared.tokens import engine
from workflow_engine_shared.tokens.elements import definitions as d
from workflow_engine_shared.tokens.elements import nodes as n
from workflow_engine_shared.tokens.elements.assembly import assemble
from workflow_engine_shared.tokens.events import (
    Cancel,
    Completed,
    Deadlock,
    Escalated,
    Event,
    Failed,
    Message,
    Retry,
    Signal,
    TimerFired,
    Updated,
)
from workflow_engine_shared.tokens.program import Node, Program

#: A condition that each time is true or false by chance, and now and then neither.
LUCK = {"var": "luck"}
EVENTS: list[d.Definition] = [
    d.TimerDefinition(mode="duration", rule="PT1S"),
    d.TimerDefinition(mode="cycle", rule="R3/PT1S"),
    d.MessageDefinition(ref="msg"),
    d.SignalDefinition(ref="sig"),
    d.ConditionalDefinition(rule=LUCK),
]
THROWN: list[d.Definition] = [
    d.MessageDefinition(ref="msg"),
    d.SignalDefinition(ref="sig"),
    d.EscalationDefinition(code="E"),
    d.CompensationDefinition(),
    d.CompensationDefinition(waits=False),
]


class Drawing:
    """A program that is drawn piece by piece; each piece is entered at one element and left at one."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.nodes: dict[str, Node] = {"p": n.Process(id="p")}
        self.ways: dict[str, list[d.SequenceFlow]] = {}
        self.kinds = ["work", "work", "sequence", "sequence", "exclusive", "parallel", "inclusive", "complex"]
        self.kinds += ["loop", "sub", "event", "deferred"]

    def add(self, kind: type[n.Element], scope: str, **fields: Any) -> str:
        node_id = f"{kind.__name__}{len(self.nodes)}"
        self.nodes[node_id] = kind(id=node_id, scope=scope, **fields)
        return node_id

    def flow(self, source: str, target: str, condition: Any = None) -> str:
        flow_id = f"f{sum(map(len, self.ways.values()))}"
        flow = d.SequenceFlow(id=flow_id, source=source, target=target, condition=condition)
        self.ways.setdefault(source, []).append(flow)
        return flow_id

    def program(self) -> Program:
        """The elements, each with its ways out; a gateway's last is its default."""
        made: list[Node] = []
        for node in self.nodes.values():
            ways = tuple(self.ways.get(node.id, ()))
            if not isinstance(node, n.Element):
                made.append(node)
                continue
            fields = {name: getattr(node, name) for name in node.__struct_fields__}
            fields["outgoing"] = ways
            if any(way.condition is not None for way in ways):
                fields["default"] = ways[-1].id
            made.append(type(node)(**fields))
        return assemble(made, "p")

    def whole(self, depth: int) -> Program:
        """A process that is sound but for what is interrupted in it."""
        start, end = self.add(n.StartEvent, "p"), self.add(n.EndEvent, "p")
        first, last = self.piece("p", depth)
        self.flow(start, first)
        self.flow(last, end)
        self.handlers("p")
        return self.program()

    def piece(self, scope: str, depth: int) -> tuple[str, str]:
        kind = self.chance.choice(self.kinds) if depth > 0 else "work"
        return getattr(self, f"_{kind}")(scope, depth - 1)

    def _work(self, scope: str, _depth: int) -> tuple[str, str]:
        kind = self.chance.choice([n.WorkTask] * 4 + [n.EmptyTask, n.AssignTask])
        fields: dict[str, Any] = {"loop": self.loop()} if self.chance.random() < 0.3 else {}
        if kind is n.AssignTask:
            fields["assignments"] = (d.Assignment("a", {"var": "b"}),)
        task = self.add(kind, scope, **fields)
        if self.chance.random() < 0.3:
            handler = self.add(n.WorkTask, scope, is_for_compensation=True)
            undone = (d.CompensationDefinition(),)
            self.add(n.BoundaryEvent, scope, attached_to=task, handler=handler, definitions=undone)
        self.boundaries(scope, task)
        return task, task

    def _sequence(self, scope: str, depth: int) -> tuple[str, str]:
        first, last = self.piece(scope, depth)
        second, end = self.piece(scope, depth)
        self.flow(last, second)
        return first, end

    def _exclusive(self, scope: str, depth: int) -> tuple[str, str]:
        return self._branches(n.ExclusiveGateway, scope, depth)

    def _parallel(self, scope: str, depth: int) -> tuple[str, str]:
        return self._branches(n.ParallelGateway, scope, depth)

    def _inclusive(self, scope: str, depth: int) -> tuple[str, str]:
        return self._branches(n.InclusiveGateway, scope, depth)

    def _complex(self, scope: str, depth: int) -> tuple[str, str]:
        return self._branches(n.ComplexGateway, scope, depth)

    def _branches(self, kind: type[n.Element], scope: str, depth: int) -> tuple[str, str]:
        count = self.chance.randint(2, 3)
        enough = {"activation": {">=": [{"var": "activationCount"}, self.chance.randint(1, count)]}}
        split = self.add(n.ParallelGateway if kind is n.ComplexGateway else kind, scope)
        join = self.add(kind, scope, **(enough if kind is n.ComplexGateway else {}))
        for number in range(count):
            first, last = self.piece(scope, depth)
            is_plain = kind in {n.ParallelGateway, n.ComplexGateway} or number == count - 1
            self.flow(split, first, None if is_plain else LUCK)
            self.flow(last, join)
        return split, join

    def _loop(self, scope: str, depth: int) -> tuple[str, str]:
        merge, again, out = (self.add(n.ExclusiveGateway, scope) for _ in range(3))
        first, last = self.piece(scope, depth)
        self.flow(merge, first)
        self.flow(last, again)
        self.flow(again, merge, LUCK)
        self.flow(again, out)
        return merge, out

    def _event(self, scope: str, _depth: int) -> tuple[str, str]:
        if self.chance.random() < 0.5:
            event = self.add(n.ThrowEvent, scope, definitions=(self.chance.choice(THROWN),))
        else:
            both = tuple(self.chance.sample(EVENTS[2:], self.chance.randint(1, 2)))
            event = self.add(n.CatchEvent, scope, definitions=both, needs_all=self.chance.random() < 0.3)
        return event, event

    def _deferred(self, scope: str, depth: int) -> tuple[str, str]:
        gateway, join = self.add(n.EventGateway, scope), self.add(n.ExclusiveGateway, scope)
        for definition in (EVENTS[0], EVENTS[2]):
            event = self.add(n.CatchEvent, scope, definitions=(definition,))
            first, last = self.piece(scope, depth)
            self.flow(gateway, event)
            self.flow(event, first)
            self.flow(last, join)
        return gateway, join

    def _sub(self, scope: str, depth: int) -> tuple[str, str]:
        kind = self.chance.choice([n.SubProcess, n.SubProcess, n.Transaction, n.AdHocSubProcess])
        fields: dict[str, Any] = {"loop": self.loop()} if self.chance.random() < 0.4 else {}
        if kind is n.AdHocSubProcess:
            fields["ordering"] = self.chance.choice(["parallel", "sequential"])
            fields["completion"] = self.chance.choice([None, LUCK])
            fields["cancels_remaining"] = self.chance.random() < 0.5
        sub = self.add(kind, scope, **fields)
        if kind is n.AdHocSubProcess:
            for _ in range(self.chance.randint(1, 3)):
                self.piece(sub, 0)
        else:
            self._inside(sub, depth)
        if kind is n.Transaction:
            cancelled = self.add(n.BoundaryEvent, scope, attached_to=sub, definitions=(d.CancelDefinition(),))
            self._aside(scope, cancelled)
        self.boundaries(scope, sub)
        return sub, sub

    def _inside(self, sub: str, depth: int) -> None:
        start = self.add(n.StartEvent, sub)
        first, last = self.piece(sub, depth)
        self.flow(start, first)
        ends: list[d.Definition] = [d.TerminateDefinition(), d.ErrorDefinition(code="X"), *THROWN]
        if isinstance(self.nodes[sub], n.Transaction):
            ends.append(d.CancelDefinition())
        thrown = (self.chance.choice(ends),) if self.chance.random() < 0.4 else ()
        self.flow(last, self.add(n.EndEvent, sub, definitions=thrown))
        self.handlers(sub)

    def handlers(self, scope: str) -> None:
        """Event sub-processes."""
        for _ in range(self.chance.choice([0, 0, 1, 2])):
            sub = self.add(n.SubProcess, scope, triggered=True)
            triggers = [*EVENTS, d.ErrorDefinition(), d.EscalationDefinition(), d.CompensationDefinition()]
            trigger = self.chance.choice(triggers)
            must = isinstance(trigger, (d.ErrorDefinition, d.CompensationDefinition))
            start = self.add(n.StartEvent, sub, definitions=(trigger,), interrupting=must or self.chance.random() < 0.5)
            self._aside(sub, start)

    def boundaries(self, scope: str, activity: str) -> None:
        for _ in range(self.chance.choice([0, 0, 0, 1, 2])):
            definition = self.chance.choice([*EVENTS, d.ErrorDefinition(), d.EscalationDefinition(code="E")])
            must = isinstance(definition, d.ErrorDefinition)
            event = self.add(
                n.BoundaryEvent,
                scope,
                attached_to=activity,
                definitions=(definition,),
                interrupting=must or self.chance.random() < 0.5,
            )
            self._aside(scope, event)

    def _aside(self, scope: str, event: str) -> None:
        """From an event to work, and to an end."""
        task = self.add(n.WorkTask, scope)
        self.flow(event, task)
        self.flow(task, self.add(n.EndEvent, scope))

    def loop(self) -> d.Loop:
        if self.chance.random() < 0.3:
            return d.StandardLoop(condition=LUCK, tests_before=self.chance.random() < 0.5, maximum=3)
        completion = self.chance.choice([None, None, LUCK])
        sequential = self.chance.random() < 0.5
        if self.chance.random() < 0.5:
            return d.MultiInstance(sequential=sequential, cardinality=self.chance.randint(0, 3), completion=completion)
        return d.MultiInstance(
            sequential=sequential,
            collection={"var": "list"},
            item="item",
            outputs="b",
            output_item="a",
            completion=completion,
        )


def block_program(seed: int, depth: int = 4) -> Program:
    """A process of blocks, one in the other."""
    return Drawing(random.Random(seed)).whole(depth)


def graph_program(seed: int) -> Program:
    """Gateways and work with ways to anywhere."""
    chance = random.Random(seed)
    drawing = Drawing(chance)
    start, end = drawing.add(n.StartEvent, "p"), drawing.add(n.EndEvent, "p")
    gateways = [n.ExclusiveGateway, n.ParallelGateway, n.InclusiveGateway, n.ComplexGateway]
    ids = [drawing.add(chance.choice([n.WorkTask, n.WorkTask, *gateways]), "p") for _ in range(chance.randint(5, 14))]
    drawing.flow(start, ids[0])
    for each in ids:
        count = chance.randint(1, 3)
        for number in range(count):
            is_plain = number == count - 1 or each.startswith(("Work", "Parallel"))
            drawing.flow(each, chance.choice([*ids, end]), None if is_plain else LUCK)
    return drawing.program()


def play(program: Program, seed: int, most: int = 200) -> tuple[str, int]:
    """Run a program with random results and events; how it stands in the end, after how many steps.

    Raises:
        AssertionError: something does not hold.
    """
    chance = random.Random(seed)

    def evaluate(rule: Any, variables: dict[str, Any]) -> Any:
        if rule is not LUCK and rule != LUCK:
            return engine_evaluate(rule, variables)
        luck = chance.random()
        if luck > 0.995:
            raise BadExpression
        return luck < 0.4

    run = ChanceRun(program, evaluate, list=[1, 2], a=0, b=1)
    run.chance = chance
    for step in range(most):
        if run.status != "running":
            return run.status, step
        event = _any_event(run, chance)
        if event is None:
            assert isinstance(run.news[-1], Deadlock) or run.state["subs"], "stuck in silence"
            return "deadlock" if isinstance(run.news[-1], Deadlock) else "waits for what never comes", step
        run.hear(event, hold=chance.random() < 0.03)
    return "going on", most


def engine_evaluate(rule: Any, variables: dict[str, Any]) -> Any:
    """The few rules of these programs, without the cost of JsonLogic."""
    if isinstance(rule, dict) and "var" in rule:
        return variables.get(rule["var"])
    if isinstance(rule, dict):
        return variables["activationCount"] >= rule[">="][1]
    return rule


class ChanceRun(TokenRun):
    """A run whose conditions are a matter of luck."""

    every = 5

    def __init__(self, program: Program, evaluate: Any, **variables: Any) -> None:
        self.evaluate = evaluate
        super().__init__(program, **variables)


def _any_event(run: TokenRun, chance: random.Random) -> Event | None:
    """One of those that may happen, work being done most often; None: nothing can."""
    subs = engine.subscriptions(run.state)
    work, trouble = run.enabled_ids, run.standing_ids
    kinds = {each.waits["kind"] for each in subs}
    may: list[Event] = []
    may += [Completed(chance.choice(work), {"a": chance.randint(0, 9)})] * 8 if work else []
    may += [Failed(chance.choice(work), chance.choice(["X", "Y"]), "broken")] if work else []
    may += [Escalated(chance.choice(work), "E")] if work and chance.random() < 0.2 else []
    may += [Retry(chance.choice(trouble))] * 3 if trouble else []
    may += [TimerFired(each.id) for each in subs if each.waits["kind"] == "timer"]
    may += [Message("msg", {"b": 2})] if "message" in kinds else []
    may += [Signal("sig")] if "signal" in kinds else []
    may += [Updated({"b": chance.randint(0, 9)})] if "conditional" in kinds else []
    if not may:
        return None
    return Cancel() if chance.random() < 0.003 else chance.choice(may)


def tally(programs: list[Program]) -> Counter[str]:
    """How the runs of all these stand in the end; `steps` were made."""
    counted: Counter[str] = Counter()
    for seed, program in enumerate(programs):
        try:
            ending, steps = play(program, seed)
        except Exception as error:
            raise AssertionError(f"program {seed}: {error!r}") from error
        counted[ending] += 1
        counted["steps"] += steps
        counted["elements"] += len(program.nodes)
    return counted


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--flows", type=int, default=1_500, help="of each kind")
    parser.add_argument("--from-seed", type=int, default=0)
    args = parser.parse_args()
    seeds = range(args.from_seed, args.from_seed + args.flows)
    for name, make in (("BPMN blocks", block_program), ("BPMN graphs", graph_program)):
        begun = process_time()
        print(name, dict(tally([make(seed) for seed in seeds])), f"{process_time() - begun:.0f} s of CPU")


if __name__ == "__main__":
    main()
