"""`renflow run hello` without a server: from the command to its end, with everything imported anew.

    python scripts/bench cold_start [--rounds 5] [--no-pyc] [--root OTHER_CLONE]

Baseline of the same run: a fresh interpreter that imports `langgraph.graph`; with `--root`, also the command of another
clone (with its own .venv). `--no-pyc`: no compiled sources are read or written. Goals: 1.2 s; without compiled sources
the worker's import, which is the last column, 1.0 s.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from figures import Figures, Round

ROOT = Path(__file__).resolve().parents[1]
FLOWS = ROOT / "flows"
GOAL_S = 1.2


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--no-pyc", action="store_true")
    parser.add_argument("--root", type=Path, help="another clone, beside this one")
    args = parser.parse_args()
    print(f"load of the machine {os.getloadavg()[0] if hasattr(os, 'getloadavg') else '?'}, {os.cpu_count()} cores")
    pythons = {"here": sys.executable}
    if args.root:
        pythons[str(args.root)] = str(args.root.absolute() / ".venv" / "bin" / "python")
    spent: dict[str, list[float]] = {name: [] for name in ("langgraph", "worker", *pythons)}
    for number in range(args.rounds + 1):  # the first is not counted: it reads the disk
        took = {
            "langgraph": measured([sys.executable, "-c", "import langgraph.graph"], no_pyc=args.no_pyc),
            "worker": measured([sys.executable, "-c", WORKER], no_pyc=args.no_pyc),
            **{name: run_of(pythons[name], no_pyc=args.no_pyc) for name in sorted(pythons, reverse=bool(number % 2))},
        }
        for name, seconds in took.items():
            if number:
                spent[name].append(seconds)
    for name, seconds in spent.items():
        what = "import of it" if name in ("langgraph", "worker") else "renflow run hello"
        ratio = statistics.median(each / base for each, base in zip(seconds, spent["langgraph"], strict=True))
        print(
            f"{name:12} {what:18} {statistics.median(seconds):.2f} s (min {min(seconds):.2f}), {ratio:.2f} x langgraph"
        )
    middle = statistics.median(spent["here"])
    print(f"goal {GOAL_S} s: {'held' if middle <= GOAL_S else 'missed'}")
    return 0 if middle <= GOAL_S else 1


def figures(round_: Round) -> Figures:
    """The row of the table of speeds: the command's seconds, and as a note what `langgraph.graph` alone takes."""
    spent: dict[str, list[float]] = {"renflow": [], "langgraph": []}
    for number in range(round_.rounds + 1):
        took = {
            "renflow": run_of(sys.executable, no_pyc=False),
            "langgraph": measured([sys.executable, "-c", "import langgraph.graph"], no_pyc=False),
        }
        for name, seconds in took.items():
            if number:  # the first reads the disk
                spent[name].append(seconds)
    note = f"`import langgraph.graph` alone: {statistics.median(spent['langgraph']):.2f} s"
    return Figures({"renflow": spent["renflow"]}, notes=[note])


#: What a worker imports before it can take a run.
WORKER = "import workflow_engine_worker.process.main"


def run_of(python: str, *, no_pyc: bool) -> float:
    """Seconds that the command takes in a home that is new."""
    with tempfile.TemporaryDirectory() as folder:
        words = ["run", "hello", "--home", str(Path(folder, "home")), "--flows", str(FLOWS)]
        return measured([python, "-m", "workflow_engine", *words], no_pyc=no_pyc)


def measured(command: Sequence[str], *, no_pyc: bool) -> float:
    """Seconds that a command takes."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("REN_", "PYTHON"))}
    with tempfile.TemporaryDirectory() as empty:
        if no_pyc:
            kept |= {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPYCACHEPREFIX": empty}
        begun = time.monotonic()
        subprocess.run(command, env=kept, check=True, capture_output=True, cwd=empty)
        return time.monotonic() - begun


if __name__ == "__main__":
    sys.exit(main())
