"""The API under load, while eight workers write logs, progress and steps; beside a bare FastAPI + SQLite.

    python scripts/bench api_load [--seconds 10] [--subscribers 100]

Four parts: requests (50 a second, mixed) to the stub, and to renflow; events to many WebSocket subscribers, one of
which never reads; log lines, counted. Client and server share the machine: the figures include the client.
"""

import argparse
import asyncio
import json
import socket
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil
from served import flow, percentile, row, served
from websockets.asyncio.client import connect

from support.server import Server
from support.wait import until
from workflow_engine_shared.clock import parse_rfc3339

CODE = '''
import time
from pathlib import Path
from threading import Event
from workflow_engine import checkpoint, current_run, map_steps, register_function

@register_function("bench.write")
def write(state):
    """Five times a second: a line, a step with its progress, a checkpoint of the state."""
    log = current_run().logger
    def one(number):
        log.info("step %d", number)
        Event().wait(0.2)
        return {"number": number, "text": "x" * 1000}
    map_steps(one, range(1_000_000), label="steps")

@register_function("bench.tick")
def tick(state):
    """So many lines a second, each with its time."""
    log = current_run().logger
    while True:
        log.info("%d", time.time_ns())
        Event().wait(1 / state["rate"] - 0.0005)

@register_function("bench.flood")
def flood(state):
    """A thousand lines a second, numbered, from the moment on when all workers are there."""
    log = current_run().logger
    while not Path(state["gate"]).exists():
        Event().wait(0.01)
    begun, number = time.monotonic(), 0
    while number < state["lines"]:
        log.info("line %d", number)
        number += 1
        early = begun + number / 1000 - time.monotonic()
        if early > 0.005:
            Event().wait(early)
    return {"lines": number}
'''
RATE = 50
EVENTS_A_SECOND = 50
WORKERS = 8
LINES_A_SECOND = 1000
GOALS = {"GET": 0.1, "POST": 0.3, "health": 0.05, "events": 0.5}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--subscribers", type=int, default=100)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bare = requests_to_the_stub(Path(folder), args.seconds)
        with served(Path(folder), CODE, max_active_runs=WORKERS) as server:
            print(f"supervisor idle: {rss(server):.0f} MB")
            ours = requests_to_renflow(server, args.seconds)
            print("\nrequests, 50 a second, mixed")
            for kind in ("GET", "POST", "health"):
                print(row(f"  {kind}: stub", bare[kind]))
                print(row(f"  {kind}: renflow, 8 workers writing", ours[kind]))
                ratio = percentile(ours[kind], 0.99) / percentile(bare[kind], 0.99)
                print(f"  {'':32} p99 is {ratio:.1f} times the stub's; goal {GOALS[kind] * 1000:.0f} ms")
            print(f"\nevents: {args.subscribers} subscribers x {EVENTS_A_SECOND}/s, one more that never reads")
            asyncio.run(events(server, args.seconds, args.subscribers))
            print(f"\nlog lines: {WORKERS} workers x {LINES_A_SECOND}/s for {args.seconds} s")
            flood(server, args.seconds)
            print(f"supervisor at the end: {rss(server):.0f} MB")


def rss(server: Server) -> float:
    return float(psutil.Process(server.process.pid).memory_info().rss / 2**20)


# -- requests ------------------------------------------------------------------------------------------------------


def requests_to_the_stub(folder: Path, seconds: int) -> dict[str, list[float]]:
    with stub(folder) as url:
        return asyncio.run(mixed(url, seconds, "write", "w0"))


@contextmanager
def stub(folder: Path) -> Iterator[str]:
    """The bare server, at work; its address."""
    with closing(socket.create_server(("127.0.0.1", 0))) as found:
        port = found.getsockname()[1]
    program = Path(__file__).with_name("api_stub.py")
    with subprocess.Popen([sys.executable, str(program), str(folder / "stub.db"), str(port)]) as process:
        try:
            url = f"http://127.0.0.1:{port}"
            until(lambda: answers(url), 60, "the stub")
            yield url
        finally:
            process.terminate()


def answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/healthz", trust_env=False).status_code == 200
    except httpx.TransportError:
        return False


def requests_to_renflow(server: Server, seconds: int) -> dict[str, list[float]]:
    write = flow(server, "bench.write")
    runs = [server.run(write) for _ in range(WORKERS)]
    until(lambda: all((run.facts["progress"]["done"] or 0) > 2 for run in runs), 60, "workers that write")
    found = asyncio.run(mixed(server.url, seconds, write, runs[0].id))
    for run in runs:
        run.cancel()
    for run in runs:
        run.until("cancelled", timeout=60)
    for each in server.client.get("/runs", params={"status": "pending", "limit": 1000}).json()["items"]:
        server.client.post(f"/runs/{each['thread_id']}/cancel").raise_for_status()
    return found


async def mixed(url: str, seconds: int, flow_id: str, name: str) -> dict[str, list[float]]:
    """So many requests a second, begun when they are due, whether those before are answered or not."""
    spent: dict[str, list[float]] = defaultdict(list)
    stamp = time.time_ns()
    async with httpx.AsyncClient(base_url=url, timeout=30, trust_env=False) as client:

        async def one(number: int, due: float) -> None:
            kind = "POST" if number % 5 == 0 else "health" if number % 5 == 1 else "GET"
            body: Any = {"flow_id": flow_id, "thread_id": f"load-{stamp}-{number}", "input": {"n": number}}
            paths = {"POST": "/runs/start", "health": "/healthz", "GET": f"/runs/{name}" if number % 2 else "/runs"}
            answer = await (client.post(paths[kind], json=body) if kind == "POST" else client.get(paths[kind]))
            answer.raise_for_status()
            spent[kind].append(asyncio.get_running_loop().time() - due)

        begun = asyncio.get_running_loop().time() + 0.1
        tasks = []
        for number in range(RATE * seconds):
            due = begun + number / RATE
            await asyncio.sleep(max(0.0, due - asyncio.get_running_loop().time()))
            tasks.append(asyncio.create_task(one(number, due)))
        await asyncio.gather(*tasks)
    return spent


# -- events --------------------------------------------------------------------------------------------------------


async def events(server: Server, seconds: int, subscribers: int) -> None:
    run = server.run(flow(server, "bench.tick"), rate=EVENTS_A_SECOND)
    run.until("running", timeout=60)
    url = f"{server.ws}/runs/{run.id}/events?types=log"
    before = rss(server)
    late: list[float] = []
    seqs: list[list[int]] = []
    end = time.monotonic() + seconds + 2

    async def one() -> None:
        seen: list[int] = []
        seqs.append(seen)
        async with connect(url, proxy=None, compression=None) as ws:
            while time.monotonic() < end:
                frame = json.loads(await ws.recv())
                now = time.time_ns()
                seen.append(int(frame["data"]["seq"]))
                if time.monotonic() < end - seconds:
                    continue  # everybody is still coming
                late.append((now - int(frame["data"]["message"])) / 1e9)

    stalled = await connect(url, proxy=None, compression=None, max_queue=1)
    await asyncio.gather(*(one() for _ in range(subscribers)))
    gaps = sum(seen != list(range(seen[0], seen[0] + len(seen))) for seen in seqs)
    print(row("  delivery", late))
    goal = f"goal p99 {GOALS['events'] * 1000:.0f} ms"
    print(f"  {len(late) / seconds:,.0f} frames/s; {goal}; subscribers that missed a line: {gaps}")
    print(f"  memory: {rss(server) - before:+.0f} MB")
    await stalled.close()
    run.cancel()
    run.until("cancelled", timeout=60)


# -- log lines -----------------------------------------------------------------------------------------------------


def flood(server: Server, seconds: int) -> None:
    lines, gate = LINES_A_SECOND * seconds, server.home.root / "flood.gate"
    flows = flow(server, "bench.flood")
    runs = [server.run(flows, lines=lines, gate=str(gate)) for _ in range(WORKERS)]
    until(lambda: all(run.facts["current_nodes"] == ["work"] for run in runs), 60, "all workers are there")
    gate.touch()
    for run in runs:
        run.until("finished", timeout=seconds + 60)
    lost, times = 0, []
    for run in runs:
        text = server.client.get(f"/runs/{run.id}/logs", params={"download": "1"}).text
        records = [record for record in map(json.loads, text.splitlines()) if record["message"].startswith("line ")]
        lost += lines - len({record["message"] for record in records})
        times += [parse_rfc3339(records[0]["ts"]).timestamp(), parse_rfc3339(records[-1]["ts"]).timestamp()]
    spent = max(times) - min(times)
    print(f"  {WORKERS * lines:,} lines in {spent:.1f} s: {WORKERS * lines / spent:,.0f} lines/s, {lost} lost")


if __name__ == "__main__":
    main()
