"""A supervisor whose every answer is written down: what was acknowledged, what was refused, how long it took."""

import contextlib
import json
import re
import secrets
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

import httpx

from faults import evidence
from support.ledger import ledger_of
from support.run import Run
from support.server import Server
from support.wait import patient
from workflow_engine_shared.paths import Home
from workflow_engine_shared.run_status import FINAL

_COMMAND = re.compile(r"^/runs/([^/]+)/(pause|resume|retry|cancel)$")
_RUN = re.compile(r"^/runs/([^/]+)$")
WATCHED = 2


@dataclass(frozen=True)
class Answer:
    """One HTTP exchange."""

    method: str
    path: str
    status: int
    seconds: float


@dataclass(frozen=True)
class Moment:
    """The disk at one moment of a run: what is completed, and how many side effects there were."""

    steps: dict[str, evidence.Step]
    over: dict[int, float]
    lines: int


@dataclass
class Record:
    """What the client saw, and what the disk said at chosen moments."""

    answers: list[Answer] = field(default_factory=list)
    started: set[str] = field(default_factory=set)
    commands: list[tuple[str, str]] = field(default_factory=list)
    finals: dict[str, str] = field(default_factory=dict)  #: the first final status that anybody was told
    moments: dict[str, list[Moment]] = field(default_factory=dict)
    superseded: dict[str, tuple[int, float]] = field(default_factory=dict)  #: by hand: epoch, and when
    streams: list["Stream"] = field(default_factory=list)
    killed: set[int] = field(default_factory=set)  #: processes of items, that a test killed

    def heard(self, response: httpx.Response) -> None:
        """Called with every answer."""
        begun = response.request.extensions["begun"]
        response.read()
        method, path = response.request.method, response.request.url.path
        self.answers.append(Answer(method, path, response.status_code, perf_counter() - begun))
        if method == "POST":
            self._acknowledged(path, response)
        elif (found := _RUN.match(path)) and response.status_code == 200:
            self.saw(found[1], response.json()["status"])
        elif method == "DELETE" and (found := _RUN.match(path)) and response.is_success:
            self.started.discard(found[1])
            self.commands = [each for each in self.commands if each[0] != found[1]]

    def saw(self, thread_id: str, status: str) -> None:
        if status in {each.value for each in FINAL}:
            self.finals.setdefault(thread_id, status)

    def note(self, home: Home) -> None:
        """Keep what the disk says now, to be compared with what it says in the end."""
        for thread_id, story in evidence.stories(home).items():
            self.saw(thread_id, story.row.status.value)
            done = {name: step for name, step in story.steps.items() if step.state == "done"}
            # The journal first, the ledger second: a completed step's line is among the lines.
            lines = len(ledger_of(home.run(thread_id)))
            self.moments.setdefault(thread_id, []).append(Moment(done, dict(story.over), lines))

    def _acknowledged(self, path: str, response: httpx.Response) -> None:
        if path == "/runs/start" and response.status_code in (200, 201):
            self.started.add(response.json()["thread_id"])
        elif (found := _COMMAND.match(path)) and response.status_code == 202:
            self.commands.append((found[1], "resume" if found[2] == "retry" else found[2]))


class WitnessedServer(Server):
    """A server with a secret token, whose client keeps a record."""

    def __init__(self, folder: Path, **settings: object) -> None:
        super().__init__(folder, **settings)
        self.record = Record()
        self.judged: set[str] = set()  #: runs that a check has seen to their end
        self.secret = f"secret-{secrets.token_hex(12)}"
        self.env["REN_TOKEN"] = self.secret

    def connect(self) -> "WitnessedServer":
        super().connect()
        self.client.headers["Authorization"] = f"Bearer {self.secret}"
        begin = lambda request: request.extensions.update(begun=perf_counter())  # noqa: E731
        self.client.event_hooks = {"request": [begin], "response": [self.record.heard]}
        return self

    def start(self, port: int = 0) -> "WitnessedServer":
        super().start(port)
        return self

    def kill(self) -> None:
        super().kill()
        self.record.note(self.home)

    def kill_all(self) -> None:
        super().kill_all()
        self.record.note(self.home)

    def stop(self) -> int:
        code = super().stop()
        self.record.note(self.home)
        return code

    def run(self, flow: Any, **state: Any) -> "WitnessedRun":
        made = super().run(flow, **state)
        run = WitnessedRun(self, made.id)
        if len(self.record.streams) < WATCHED:
            self.record.streams.append(Stream(self, run.id))
        return run

    def new_record(self) -> None:
        """Another test begins on this server."""
        self.end_streams()
        self.record = Record()
        self.client.event_hooks["response"] = [self.record.heard]

    def end_streams(self) -> None:
        for stream in self.record.streams:
            stream.end()

    def clean_up(self) -> None:
        self.end_streams()
        super().clean_up()


class WitnessedRun(Run):
    """A run whose violent deaths are noted down."""

    def kill(self, *args: Any) -> int:
        pid = super().kill(*args)
        self.server.record.note(self.server.home)
        return pid


class Stream:
    """A follower of one run over Server-Sent Events, who comes back with the last id it saw."""

    def __init__(self, server: WitnessedServer, thread_id: str) -> None:
        self.thread_id = thread_id
        self.connections: list[list[tuple[str, str]]] = []  #: (seq, type) of each connection
        self.asked: list[str | None] = []  #: behind which event each connection was to begin
        self.status: str | None = None
        self._server = server
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._follow, daemon=True)
        self._thread.start()

    def end(self) -> None:
        self._over.set()

    def _follow(self) -> None:
        last: str | None = None
        while not self._over.is_set():
            frames: list[tuple[str, str]] = []
            with contextlib.suppress(httpx.HTTPError, OSError, RuntimeError, KeyError):
                for frame in self._frames(last):
                    if not frames:
                        self.connections.append(frames)
                        self.asked.append(last)
                    last = frame["seq"]
                    frames.append((last, frame["type"]))
                    if frame["type"] in ("status", "resync"):
                        self.status = frame["data"]["status"]
                    if self._over.is_set():
                        return
            self._over.wait(0.1)

    def _frames(self, last: str | None) -> Iterator[dict[str, Any]]:
        headers = {"Authorization": f"Bearer {self._server.secret}"}
        if last is not None:
            headers["Last-Event-ID"] = last
        url = self._server.client.base_url.join(f"/runs/{self.thread_id}/events")
        with httpx.stream("GET", url, headers=headers, timeout=httpx.Timeout(patient(5)), trust_env=False) as answer:
            for line in answer.iter_lines():
                if line.startswith("data: "):
                    yield json.loads(line[6:])
