"""Random flows, and random runs of them on the token engine: what must hold of every step is checked at every step."""

import argparse
import itertools
import random
from time import process_time
from typing import Any, TypeAlias

from support.token_runs import TokenRun
from workflow_engine_shared.dsl.linking.link import link
from workflow_engine_shared.dsl.linking.pins import Pin
from workflow_engine_shared.dsl.linking.resolve import Document, resolve
from workflow_engine_shared.dsl.parse import parse_flow
from workflow_engine_shared.dsl.to_program import to_program
from workflow_engine_shared.errors import FlowNotFound, InvalidFlow
from workflow_engine_shared.tokens.events import Cancel, Completed, Retry, Updated
from workflow_engine_shared.tokens.program import Program

REDUCED = {"log": "append", "n": "sum", "seen": "merge", "best": "max", "worst": "min", "newest": "last"}
KEYS = ["a", "b", "c", *REDUCED]

#: Edges that are still to lead on: their source, and their data.
Ways: TypeAlias = list[tuple[str, dict[str, Any]]]
#: Where a piece of a flow is entered, and how it is left.
Piece: TypeAlias = tuple[str, Ways]


class Drawing:
    """A document that is drawn piece by piece; each piece is entered at one node and left by open edges."""

    def __init__(
        self, chance: random.Random, *, tangled: bool = False, counting: bool = False, calls: tuple[str, ...] = ()
    ) -> None:
        self.chance = chance
        self.calls = calls  #: flows that may be called
        self.kinds = ["work", "caught", "sequence", "sequence", "either", "loop", "block", "block"]
        if tangled:
            self.kinds += ["tangle"] * 4
        if calls:
            self.kinds += ["call"] * 3
        self.counting = counting  #: conditions count visits, so that every loop ends, and all branches are waited for
        self.nodes: list[dict[str, Any]] = []
        self.edges: list[dict[str, Any]] = []

    def node(self, kind: str, **data: Any) -> str:
        node_id = f"{kind[0]}{len(self.nodes)}"
        self.nodes.append({"id": node_id, "type": kind, "data": data})
        return node_id

    def edge(self, source: str, target: str, **data: Any) -> None:
        self.edges.append({"source": source, "target": target, "data": data})

    def work(self) -> str:
        """To the tokens who waits is at work, too."""
        number = len(self.nodes)
        if number % 5 == 0:
            return self.node("wait", seconds=number)
        return self.node("form", outputKey="a") if number % 7 == 0 else self.node("python", codeRef="data.work")

    def choice(self) -> str:
        count = {"<": [{"var": "n"}, self.chance.randint(1, 30)]}
        return self.node("condition", expr=count if self.counting else {"var": self.chance.choice("abc")})

    def close(self, open_edges: Ways, target: str) -> None:
        for source, data in open_edges:
            self.edge(source, target, **data)

    def piece(self, depth: int) -> Piece:
        """Where a piece is entered, and the edges that are still to lead on from it."""
        kind = self.chance.choice(self.kinds) if depth > 0 else "work"
        return getattr(self, f"_{kind}")(depth - 1)

    def _work(self, _depth: int) -> Piece:
        node = self.work()
        return node, [(node, {})]

    def _caught(self, depth: int) -> Piece:
        node = self.work()
        mend, ways = self.piece(depth)
        self.edge(node, mend, on=self.chance.choice(["error", "timeout"]))
        return node, [(node, {}), *ways]

    def _sequence(self, depth: int) -> Piece:
        first, ways = self.piece(depth)
        for _ in range(self.chance.randint(1, 2)):
            second, after = self.piece(depth)
            self.close(ways, second)
            ways = after
        return first, ways

    def _either(self, depth: int) -> Piece:
        node = self.choice()
        one, ways = self.piece(depth)
        self.edge(node, one, when=True)
        return node, [*ways, (node, {"when": False} if self.chance.random() < 0.2 else {})]

    def _loop(self, depth: int) -> Piece:
        first, ways = self.piece(depth)
        node = self.choice()
        self.close(ways, node)
        self.edge(node, first, when=True)
        return first, [(node, {})]

    def _tangle(self, _depth: int) -> Piece:
        """Nodes one after the other, with conditions among them that lead to any of the others."""
        nodes = [self.work() if self.chance.random() < 0.5 else self.choice() for _ in range(self.chance.randint(2, 6))]
        for node, following in itertools.pairwise(nodes):
            self.edge(node, following)
        for node in nodes:
            if node.startswith("c"):
                self.edge(node, self.chance.choice(nodes), when=True)
        return nodes[0], [(nodes[-1], {})]

    def _call(self, depth: int) -> Piece:
        """A call of another flow: in and out go some keys, also such that are not there; some failures lead on."""
        chance = self.chance
        given = {key: {"var": chance.choice(KEYS)} for key in chance.sample(KEYS, chance.randint(0, 4))}
        taken = {key: chance.choice([*given, *KEYS]) for key in chance.sample(["a", "b", "c"], chance.randint(0, 2))}
        passes = {"onError": "continue"} if chance.random() < 0.2 else {}
        node = self.node("subflow", flow=chance.choice(self.calls), input=given, output=taken, **passes)
        ways: Ways = [(node, {})]
        if not passes and chance.random() < 0.4:
            mend, more = self.piece(depth)
            self.edge(node, mend, on=chance.choice(["error", "timeout"]))
            ways += more
        return node, ways

    def _block(self, depth: int) -> Piece:
        count = self.chance.randint(2, 4)
        split = self.node("parallel", onBranchError=self.chance.choice(["stop", "finish"]))
        wait = self.chance.choice(["all", "all", "any", self.chance.randint(1, count)])
        join = self.node("join", wait="all" if self.counting else wait)
        for number in range(count):
            if number == 0 and self.chance.random() < 0.1:
                self.edge(split, join)
                continue
            first, ways = self.piece(depth)
            self.edge(split, first)
            self.close(ways, join)
        return split, [(join, {})]


def block_flow(
    seed: int, depth: int = 5, *, tangled: bool = False, counting: bool = False, calls: tuple[str, ...] = ()
) -> dict[str, Any]:
    """A flow of sequences, choices, loops and blocks, one in the other: always sound."""
    drawing = Drawing(random.Random(seed), tangled=tangled, counting=counting, calls=calls)
    start = drawing.node("start")
    first, ways = drawing._sequence(depth - 1)
    drawing.edge(start, first)
    drawing.close(ways, drawing.node("end"))
    return {"state": REDUCED, "nodes": drawing.nodes, "edges": drawing.edges}


def nested_flow(seed: int) -> dict[str, Any]:
    """A flow that calls others, three deep; those stand beside it, under `called`."""
    called = {
        "leaf": block_flow(seed + 1, 3),
        "other": block_flow(seed + 2, 3, tangled=True),
        "middle": block_flow(seed + 3, 3, calls=("leaf", "other")),
    }
    return {**block_flow(seed, 4, calls=("leaf", "middle")), "called": called}


def program_of(document: dict[str, Any]) -> Program:
    """The program of a document, with the flows that it calls.

    Raises:
        InvalidFlow: it is none.
    """
    called = {Pin(name, 1): parse_flow(each) for name, each in document.get("called", {}).items()}
    flow = parse_flow({key: value for key, value in document.items() if key != "called"})

    def find(name: str, _version: int | None) -> Document:
        if Pin(name, 1) not in called:
            raise FlowNotFound
        return Document(Pin(name, 1), called[Pin(name, 1)], {})

    found = resolve(Document(Pin("outermost", 1), flow, {}), find)
    # An output that no node can have written is told by the run, too.
    if problems := [each for each in found.problems if each.code != "UNKNOWN_OUTPUT"]:
        raise InvalidFlow(problems=problems)
    return to_program(link(flow, found.pins, called))


def random_graph(seed: int) -> dict[str, Any]:
    """A tangle, with blocks in it; or a sound flow with some edges led elsewhere, or nodes with edges to anywhere.

    Those of the last two kinds are seldom flows.
    """
    chance = random.Random(seed)
    if seed % 2:
        return block_flow(seed, tangled=True)
    if chance.random() < 0.7:
        document = block_flow(seed, 4)
        for edge in chance.sample(document["edges"], min(chance.randint(1, 2), len(document["edges"]))):
            edge["target"] = chance.choice(document["nodes"])["id"]
        return document
    drawing = Drawing(chance)
    drawing.node("start")
    for _ in range(chance.randint(2, 12)):
        kind = chance.choice(["work", "work", "condition", "condition", "parallel", "join"])
        {"work": drawing.work, "condition": drawing.choice}.get(kind, lambda kind=kind: drawing.node(kind))()
    drawing.node("end")
    ids = [node["id"] for node in drawing.nodes]
    for node in drawing.nodes[:-1]:
        drawing.edge(node["id"], chance.choice(ids[1:]))
        if node["type"] in {"condition", "parallel"}:
            data = {"when": True} if node["type"] == "condition" else {}
            drawing.edge(node["id"], chance.choice(ids[1:]), **data)
    return {"state": REDUCED, "nodes": drawing.nodes, "edges": drawing.edges}


def outputs(chance: random.Random) -> dict[str, Any]:
    """Some values, one in twenty of them of a kind that its reducer does not take."""
    values = {"log": [chance.randint(0, 9)], "seen": {str(chance.randint(0, 3)): 1}}
    keys = chance.sample(KEYS, chance.randint(0, 3))
    return {key: "odd" if chance.random() < 0.05 else values.get(key, chance.randint(0, 2)) for key in keys}


def play(document: dict[str, Any], seed: int, most: int = 150) -> tuple[str, int]:
    """Run a flow with random results, failures, retries and updates; how it stands in the end, after how many steps.

    Raises:
        InvalidFlow: the document is none.
        AssertionError: something does not hold.
    """
    chance = random.Random(seed)
    run = TokenRun(program_of(document), a=0, b=1, log=[], n=0)
    run.every = 5
    for step in range(most):
        if run.status != "running":
            assert not run.state["scopes"]
            assert not run.state["acts"]
            return run.status, step
        _one_event(run, chance)
    return "going on", most


def _one_event(run: TokenRun, chance: random.Random) -> None:
    enabled, trouble = run.enabled_ids, run.standing_ids
    assert enabled or trouble, "stuck in silence"
    luck, hold = chance.random(), chance.random() < 0.05
    if luck < 0.005:
        run.hear(Cancel())
    elif luck < 0.03:
        run.hear(Updated(dict.fromkeys(chance.sample("abcn", 2), 0)))
    elif trouble and (not enabled or luck < 0.2):
        if chance.random() < 0.8:  # what contradicts itself, or leads nowhere, is mended
            run.hear(Updated({key: chance.randint(0, 1) for key in KEYS if key not in REDUCED} | _bases()))
        run.hear(Retry(chance.choice(trouble)), hold=hold)
    elif luck < 0.1:
        run.fail_id(chance.choice(enabled), chance.choice(["error", "timeout"]))
    else:
        # Also work that is held up may still end: it was under way.
        done = chance.choice(run.open_ids if luck < 0.15 else enabled or run.open_ids)
        run.hear(Completed(done, outputs(chance)), hold=hold)


def _bases() -> dict[str, Any]:
    return {"log": [], "n": 0, "seen": {}, "best": 0, "worst": 0}


def tally(documents: list[dict[str, Any]]) -> dict[str, int]:
    """How the runs of all these stand in the end; `refused` were no flows, `steps` were made."""
    counted = {"steps": 0}
    for seed, document in enumerate(documents):
        try:
            ending, steps = play(document, seed)
        except InvalidFlow as error:
            ending, steps = "refused" if error.problems else "refused without a word", 0
        except Exception as error:
            raise AssertionError(f"document {seed}: {error}") from error
        counted[ending] = counted.get(ending, 0) + 1
        counted["steps"] += steps
    return counted


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--flows", type=int, default=1_500, help="of each kind")
    parser.add_argument("--from-seed", type=int, default=0)
    args = parser.parse_args()
    seeds = range(args.from_seed, args.from_seed + args.flows)
    for name, make in (("block flows", block_flow), ("graphs", random_graph), ("nested flows", nested_flow)):
        begun = process_time()
        print(name, tally([make(seed) for seed in seeds]), f"{process_time() - begun:.0f} s of CPU")


if __name__ == "__main__":
    main()
