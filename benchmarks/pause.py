"""From the wish to pause to the paused run, in a loop of 5 ms steps: with the doorbell, and by polling alone.

    python scripts/bench pause [--rounds 20]

A real server and real workers. "doorbell" is POST /runs/ID/pause until the row says `interrupted`; "rows only" puts
the command's row into workflow.db behind the server's back, so that no frame is ever sent, as if all were lost.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import httpx

from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.run_status import RunStatus
from workflow_engine_shared.storage.workflow import runs, signals
from workflow_engine_shared.storage.workflow.db import attach_workflow_db

LOOP = """
from threading import Event
from workflow_engine import map_steps, register_function

@register_function("bench.loop")
def loop(state):
    map_steps(one, range(1_000_000))

def one(number):
    Event().wait(0.005)
    return number
"""
FLOW = {
    "nodes": [
        {"id": "start", "type": "start"},
        {"id": "loop", "type": "python", "data": {"codeRef": "bench.loop"}},
        {"id": "end", "type": "end"},
    ],
    "edges": [{"source": "start", "target": "loop"}, {"source": "loop", "target": "end"}],
}
DEADLINE_S = 30.0


def until(fact: Callable[[], bool]) -> None:
    end, pause = perf_counter() + DEADLINE_S, threading.Event()
    while not fact():
        if perf_counter() > end:
            raise TimeoutError
        pause.wait(0.001)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home, flows = Path(folder, "home"), Path(folder, "flows")
        flows.mkdir()
        (flows / "bench.py").write_text(LOOP, encoding="utf-8")
        command = [sys.executable, "-m", "workflow_engine.server", "--port", "0", "--home", str(home)]
        server = subprocess.Popen(
            [*command, "--flows", str(flows)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            until((home / "supervisor.json").exists)
            port = json.loads((home / "supervisor.json").read_text(encoding="utf-8"))["port"]
            with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
                measure(client, home, args.rounds)
        finally:
            server.terminate()
            server.wait()


def measure(client: httpx.Client, home: Path, rounds: int) -> None:
    client.post("/flows", json={"name": "bench", "id": "bench"}).raise_for_status()
    client.post("/flows/bench/versions", json={"dsl": FLOW}).raise_for_status()
    client.post("/runs/start", json={"flow_id": "bench", "version": 1, "thread_id": "r"}).raise_for_status()
    database, clock = attach_workflow_db(home / "workflow.db"), SystemClock()

    def stands(status: RunStatus) -> bool:
        with database.read() as con:
            return runs.get_run(con, "r").status is status

    def ring() -> None:
        client.post("/runs/r/pause").raise_for_status()

    def row_only() -> None:
        with database.write() as con:
            signals.insert_command(con, "r", "pause_request", {}, clock.now())

    def looping() -> bool:
        return bool((client.get("/runs/r").json()["progress"]["done"] or 0) and stands(RunStatus.RUNNING))

    for name, ask in (("doorbell", ring), ("rows only", row_only)):
        spent = []
        for _ in range(rounds):
            until(looping)
            begun = perf_counter()
            ask()
            until(lambda: stands(RunStatus.INTERRUPTED))
            spent.append((perf_counter() - begun) * 1000)
            client.post("/runs/r/resume").raise_for_status()
        spent.sort()
        p95 = spent[min(len(spent) - 1, int(len(spent) * 0.95))]
        print(f"{name:10} p50 {statistics.median(spent):8.1f} ms   p95 {p95:8.1f} ms   ({rounds} pauses)")
    client.post("/runs/r/cancel").raise_for_status()
    until(lambda: stands(RunStatus.CANCELLED))
    database.close()


if __name__ == "__main__":
    main()
