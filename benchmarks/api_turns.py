"""Requests one after another on one connection, ours and a bare stub's in turn, while eight workers write.

    python scripts/bench api_turns [--rounds 7] [--requests 300]

A closed loop: the next request is sent once the one before is answered, so the figures are what a request costs from
end to end, the client's own work (a bare socket) included. Each round asks both sides; ratios are those of medians.
"""

import argparse
import json
import os
import socket
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import httpx
from api_load import CODE, WORKERS, stub
from served import flow, percentile, served

from support.server import Server
from support.wait import until

KINDS = ("GET /runs/{id}", "GET /runs", "POST /runs/start")
GOAL_RATE, GOAL_P99 = 0.6, 3.0
WARM_UP = 50


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--requests", type=int, default=300)
    args = parser.parse_args()
    print(f"load of the machine {os.getloadavg()[0] if hasattr(os, 'getloadavg') else '?'}, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as name:
        report(in_turn(Path(name), KINDS, args.rounds, args.requests))


def in_turn(folder: Path, kinds: Sequence[str], rounds: int, requests: int) -> "Seconds":
    """What each request took, of both sides, with eight workers of ours writing all the while."""
    with stub(folder) as bare, served(folder, CODE, max_active_runs=WORKERS) as server:
        sides = {"stub": Side(bare, *rows_of_the_stub(bare)), "renflow": Side(server.url, *writers(server))}
        try:
            return measured(sides, kinds, rounds, requests)
        finally:
            for side in sides.values():
                side.close()


def rows_of_the_stub(url: str) -> tuple[str, str]:
    """As many rows as we have runs; the name of a flow, and of one row."""
    names = [f"w{number}" for number in range(WORKERS)]
    for name in names:
        httpx.post(f"{url}/runs/start", json={"thread_id": name}, trust_env=False).raise_for_status()
    return "write", names[0]


def writers(server: Server) -> tuple[str, str]:
    """A flow whose runs write, and one of eight runs of it that are at work."""
    write = flow(server, "bench.write")
    runs = [server.run(write) for _ in range(WORKERS)]
    until(lambda: all((run.facts["progress"]["done"] or 0) > 2 for run in runs), 60, "workers that write")
    return write, runs[0].id


class Side:
    """One server, and one connection to it that is kept."""

    def __init__(self, url: str, flow_id: str, run_id: str) -> None:
        host, _, port = url.removeprefix("http://").partition(":")
        self._wire = socket.create_connection((host, int(port)), timeout=30)
        self._wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._host, self._flow_id, self._run_id = f"{host}:{port}", flow_id, run_id

    def ask(self, kind: str) -> float:
        """Seconds from the first byte of a request to the last byte of its answer."""
        request = self._request(kind)
        begun = time.perf_counter()
        self._wire.sendall(request)
        head, _, body = self._wire.recv(65536).partition(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        while len(body) < length:
            body += self._wire.recv(65536)
        spent = time.perf_counter() - begun
        assert head.startswith(b"HTTP/1.1 20"), body
        return spent

    def close(self) -> None:
        self._wire.close()

    def _request(self, kind: str) -> bytes:
        method, path = kind.replace("{id}", self._run_id).split()
        body = b""
        if method == "POST":
            body = json.dumps({"flow_id": self._flow_id, "thread_id": f"turn-{time.time_ns()}", "input": {}}).encode()
        head = f"{method} {path} HTTP/1.1\r\nHost: {self._host}\r\nAccept: */*\r\n"
        if body:
            head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        return head.encode() + b"\r\n" + body


Seconds = dict[str, dict[str, list[list[float]]]]


def measured(sides: dict[str, Side], kinds: Sequence[str], rounds: int, requests: int) -> Seconds:
    """What each request took, by its kind, side and round."""
    spent: Seconds = defaultdict(lambda: defaultdict(list))
    for kind in kinds:
        for side in sides.values():
            for _ in range(WARM_UP):
                side.ask(kind)
        for number in range(rounds):
            # Who comes second finds the machine as the first one left it: the order changes from round to round.
            for name in sorted(sides, reverse=bool(number % 2)):
                spent[kind][name].append([sides[name].ask(kind) for _ in range(requests)])
    return spent


def report(spent: Seconds) -> None:
    for kind, sides in spent.items():
        print(f"\n{kind}")
        rates, lasts = {}, {}
        for name, rounds in sides.items():
            rates[name] = statistics.median(len(each) / sum(each) for each in rounds)
            lasts[name] = statistics.median(percentile(each, 0.99) for each in rounds)
            middle = statistics.median(percentile(each, 0.5) for each in rounds)
            print(f"  {name:8} {rates[name]:6.0f}/s   p50 {middle * 1000:5.2f} ms   p99 {lasts[name] * 1000:5.2f} ms")
        for name in sides.keys() - {"stub"}:
            rate, last = rates[name] / rates["stub"], lasts[name] / lasts["stub"]
            print(f"  {name} / stub: {rate:.2f} (goal {GOAL_RATE}); p99 {last:.1f} (goal {GOAL_P99:.0f})")


if __name__ == "__main__":
    main()
