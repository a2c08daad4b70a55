"""A real server in a process of its own, for benchmarks: started on a fresh home, ended with its workers."""

import json
import os
import statistics
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import httpx

DEADLINE_S = 60.0


@dataclass
class Served:
    """The server and one client of it."""

    process: "subprocess.Popen[bytes]"
    home: Path
    command: list[str]
    client: httpx.Client

    @property
    def url(self) -> str:
        return str(self.client.base_url).rstrip("/")

    @property
    def ws(self) -> str:
        return self.url.replace("http://", "ws://")

    def flow(self, flow_id: str, code_ref: str) -> None:
        """A published flow with one node."""
        nodes = [{"id": "start", "type": "start"}, {"id": "work", "type": "python", "data": {"codeRef": code_ref}}]
        nodes.append({"id": "end", "type": "end"})
        edges = [{"source": "start", "target": "work"}, {"source": "work", "target": "end"}]
        self.client.post("/flows", json={"name": flow_id, "id": flow_id}).raise_for_status()
        made = self.client.post(f"/flows/{flow_id}/versions", json={"dsl": {"nodes": nodes, "edges": edges}})
        made.raise_for_status()
        self.client.post(f"/flows/{flow_id}/versions/1/publish").raise_for_status()

    def start(self, flow_id: str, thread_id: str, **given: Any) -> None:
        body = {"flow_id": flow_id, "thread_id": thread_id, "input": given}
        self.client.post("/runs/start", json=body).raise_for_status()

    def run(self, thread_id: str) -> Any:
        return self.client.get(f"/runs/{thread_id}").json()

    def restart(self) -> None:
        """kill -9 the server alone; the next one adopts its workers."""
        self.process.kill()
        self.process.wait()
        self.client.close()
        self.process, self.client = _begin(self.command, self.home)


def until(fact: Callable[[], Any], what: str = "") -> None:
    end, pause = perf_counter() + DEADLINE_S, threading.Event()
    while not fact():
        if perf_counter() > end:
            raise TimeoutError(what)
        pause.wait(0.01)


@contextmanager
def served(folder: Path, code: str, **settings: object) -> Iterator[Served]:
    """A server whose flows folder holds this code."""
    home, flows = folder / "home", folder / "flows"
    flows.mkdir()
    (flows / "bench.py").write_text(code, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "workflow_engine.server",
        "--port",
        "0",
        "--home",
        str(home),
        "--flows",
        str(flows),
    ]
    os.environ.update({f"REN_{name.upper()}": str(value) for name, value in settings.items()})
    process, client = _begin(command, home)
    server = Served(process, home, command, client)
    try:
        yield server
    finally:
        server.client.close()
        server.process.terminate()
        server.process.wait()


def row(name: str, seconds: Sequence[float], unit: str = "ms", factor: float = 1000.0) -> str:
    """One line of figures."""
    if not seconds:
        return f"{name:34} nothing measured"
    p50, p99 = percentile(seconds, 0.5) * factor, percentile(seconds, 0.99) * factor
    return f"{name:34} p50 {p50:9.2f}   p99 {p99:9.2f}   max {max(seconds) * factor:9.2f} {unit}   (n={len(seconds)})"


def percentile(values: Sequence[float], share: float) -> float:
    if share == 0.5:
        return statistics.median(values)
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def _begin(command: list[str], home: Path) -> tuple["subprocess.Popen[bytes]", httpx.Client]:
    log = (home.parent / "server.log").open("ab")
    process = subprocess.Popen(command, stdout=log, stderr=log)
    log.close()
    return process, _client(process, home)


def _client(process: "subprocess.Popen[bytes]", home: Path) -> httpx.Client:
    info = home / "supervisor.json"

    def found() -> bool:
        if process.poll() is not None:
            raise RuntimeError((home.parent / "server.log").read_text(encoding="utf-8"))
        try:
            return bool(json.loads(info.read_bytes())["pid"] == process.pid)
        except (OSError, ValueError):
            return False

    until(found, "the server")
    port = json.loads(info.read_bytes())["port"]
    return httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30, trust_env=False)
