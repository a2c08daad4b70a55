"""The full loops of the fault matrix, through real processes, each followed by the check of the invariants I1-I12.

    python scripts/soak [--fault F-01] ... [--minutes 10] [--seed N] [--list]

Without `--fault` every fault has its turn; without `--minutes` each is played once with all its rounds (F-01: 300
kills). With `--minutes`, passes of fewer rounds follow one another until the time is up. Exit code 1: a fault failed;
its home is kept and named. Faults that only the tests know (F-06, F-07, F-09, F-10, F-51) are played by pytest.
"""

import argparse
import random
import secrets
import shutil
import subprocess
import sys
import tempfile
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

from faults.check import check
from faults.disk import why_not
from faults.matrix import FAULTS, Fault
from faults.stage import Stage
from faults.witness import WitnessedServer
from support.processes import let_ctrl_c_reach_children

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parents[1]

#: What the tests alone play, and the part of their names.
TESTED = {"F-06": "f06", "F-07": "f07", "F-09": "f09", "F-10": "f10", "F-51": "f51"}


@dataclass
class Tally:
    """What became of one fault."""

    passes: int = 0
    failed: list[str] = field(default_factory=list)
    seconds: float = 0.0
    figures: dict[str, Any] = field(default_factory=dict)


def main() -> int:
    """Play, and print a table."""
    args = arguments()
    let_ctrl_c_reach_children()
    names = args.fault or sorted({*FAULTS, *TESTED})
    if args.list:
        print("\n".join(f"{name}  {words(name)}" for name in names))
        return 0
    print(f"seed {args.seed}", flush=True)
    chance = random.Random(args.seed)
    deadline = monotonic() + args.minutes * 60 if args.minutes else None
    tallies = {name: Tally() for name in names}
    while True:
        for name in names:
            play(name, tallies[name], chance, short=deadline is not None)
            if deadline is not None and monotonic() > deadline:
                break
        if deadline is None or monotonic() > deadline:
            break
    table(tallies)
    print(f"seed {args.seed}")
    return int(any(tally.failed for tally in tallies.values()))


def play(name: str, tally: Tally, chance: random.Random, *, short: bool) -> None:
    """One pass of one fault, on a server of its own."""
    fault = FAULTS.get(name)
    if fault is not None and fault.disk and why_not():
        tally.failed.append(why_not())
        return
    print(f"{name} …", flush=True)
    begun = monotonic()
    folder = Path(tempfile.mkdtemp(prefix=f"soak-{name}-"))
    try:
        if fault is None:
            tested(name)
        else:
            rounds = max(fault.few, fault.many // 10) if short else fault.many
            on_a_stage(fault, folder, rounds, random.Random(chance.random()), tally.figures)
        shutil.rmtree(folder)
    except Exception:  # noqa: BLE001 - the next fault has its turn
        traceback.print_exc()
        tally.failed.append(str(folder))
    tally.passes += 1
    tally.seconds += monotonic() - begun


def on_a_stage(fault: Fault, folder: Path, rounds: int, chance: random.Random, figures: dict[str, Any]) -> None:
    """Play and judge; a fault without rounds of its own is played as often as that, one after the other."""
    servers: list[WitnessedServer] = []

    def shared() -> WitnessedServer:
        if not servers:
            servers.append(WitnessedServer(folder / "shared", grace=0.5, warm_workers=2).start())
        return servers[0]

    stage = Stage(folder, chance, rounds, shared, figures)
    figures["rounds"] = rounds
    repeats = 1 if fault.has_rounds else rounds
    try:
        for _ in range(repeats):
            fault.play(stage)
            for server in servers:
                check(server, stage.expect)
                server.new_record()
            stage.judge()
    finally:
        stage.close()
        for server in servers:
            server.clean_up()


def tested(name: str) -> None:
    command = [sys.executable, "-m", "pytest", "-q", str(TESTS), "-k", TESTED[name]]
    subprocess.run(command, cwd=ROOT, check=True)


def words(name: str) -> str:
    """What a fault is, in a line."""
    return FAULTS[name].words if name in FAULTS else "played by its tests"


def table(tallies: dict[str, Tally]) -> None:
    """One line a fault, and one for each of its figures."""
    print()
    for name, tally in tallies.items():
        if not tally.passes and not tally.failed:
            continue
        verdict = f"FAILED {tally.failed}" if tally.failed else "ok"
        print(f"{name}  {tally.passes:3} × {verdict:6} {tally.seconds:7.0f} s  {words(name)}")
        for key, value in tally.figures.items():
            print(f"      {key:28} {_shown(value)}")


def _shown(value: Any) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--fault", action="append", choices=sorted({*FAULTS, *TESTED}), help="only this one; repeatable"
    )
    parser.add_argument("--minutes", type=float, help="play until the time is up")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    parser.add_argument("--list", action="store_true", help="what there is")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
