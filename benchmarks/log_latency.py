"""From a log call in user code to a WebSocket client that has the line.

    python scripts/bench log_latency [--lines 500]

A real server and a real worker, which logs the time of each call. "doorbell": the worker's pipe tells the server that
the log grew. "by looking": the server was killed and started anew, so that the worker it adopts has no pipe to it.
"""

import argparse
import json
import tempfile
import time
from pathlib import Path

from served import flow, row, served
from websockets.sync.client import connect

from support.run import Run

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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=500)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), CODE) as server:
        run = server.run(flow(server, "bench.talk"), pause=PAUSE_S)
        run.until("running")
        print(row("doorbell", measure(run, args.lines)))
        server.kill()
        server.start()  # and it adopts the worker
        run.pid()
        print(row("by looking (adopted)", measure(run, args.lines)))
        run.cancel()
        run.until("cancelled")


def measure(run: Run, lines: int) -> list[float]:
    spent = []
    with connect(f"{run.server.ws}/runs/{run.id}/events?types=log", proxy=None) as socket:
        for number in range(lines + 20):
            frame = json.loads(socket.recv(timeout=10))
            now = time.time_ns()
            if number >= 20:  # connections and caches are warm
                spent.append((now - int(frame["data"]["message"])) / 1e9)
    return spent


if __name__ == "__main__":
    main()
