"""Eight starts at once, and short runs one after another, with workers that are forked and with spawned ones.

    python scripts/bench bursts [--rounds 5] [--runs 60] [--root OTHER_CLONE]

The baseline of the same run is a server with `worker_processes = "spawn"`; with `--root`, the server of another clone
(with its own .venv). CPU is what supervisor, template and workers together used for a run. Goals: all eight at user
code within 0.5 s, 15 runs a second.
"""

import argparse
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil
from figures import Figures, Round
from served import flow, percentile
from start import CODE, SETTLE_S

from support.server import Server
from support.wait import until

AT_ONCE = 8
GOAL_S, GOAL_RATE = 0.5, 15.0
PATIENCE_S = 300


class Side:
    """One server, and what was measured of it."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.flow_id = flow(server, "bench.first")
        self.last: list[float] = []  #: seconds until the last of each burst was at user code
        self.rates: list[float] = []
        self.cpu: list[float] = []  #: seconds a run

    def burst(self) -> None:
        """Start eight runs at once, with one spare."""
        self._settle()
        with ThreadPoolExecutor(AT_ONCE) as askers:
            begun = time.time_ns()
            runs = list(askers.map(lambda _: self.server.run(self.flow_id), range(AT_ONCE)))
        self.last.append(max(run.finished(timeout=PATIENCE_S)["began"] - begun for run in runs) / 1e9)

    def row(self, count: int) -> None:
        """Start so many runs; how fast they are gone."""
        self._settle()
        before, begun = self._cpu(), time.monotonic()
        for _ in range(count):
            self.server.run(self.flow_id)
        until(self._is_idle, PATIENCE_S, "the last run")
        spent = time.monotonic() - begun
        self.rates.append(count / spent)
        self.cpu.append((self._cpu() - before) / count)

    def _settle(self) -> None:
        until(lambda: self.server.get("/system")["workers"]["warm"] >= 1, PATIENCE_S, "a spare")
        threading.Event().wait(SETTLE_S)

    def _is_idle(self) -> bool:
        return not any(self.server.get("/runs", limit=1, status=each)["items"] for each in ("pending", "running"))

    def _cpu(self) -> float:
        top = psutil.Process(self.server.process.pid)
        total = 0.0
        for process in (top, *top.children(recursive=True)):
            try:
                total += sum(process.cpu_times()[:4])
            except psutil.NoSuchProcess:
                continue
        return total


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--runs", type=int, default=60)
    parser.add_argument("--root", type=Path, help="another clone, the baseline in place of spawned workers")
    args = parser.parse_args()
    print(f"load of the machine {os.getloadavg()[0] if hasattr(os, 'getloadavg') else '?'}, {os.cpu_count()} cores")
    with ExitStack() as stack:
        here = Side(stack.enter_context(serving()))
        spawned = Side(stack.enter_context(serving(args.root, "auto" if args.root else "spawn")))
        sides = {"here": here, str(args.root or "spawned"): spawned}
        for number in range(args.rounds):
            for name in sorted(sides, reverse=bool(number % 2)):
                sides[name].burst()
                sides[name].row(args.runs)
    for name, side in sides.items():
        last, rate = statistics.median(side.last), statistics.median(side.rates)
        cpu = statistics.median(side.cpu) * 1000
        worst = percentile(side.last, 0.99)
        print(f"{name:12} {AT_ONCE} at once: the last at user code after {last:.2f} s (worst {worst:.2f});", end=" ")
        print(f"short runs: {rate:.1f}/s, CPU {cpu:.0f} ms each")
    ratio = statistics.median(mine / other for mine, other in zip(here.last, spawned.last, strict=True))
    faster = statistics.median(mine / other for mine, other in zip(here.rates, spawned.rates, strict=True))
    held = statistics.median(here.last) <= GOAL_S and statistics.median(here.rates) >= GOAL_RATE
    print(f"here / other: burst {ratio:.2f}, rate {faster:.2f}; goals {GOAL_S} s, {GOAL_RATE:.0f}/s: ", end="")
    print("held" if held else "missed")
    return 0 if held else 1


def figures(round_: Round) -> Figures:
    """The row of the table of speeds: when the last of eight is at user code; short runs in a row as a note."""
    with serving() as server:
        side = Side(server)
        for _ in range(round_.rounds):
            side.burst()
            side.row(round_.size(60, 20))
    rate, cpu = statistics.median(side.rates), statistics.median(side.cpu) * 1000
    return Figures({"renflow": side.last}, notes=[f"short runs in a row: {rate:.1f}/s, {cpu:.0f} ms of CPU each"])


@contextmanager
def serving(root: Path | None = None, worker_processes: str = "auto") -> Iterator[Server]:
    """A server of this clone or another one, with one spare."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "source")
        source.mkdir()
        (source / "bench.py").write_text(CODE, encoding="utf-8")
        server = Server(Path(folder), source=source, warm_workers=1, worker_processes=worker_processes)
        if root is not None:
            server.python = str(root.absolute() / ".venv" / "bin" / "python")
        try:
            yield server.start()
            server.stop()
        finally:
            server.clean_up()


if __name__ == "__main__":
    sys.exit(main())
