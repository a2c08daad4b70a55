"""From a worker's `kill -9` until its user code runs again, and from a supervisor's start until 16 runs are adopted.

    python scripts/bench recovery [--kills 30] [--cold 10] [--runs 16]

Baselines of the same run: a bare `import langgraph.graph` in a fresh interpreter, and a worker process from its start
to `ready`. Warm: a spare waits. Cold: there is none, the next worker imports everything. Goals: 0.25 s warm, 5 s for
the adoption.
"""

import argparse
import itertools
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from time import perf_counter

import psutil

from support.processes import alive
from support.run import Run, chain, node
from support.server import Server
from support.wait import until
from workflow_engine_shared.protocol.messages import Ready
from workflow_engine_supervisor.processes.worker_process import WorkerProcess

LOOP = chain(node("map", "maps", count=100_000, seconds=0.02))
STAGES = ("death seen", "given to a worker", "run taken", "user code")


def main() -> int:
    args = arguments()
    show("import langgraph", [bare_import() for _ in range(args.cold)])
    with tempfile.TemporaryDirectory() as folder:
        show("worker start", [worker_start(Path(folder)) for _ in range(args.cold)])
    warm = kills("warm", 2, args.kills, pause=1.2)
    kills("cold", 0, args.cold, pause=0.3)
    adopted = adoption(args.runs)
    print(f"{'adopted':18} {args.runs} runs {adopted:6.2f} s after the supervisor was started")
    return 0 if middle(warm) <= 0.25 and adopted <= 5 else 1


def bare_import() -> float:
    begun = perf_counter()
    subprocess.run([sys.executable, "-c", "import langgraph.graph"], check=True)
    return perf_counter() - begun


def worker_start(folder: Path) -> float:
    """`python -m workflow_engine_worker` until it says that it is ready."""
    ready, gone = threading.Event(), threading.Event()
    begun = perf_counter()
    worker = WorkerProcess.spawn(folder, folder / "output")
    worker.watch(lambda _worker, message: ready.set() if isinstance(message, Ready) else None, lambda *_: gone.set())
    assert ready.wait(60)
    took = perf_counter() - begun
    worker.dismiss()
    assert gone.wait(60)
    return took


def kills(name: str, spares: int, count: int, pause: float) -> list[float]:
    """One run, killed again and again; `pause` seconds of work lie between, so that a new spare is warm."""
    with serving(warm_workers=spares) as server:
        run = server.run(LOOP)
        run.done(10)
        back, parts = [], []
        for _ in range(count):
            threading.Event().wait(pause)
            until(lambda: server.get("/system")["workers"]["warm"] >= min(spares, 1), 30, "a warm spare")
            took, stages = one_kill(run)
            back.append(took)
            parts.append(stages)
        run.cancel()
        run.until("cancelled")
    show(f"kill -9, {name}", back)
    for index, stage in enumerate(STAGES):
        print(f"    {stage:14} {middle([each[index] for each in parts]) * 1000:8.0f} ms")
    return back


def one_kill(run: Run) -> tuple[float, list[float]]:
    """Seconds until a new line stands in the ledger; and where they went, by what the rows and the log say."""
    worker = psutil.Process(run.pid())
    epoch = run.facts["process"]["epoch"]
    lines, begun, watch = ledger_size(run), perf_counter(), Watch(run, epoch)
    worker.kill()
    until(lambda: not alive(worker.pid))
    lines = ledger_size(run)
    until(lambda: watch.look() or ledger_size(run) > lines, 60)
    return perf_counter() - begun, watch.stages(begun, perf_counter())


class Watch:
    """When the rows of a run changed."""

    def __init__(self, run: Run, epoch: int) -> None:
        self._run = run
        self._epoch = epoch
        self._seen: dict[str, float] = {}

    def look(self) -> bool:
        """Note what is new; always False, so that the waiting goes on."""
        now = perf_counter()
        (row,) = self._run._metadata("SELECT status, epoch FROM runs WHERE thread_id = ?")  # noqa: SLF001
        if row[0] != "running" or row[1] > self._epoch:
            self._seen.setdefault("death", now)
        if row[1] > self._epoch:
            self._seen.setdefault("given", now)
            if row[0] == "running":
                self._seen.setdefault("taken", now)
        return False

    def stages(self, begun: float, end: float) -> list[float]:
        """Seconds of each stage; what passed between two looks counts as one."""
        moments = [begun]
        for name in ("death", "given", "taken"):
            moments.append(max(moments[-1], self._seen.get(name, moments[-1])))
        moments.append(end)
        return [after - before for before, after in itertools.pairwise(moments)]


def ledger_size(run: Run) -> int:
    path = run.paths.outputs / "ledger.jsonl"
    return path.stat().st_size if path.exists() else 0


def adoption(count: int) -> float:
    """Kill the supervisor over so many active runs, start another, wait until it shows all of them."""
    with serving(warm_workers=1, max_active_runs=count) as server:
        flow = server.flow(chain(node("wait", "waits", timeout=600)))
        runs = [server.run(flow) for _ in range(count)]
        for run in runs:
            until((run.paths.outputs / "began").exists, 300, "a run that began")
        server.kill()
        begun = perf_counter()
        server.start()
        until(lambda: server.get("/system")["workers"]["active"] == count, 60, "adopted runs")
        assert all(run.facts["process"] for run in runs)
        took = perf_counter() - begun
        for run in runs:
            run.open_gate()
        for run in runs:
            run.finished()
            assert len(run.left()) == 1
        return took


class serving:  # noqa: N801 - read as words: with serving(...) as server
    """A server for one measurement."""

    def __init__(self, **settings: object) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._server = Server(Path(self._folder.name), **settings)

    def __enter__(self) -> Server:
        return self._server.start()

    def __exit__(self, *_: object) -> None:
        self._server.clean_up()
        self._folder.cleanup()


def show(name: str, seconds: list[float]) -> None:
    worst = sorted(seconds)[max(0, int(len(seconds) * 0.95) - 1)]
    print(f"{name:18} p50 {middle(seconds):6.3f} s   p95 {worst:6.3f} s   ({len(seconds)} times)", flush=True)


def middle(seconds: list[float]) -> float:
    return sorted(seconds)[len(seconds) // 2]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=30, help="with a spare waiting")
    parser.add_argument("--cold", type=int, default=10, help="without, and how often each baseline is taken")
    parser.add_argument("--runs", type=int, default=16, help="adopted at once")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
