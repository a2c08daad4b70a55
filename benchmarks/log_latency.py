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

from served import Served, row, served, until
from websockets.sync.client import connect

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
        server.flow("talk", "bench.talk")
        server.start("talk", "r", pause=PAUSE_S)
        until(lambda: server.run("r")["status"] == "running")
        print(row("doorbell", measure(server, args.lines)))
        server.restart()
        until(lambda: (server.run("r")["process"] or {}).get("pid"))
        print(row("by looking (adopted)", measure(server, args.lines)))
        server.client.post("/runs/r/cancel").raise_for_status()
        until(lambda: server.run("r")["status"] == "cancelled")


def measure(server: Served, lines: int) -> list[float]:
    spent = []
    with connect(f"{server.ws}/runs/r/events?types=log", proxy=None) as socket:
        for number in range(lines + 20):
            frame = json.loads(socket.recv(timeout=10))
            now = time.time_ns()
            if number >= 20:  # connections and caches are warm
                spent.append((now - int(frame["data"]["message"])) / 1e9)
    return spent


if __name__ == "__main__":
    main()
