"""A durable loop that is killed and paused at random moments, beside the same loop left in peace.

    python scripts/bench nemesis [--items 10000] [--kills 20] [--pauses 5] [--supervisor-kills 3] [--restarts 1]

Real processes: a supervisor, its workers, `kill -9` of both. Every item appends to a ledger with fsync; the ledger is
compared with the journal as it stood at each kill, and the invariants of tests/faults/check.py are judged at the end.
Exit code 1: a result differs, an item ran again that was journaled, or an invariant is violated.
"""

import argparse
import random
import shutil
import signal
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from faults.case import Expect
from faults.check import check
from faults.matrix.deaths import decided
from faults.witness import WitnessedServer
from support.run import Run, chain, node
from support.wait import until

HOUR = 3600.0


@dataclass
class Nemesis:
    """What was done to a run, and what the disk said right after."""

    server: WitnessedServer
    run: Run
    done: Counter = field(default_factory=Counter)
    snapshots: list[tuple[set, set]] = field(default_factory=list)

    def strike(self, action: str) -> None:
        self.done[action] += 1
        getattr(self, action)()

    def kill(self) -> None:
        """The worker, with what it has journaled noted down before the next one begins."""
        self.run.kill(int(signal.SIGKILL))
        self._note()

    def pause(self) -> None:
        self.run.paused(timeout=60)
        self._note()
        self.run.resume()

    def supervisor_kill(self) -> None:
        self.server.kill()
        self.server.start()

    def restart(self) -> None:
        """A graceful one: the run is put down and continued."""
        self.server.stop()
        self._note()
        self.server.start()

    def _note(self) -> None:
        journal = set(self.run.journal())
        self.reader.append((journal, {line["pid"] for line in self.run.ledger("item")}))

    def repeated_from_the_journal(self) -> int:
        """Items that ran in a later process although their result was journaled: must be none."""
        lines = self.run.ledger("item")
        return sum(
            line["pid"] not in pids and line["key"] in journal for journal, pids in self.reader for line in lines
        )


def disturbed(server: WitnessedServer, run: Run, actions: list[str], chance: random.Random, items: int) -> Nemesis:
    """Strike whenever so many items are decided; the moments are drawn from the seed."""
    nemesis, struck = Nemesis(server, run), 0
    moments = sorted(chance.sample(range(items // 100, items * 95 // 100), len(actions)))
    for moment, action in zip(moments, actions, strict=True):
        # Beyond what was decided at the last blow: three deaths without progress would be a crash loop.
        due = max(moment, struck + 1)
        until(lambda at=due: decided(run) >= at, HOUR, f"{due} items")
        run.pid()  # whoever holds it now
        struck = decided(run)
        nemesis.strike(action)
    run.until("finished", timeout=HOUR)
    return nemesis


def main() -> int:
    args = arguments()
    chance = random.Random(args.seed)
    actions = ["kill"] * args.kills + ["pause"] * args.pauses
    actions += ["supervisor_kill"] * args.supervisor_kills + ["restart"] * args.restarts
    chance.shuffle(actions)
    print(f"seed {args.seed}: {args.items} items of {args.ms} ms on {args.threads} threads", flush=True)
    folder = Path(tempfile.mkdtemp(prefix="nemesis-"))  # kept when something goes wrong
    server = WitnessedServer(folder, grace=10).start()
    try:
        options = {"count": args.items, "seconds": args.ms / 1000, "workers": args.threads}
        loop = server.flow(chain(node("map", "maps", **options)))
        begun = perf_counter()
        peaceful = server.run(loop)
        peaceful.until("finished", timeout=HOUR)
        peace = perf_counter() - begun
        begun = perf_counter()
        nemesis = disturbed(server, server.run(loop), actions, chance, args.items)
        war = perf_counter() - begun
        sound = report(peaceful, nemesis, peace, war)
        check(server, Expect(window=2.0, slowest=5.0))
        print("invariants                hold")
        shutil.rmtree(folder)
        return sound
    finally:
        server.clean_up()


def report(peaceful: Run, nemesis: Nemesis, peace: float, war: float) -> int:
    run = nemesis.run
    ran = Counter(line["key"] for line in run.ledger("item"))
    identical = run.values() == peaceful.values()
    twice = nemesis.repeated_from_the_journal()
    attempts = run.left()
    print(f"undisturbed          {peace:8.1f} s")
    print(f"disturbed            {war:8.1f} s  ({', '.join(f'{n} × {name}' for name, n in nemesis.done.items())})")
    print(f"workers              {len(attempts):8}    ({len(run.events('crash'))} crashes)")
    print(f"items run again      {sum(ran.values()) - len(ran):8}    (the most often: {max(ran.values())} times)")
    print(f"journaled and again  {twice:8}")
    print(f"result identical     {'yes' if identical else 'NO':>8}")
    size = sum(path.stat().st_size for path in run.paths.root.iterdir() if path.name.startswith("run.db"))
    print(f"run.db               {size / 2**20:8.1f} MiB")
    return 0 if identical and not twice else 1


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--ms", type=float, default=5.0, help="how long one item takes")
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--kills", type=int, default=20, help="kill -9 of the worker")
    parser.add_argument("--pauses", type=int, default=5)
    parser.add_argument("--supervisor-kills", type=int, default=3)
    parser.add_argument("--restarts", type=int, default=1, help="graceful restarts of the supervisor")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
