"""What a power cut costs: nothing with synchronous=FULL; NORMAL and OFF beside it, as proof that the check can fail.

    python scripts/power_loss.py [--cuts 400] [--seed N] [--turns 120] [--items 200] [--names ordered|strict]

Linux with a C compiler. Ends with 1 when FULL lost or damaged anything; the first bad home is then kept.
"""

import argparse
import random
import secrets
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path
from time import perf_counter

from faults.power.recording import record, why_not
from faults.power.replay import Names, Op
from faults.power.trial import Result, anywhere, at_births, cuts_of, syncs_per_superstep, try_all


def main() -> int:
    """Record and cut with each setting; print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cuts", type=int, default=400)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    parser.add_argument("--turns", type=int, default=120)
    parser.add_argument("--items", type=int, default=200)
    parser.add_argument("--names", type=Names, choices=list(Names), default=Names.ORDERED)
    args = parser.parse_args()
    if why_not():
        print(why_not())
        return 2
    print(f"seed {args.seed}, {args.cuts} cuts, names {args.names.value}")
    bad = False
    for synchronous in ("FULL", "NORMAL", "OFF"):
        folder = Path(tempfile.mkdtemp(prefix="power-loss-"))
        begun = perf_counter()
        ops = record(folder, "--turns", str(args.turns), "--items", str(args.items), "--synchronous", synchronous)
        chance = random.Random(args.seed)
        result = try_all(cuts_of(ops, anywhere(ops, args.cuts, chance), chance, args.names), folder)
        print(f"{synchronous:6} {figures(result)}; {syncs(ops)}; {perf_counter() - begun:.0f} s")
        if synchronous == "FULL":
            births = try_all(cuts_of(ops, at_births(ops, 12), chance, args.names), folder)
            print(f"       at the creation of the databases: {figures(births)}")
            bad = told([*result.examples, *births.examples], folder)
        if synchronous != "FULL" or not bad:
            shutil.rmtree(folder)
    return int(bad)


def figures(result: Result) -> str:
    """What the cuts showed, in words."""
    return f"{result.cuts} cuts, {result.lost} lost (at most {result.worst} things), {result.corrupt} corrupt"


def syncs(ops: list[Op]) -> str:
    """How often the disk was waited for."""
    steady = Counter(sum(each.values()) for each in syncs_per_superstep(ops))
    supersteps = ", ".join(f"{count} supersteps with {number}" for number, count in sorted(steady.items()))
    return f"syncs: {sum(op.kind in 'sd' for op in ops)} in {len(ops)} operations, {supersteps}"


def told(examples: list[str], folder: Path) -> bool:
    """Print what went wrong, if anything did."""
    if examples:
        print("\n".join(examples[:20]), f"\nkept: {folder / 'first-bad'}")
    return bool(examples)


if __name__ == "__main__":
    sys.exit(main())
