"""A supervisor as a process of its own, with its workers."""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Generic, TypeVar

import httpx
import psutil

from support.environment import outer_environment
from support.forked_process import ForkedProcess, Process, can_be_forked
from support.processes import SECONDS, at_work_in, kill, published
from support.run import Run, chain
from support.wait import patient
from workflow_engine_shared.paths import Home

#: `spawn` lets all workers of the tests begin as on Windows and macOS, wherever they run.
WORKER_PROCESSES = "REN_TEST_WORKER_PROCESSES"
#: `1` lets the flows of these tests run by tokens, whether they have branches or not.
FORCE_TOKENS = "REN_FORCE_TOKENS"
#: Then conditions and ends share the checkpoint of the node before them.
BY_TOKENS = os.environ.get(FORCE_TOKENS) == "1"
FAULTY = Path(__file__).resolve().parents[1] / "faulty"


class Server:
    """`python -m workflow_engine.server` on a home of its own, with a copy of a flows folder (the faulty one)."""

    def __init__(self, folder: Path, *, source: Path = FAULTY, **settings: object) -> None:
        self.home = Home(folder / "home")
        self.flows = folder / "flows"
        shutil.copytree(source, self.flows, ignore=shutil.ignore_patterns("__pycache__"))
        kept = outer_environment()
        usual = {"grace": 1, "warm_workers": 0, "worker_processes": os.environ.get(WORKER_PROCESSES, "auto")}
        usual["force_tokens"] = os.environ.get(FORCE_TOKENS, "0")
        given = {f"REN_{name.upper()}": str(value) for name, value in {**usual, **settings}.items()}
        self.env = {**kept, **given, "FAULTY_WAIT_S": str(patient(60))}
        self.log = folder / "server.log"
        self.python = sys.executable
        self._processes: list[Process] = []
        self._strangers: list[int] = []
        self._made = 0

    # -- the process -----------------------------------------------------------------------------------------------

    def spawn(self, port: int = 0) -> Process:
        """Start the program; whether it comes to serve is another question."""
        words = ["--port", str(port), "--home", str(self.home.root), "--flows", str(self.flows)]
        if can_be_forked(self.python, self.env):
            process: Process = ForkedProcess(words, self.env, self.log, Path.cwd())
        else:
            with self.log.open("ab") as log:
                process = subprocess.Popen(
                    [self.python, "-m", "workflow_engine.server", *words],
                    env=self.env, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                )  # fmt: skip
        self._processes.append(process)
        return process

    def start(self, port: int = 0) -> "Server":
        """A supervisor of this home that answers; without a port, on one that is free."""
        self.process = self.spawn(port)
        return self.connect()

    def connect(self) -> "Server":
        """Its client, once it answers."""
        info = published(self.process, self.home, self.log.read_text)
        self.client = httpx.Client(
            base_url=f"http://127.0.0.1:{info['port']}", timeout=patient(30), trust_env=False, verify=False
        )
        return self

    def stop(self) -> int:
        """Ask it to leave, as Ctrl-C or a service manager does; returns the exit code."""
        self.client.close()
        self.process.terminate()
        return self.process.wait(patient(SECONDS))

    def kill(self) -> None:
        """kill -9, the supervisor alone."""
        self.client.close()
        self.process.kill()
        self.process.wait(patient(SECONDS))

    def kill_all(self) -> None:
        """The supervisor and every process below it, as when the machine loses its power."""
        family = [*psutil.Process(self.process.pid).children(recursive=True)]
        self.process.kill()
        for each in family:
            kill(each.pid)
        self.kill()
        psutil.wait_procs(family, patient(SECONDS))

    def clean_up(self) -> None:
        """Nothing that this home started is left."""
        for process in self._processes:
            if process.poll() is None:
                process.kill()
            process.wait(patient(SECONDS))
        for pid in [*self._strangers, *self.workers()]:
            kill(pid)
        if hasattr(self, "client"):
            self.client.close()

    def workers(self) -> Iterator[int]:
        """Its workers and spares that live, and what they are forked from."""
        for process in at_work_in(self.home):
            with contextlib.suppress(psutil.Error):
                if "workflow_engine_worker" in process.cmdline():
                    yield process.pid

    # -- its clients -----------------------------------------------------------------------------------------------

    @property
    def url(self) -> str:
        return str(self.client.base_url).rstrip("/")

    @property
    def ws(self) -> str:
        return self.url.replace("http://", "ws://")

    def get(self, path: str, **params: Any) -> Any:
        answer = self.client.get(path, params=params or None)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, body: Any = None) -> httpx.Response:
        return self.client.post(path) if body is None else self.client.post(path, json=body)

    def flow(self, dsl: Any, flow_id: str | None = None) -> str:
        """A published flow."""
        self._made += 1
        flow_id = flow_id or f"flow-{self._made}"
        assert self.post("/flows", {"name": flow_id, "id": flow_id}).status_code == 201
        made = self.post(f"/flows/{flow_id}/versions", {"dsl": dsl})
        assert made.status_code == 201, made.text
        published = self.post(f"/flows/{flow_id}/versions/1/publish")
        assert published.status_code == 200, published.text
        return flow_id

    def run(self, flow: Any, **state: Any) -> Run:
        """An accepted run of a flow, given as its id, its DSL or its only node."""
        if isinstance(flow, dict):
            flow = self.flow(flow if "nodes" in flow else chain(flow))
        answer = self.post("/runs/start", {"flow_id": flow, "input": state})
        assert answer.status_code == 201, answer.text
        return Run(self, answer.json()["thread_id"])

    def stranger(self, pid: int) -> int:
        """A process that is ended with the test at the latest."""
        self._strangers.append(pid)
        return pid


AServer = TypeVar("AServer", bound=Server)


class Several(Generic[AServer]):
    """Makes servers, not begun yet, in one folder; all are ended with it."""

    def __init__(self, kind: type[AServer], folder: Path) -> None:
        self._kind = kind
        self._folder = folder
        self._made: list[AServer] = []

    def __call__(self, **settings: object) -> AServer:
        self._made.append(self._kind(self._folder / f"server-{len(self._made)}", **settings))
        return self._made[-1]

    def __iter__(self) -> Iterator[AServer]:
        return iter(self._made)

    def close(self) -> None:
        for each in self._made:
            each.clean_up()


Made = Callable[..., Server]
