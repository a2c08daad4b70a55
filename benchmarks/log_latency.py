"""From a log call in user code to a WebSocket client that has the line, beside the least that brings one there.

    python scripts/bench log_latency [--lines 500] [--rounds 3]

A real server and a real worker, which logs the time of each call. "doorbell": the worker's pipe tells the server that
the log grew. "by looking": the server was killed and started anew, so that the worker it adopts has no pipe to it.
"stub": `log_stub.py`, a writer, a file and a WebSocket. Each round asks all three for so many lines.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from served import flow, row, served
from websockets.sync.client import connect

from support.run import Run
from support.server import Server

CODE = """
import time
from threading import Event
from workflow_engine import current_run, register_function

@register_function("bench.talk")
def talk(state):
    log = current_run().logger
    while True:
        log.info("%d", time.time_ns())
        Event().wait(state["pause"])
"""
PAUSE_S = 0.02
WARM_UP = 20  #: lines until connections and caches are warm


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name, spent in zip(("doorbell", "stub"), both(Path(folder), args.rounds, args.lines), strict=True):
            print(row(name, [each for round_ in spent for each in round_]))
    with tempfile.TemporaryDirectory() as folder:
        print(row("by looking (adopted)", [each for round_ in adopted(Path(folder), 1, args.lines) for each in round_]))


def both(folder: Path, rounds: int, lines: int) -> tuple[list[list[float]], list[list[float]]]:
    """Seconds of each line, round by round: of a run, and of the stub."""
    mine, bare = [], []
    with served(folder, CODE) as server, stub(folder) as port:
        run = talking(server)
        for _ in range(rounds):
            mine.append(measure(run, lines))
            bare.append(measure_stub(port, lines))
        run.cancel()
        run.until("cancelled")
    return mine, bare


def adopted(folder: Path, rounds: int, lines: int) -> list[list[float]]:
    """The same of a run whose worker was started by a server that is dead."""
    with served(folder, CODE) as server:
        run = talking(server)
        server.kill()
        server.start()  # and it adopts the worker
        run.pid()
        found = [measure(run, lines) for _ in range(rounds)]
        run.cancel()
        run.until("cancelled")
    return found


def talking(server: Server) -> Run:
    run = server.run(flow(server, "bench.talk"), pause=PAUSE_S)
    run.until("running")
    return run


def measure(run: Run, lines: int) -> list[float]:
    spent = []
    with connect(f"{run.server.ws}/runs/{run.id}/events?types=log", proxy=None) as socket:
        for number in range(lines + WARM_UP):
            frame = json.loads(socket.recv(timeout=10))
            now = time.time_ns()
            if number >= WARM_UP:
                spent.append((now - int(frame["data"]["message"])) / 1e9)
    return spent


@contextmanager
def stub(folder: Path) -> Iterator[int]:
    """The stub, at work; its port."""
    program = Path(__file__).with_name("log_stub.py")
    command = [sys.executable, str(program), str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield int(process.stdout.readline())
        finally:
            process.terminate()


def measure_stub(port: int, lines: int) -> list[float]:
    spent = []
    with connect(f"ws://127.0.0.1:{port}", proxy=None) as socket:
        socket.send(f"{lines + WARM_UP} {PAUSE_S}")
        for number in range(lines + WARM_UP):
            stamp = int(socket.recv(timeout=10))
            now = time.time_ns()
            if number >= WARM_UP:
                spent.append((now - stamp) / 1e9)
    return spent


if __name__ == "__main__":
    main()
