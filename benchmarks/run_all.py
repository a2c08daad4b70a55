"""All rows of the table of speeds, both sides of each in one run, in turn; docs/performance.md has the table.

    python scripts/bench run_all [--quick] [--only P1 P11] [--rounds 5] [--json FILE]
    python scripts/bench run_all --table [FILE]      the table of kept figures; without a file, of the recorded ones

Prints the machine's load and what a sync of its disk takes, before and after. Peers are installed by uv into
environments of their own; one that cannot be is a gap. Figures of one machine say little about another's: ratios do.
"""

import argparse
import json
import sys
import traceback
from pathlib import Path

from figures import RECORDED, Figures, Judged, Round, Row, judged, kept, machine, shown, table
from rows import ROWS


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--quick", action="store_true", help="fewer and smaller rounds: whether it works, and roughly where"
    )
    parser.add_argument("--only", nargs="+", metavar="ROW", help="rows by their names")
    parser.add_argument("--rounds", type=int, help="of each row; 5, in the quick form 2")
    parser.add_argument("--json", type=Path, default=Path("benchmarks.json"), help="where the figures are kept")
    parser.add_argument("--table", nargs="?", type=Path, const=RECORDED, metavar="FILE", help="measure nothing")
    args = parser.parse_args()
    if args.table:
        recorded = json.loads(args.table.read_text(encoding="utf-8")) if args.table.exists() else {}
        sys.stdout.write(table(ROWS, recorded))
        return 0
    rows = [row for row in ROWS if not args.only or row.id in args.only]
    if unknown := set(args.only or ()) - {row.id for row in rows}:
        parser.error(f"no row {', '.join(sorted(unknown))}; there are {', '.join(row.id for row in ROWS)}")
    rounds = Round(args.rounds or (2 if args.quick else 5), args.quick)
    return measure(rows, rounds, args.json)


def measure(rows: list[Row], rounds: Round, path: Path) -> int:
    """Measure, show and keep; the file is written after each row, so that what was measured is there."""
    before = machine()
    print(f"before: {before}", flush=True)
    found: dict[str, Judged] = {}
    for row in rows:
        found[row.id] = judged(row, figures(row, rounds))
        print(shown(row, found[row.id]), flush=True)
        path.write_text(kept(rows, found, before, machine(), quick=rounds.quick), encoding="utf-8")
    print(f"after: {machine()}\nkept in {path}")
    missed = [name for name, each in found.items() if each.held is False]
    print(f"missed: {', '.join(missed)}" if missed else "no goal is missed")
    return 0


def figures(row: Row, rounds: Round) -> Figures:
    try:
        return row.measure(rounds)
    except Exception as error:  # noqa: BLE001 - one row that breaks is a gap, and the others are measured
        traceback.print_exc()
        return Figures({}, gaps=[f"it broke: {error!r}"])


if __name__ == "__main__":
    sys.exit(main())
