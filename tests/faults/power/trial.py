"""Cuts of a recording and what they leave; the syncs that it holds."""

import random
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from faults.power.check import Acked, Verdict, acknowledged, check, final_data
from faults.power.recording import run_workload
from faults.power.replay import Disk, Names, Op
from faults.power.workload import RUN

FOLDER = f"runs/{RUN}"
WAL = f"{FOLDER}/run.db-wal"
BIRTH_OPS = 12  #: from a database's creation until its first transaction is under way
#: The visit of the first turn, after the start and the loop over items; and how many visits a turn has.
FIRST_TURN, VISITS_A_TURN = 3, 3


@dataclass
class Cut:
    """Where the power goes, what it leaves, and what had been acknowledged."""

    at: int
    files: dict[str, bytes | None]
    acked: Acked


@dataclass
class Result:
    """What a number of cuts showed."""

    cuts: int = 0
    lost: int = 0  #: cuts after which something acknowledged was not there
    corrupt: int = 0
    worst: int = 0  #: acknowledged things that one cut lost
    examples: list[str] = field(default_factory=list)

    def add(self, cut: Cut, verdict: Verdict) -> None:
        self.cuts += 1
        self.lost += bool(verdict.lost)
        self.corrupt += bool(verdict.corrupt)
        self.worst = max(self.worst, len(verdict.lost))
        self.examples += [f"cut at {cut.at}: {what}" for what in [*verdict.corrupt, *verdict.lost][:3]]


def anywhere(ops: list[Op], count: int, chance: random.Random) -> list[int]:
    """So many places of a recording."""
    return chance.choices(range(1, len(ops) + 1), k=count)


def at_births(ops: list[Op], each: int) -> list[int]:
    """Behind every call that makes a database, until its first transaction is under way, `each` times."""
    born = [op.path for op in ops if op.kind == "c" and op.path.endswith((".db", ".db.part"))]
    calls = [[at for at, op in enumerate(ops) if op.path.startswith(_names(path))][:BIRTH_OPS] for path in born]
    return [at + 1 for own in calls for at in own for _ in range(each)]


def _names(path: str) -> tuple[str, ...]:
    """How the names begin of the file that is to be a database, of the database and of what is kept beside it."""
    folder, slash, name = path.rpartition("/")
    return (path, f"{folder}{slash}{name.removeprefix('.').removesuffix('.part')}")


def cuts_of(ops: list[Op], places: Iterable[int], chance: random.Random, names: Names = Names.ORDERED) -> Iterator[Cut]:
    """What the power leaves when it goes at each of these places."""
    facts = [op.fact for op in ops if op.kind == "a"]
    disk, acks, seen = Disk(names), 0, 0
    for place in sorted(places):
        for op in ops[seen:place]:
            disk.see(op)
            acks += op.kind == "a"
        seen = place
        yield Cut(place, disk.cut(chance), acknowledged(facts, acks))


def try_all(cuts: Iterable[Cut], folder: Path) -> Result:
    """Check what each cut leaves; the first bad home is kept in `folder`."""
    result = Result()
    for cut in cuts:
        home, bad = folder / "after", folder / "first-bad"
        lay_out(cut.files, home)
        result.add(cut, check(home, cut.acked))
        if result.examples and not bad.exists():
            home.rename(bad)
    return result


def lay_out(files: dict[str, bytes | None], home: Path) -> None:
    """Write a home as the cut left it."""
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    for path, body in sorted(files.items()):
        if body is None:
            (home / path).mkdir()
        else:
            (home / path).write_bytes(body)


def go_on(cut: Cut, folder: Path, turns: int, items: int) -> list[str]:
    """Let the run continue after a cut, by real workers; returns what it did twice or did not do."""
    home, effects = folder / "after", folder / "after" / "effects"
    lay_out(cut.files, home)
    effects.write_text("")
    run_workload(home, {"POWER_EFFECTS": str(effects)}, "--goes-on")
    done = set(effects.read_text().splitlines())
    twice = [f"{what} was done again" for what in sorted(done & _acknowledged_effects(cut.acked))]
    data = final_data(home)
    rows = [row["id"] for row in data["rows"]]
    whole = rows == [number * number for number in range(items)] and data["turn"] == turns
    return twice if whole else [*twice, f"the run ended with turn {data['turn']} and {len(rows)} rows"]


def _acknowledged_effects(acked: Acked) -> set[str]:
    """What a run may not do again."""
    visits = max((visits for _, _, visits in acked.facts["checkpoint"]), default=0)
    turns = range(1, (visits - FIRST_TURN) // VISITS_A_TURN + 2)
    items = {position for _, group in acked.facts["steps"] for _, _, position in group}
    return {f"turn {number}" for number in turns} | {f"item {number}" for number in items}


def syncs_per_superstep(ops: list[Op]) -> list[Counter[str]]:
    """What was synced between each two checkpoints of the run, the copying of its log into its file left out."""
    found: list[Counter[str]] = []
    syncs: Counter[str] = Counter()
    steady = False
    for op in ops:
        if op.path == FOLDER or op.path.startswith(f"{FOLDER}/"):
            copying = op.path.endswith("run.db") or (op.kind == "w" and op.path == WAL and op.offset == 0)
            steady = steady and not copying
            if op.kind in "sd":
                syncs[op.path] += 1
        elif op.kind == "a" and op.fact[0] in ("checkpoint", "steps", "overlay", "owner"):
            if steady and op.fact[0] == "checkpoint":
                found.append(syncs)
            syncs, steady = Counter(), op.fact[0] == "checkpoint"
    return found
