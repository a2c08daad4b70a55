"""Two branches through pauses and kills: what is done once is done for good, and a pause waits for no branch's end.

    python scripts/bench stormy_branches [--items 10000] [--pauses 5] [--kills 10]

A `map` of many items beside a loop of nodes and a branch whose time is up, in a real server. In random order the run is
paused and resumed, and its worker is killed by `kill -9`. Whenever a worker left, what is journaled and which
visits are over is written down: nothing of it may be done again. Exit code 1: something was.
"""

import argparse
import random
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

from support.branches import block, cycle
from support.run import Run, node
from support.server import Server
from support.wait import until
from workflow_engine_shared.codec import decode

TURNS = 300
#: The journaled items of the map.
DECIDED = "SELECT key FROM steps JOIN loops USING (loop) JOIN visits USING (visit) WHERE node_id = 'each'"


def stormy() -> Any:
    """start → a map beside a loop of nodes, beside a node that is too slow → end."""
    each = {"items": {"var": "numbers"}, "codeRef": "faulty.item", "args": {"seconds": 0.002}, "workers": 4}
    late = node("late", "waits", safe=True, data={"timeout": 1})
    flow = block(
        [node("nap", "maps", count=1, seconds=0.02), node("count", "counts", key="k")],
        [{"id": "each", "type": "map", "data": {**each, "outputKey": "measured"}}],
        [late, node("after", "returns", noted=1)],
    )
    flow["edges"].append({"source": "late", "target": "after", "data": {"on": "timeout", "as": "over"}})
    return {**cycle(flow, "nap", "count", TURNS), "limits": {"maxSteps": 10 * TURNS}}


@dataclass
class Storm:
    """What must not be done again, and what was."""

    run: Run
    items: set[int] = field(default_factory=set)
    visits: set[int] = field(default_factory=set)
    seen: int = 0  #: lines of the ledger that were looked at
    twice: list[Any] = field(default_factory=list)

    def calm(self) -> None:
        """A worker left: look at what was done since the last time, and at what is on the disk.

        The disk first: the next worker may be at work already, and what it does meanwhile is no repetition.
        """
        items = {decode(key) for (key,) in self.run.query(DECIDED)}
        visits = {visit for (visit,) in self.run.query("SELECT visit FROM visits WHERE status = 'finished'")}
        lines = self.run.ledger()
        for line in lines[self.seen :]:
            if (line["node"] == "each" and line.get("key") in self.items) or line["visit"] in self.visits:
                self.twice.append(line)
        self.seen, self.items, self.visits = len(lines), items, visits


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--pauses", type=int, default=5)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    order = ["pause"] * args.pauses + ["kill"] * args.kills
    random.Random(args.seed).shuffle(order)
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder)).start()
        try:
            return weather(server, order, args.items)
        finally:
            server.clean_up()


def weather(server: Server, order: list[str], items: int) -> int:
    run = server.run(stormy(), numbers=list(range(items)))
    storm, pauses = Storm(run), []
    for number, what in enumerate(order, 1):
        run.done(items * number // (len(order) + 2), timeout=120)
        if what == "kill":
            run.kill()
        else:
            until(lambda: run.facts["process"], what="a worker")
            begun = perf_counter()
            run.paused()
            pauses.append(perf_counter() - begun)
            run.left()
        storm.calm()
        if what == "pause":
            run.resume()
    values = run.finished(300)
    storm.calm()
    kills = len(order) - len(pauses)
    print(
        f"{len(pauses)} pauses, {kills} kills: of {storm.seen} effects {len(storm.twice)} had been done for good before"
    )
    print(f"a pause took {max(pauses, default=0):.2f} s at most")
    assert len(run.values()["measured"]) == items
    assert (values["k"], values["noted"], values["over"]["code"]) == (TURNS, 1, "NODE_TIMEOUT")
    for line in storm.twice[:10]:
        print(line, file=sys.stderr)
    return 1 if storm.twice else 0


if __name__ == "__main__":
    sys.exit(main())
