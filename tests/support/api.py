"""A real server (uvicorn, SQLite files) as its clients see it, and its home as only tests do."""

import hashlib
import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from support.stored import Fate, bring_to
from support.wait import patient
from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.errors import ErrorData
from workflow_engine_shared.paths import Home, RunPaths
from workflow_engine_shared.run_status import Reason, RunStatus
from workflow_engine_shared.settings import Settings
from workflow_engine_shared.storage.sqlite.database import Database
from workflow_engine_shared.storage.workflow.rows import Interrupt
from workflow_engine_supervisor.engine import Engine, build
from workflow_engine_supervisor.server.embedded import EmbeddedServer
from workflow_engine_supervisor.supervision.monitor import Monitor

MINIMAL: dict[str, Any] = {
    "nodes": [{"id": "start", "type": "start"}, {"id": "end", "type": "end"}],
    "edges": [{"source": "start", "target": "end"}],
}
FUNCTIONS = '''
from workflow_engine import register_function

@register_function("shop.count", requires=["httpx>=0.28"])
def count(state):
    """Counts."""
    return {}
'''
#: How the runs of these tests came to stand where they do: a crash loop, a pause, a death with nobody to go on.
STANDS = Fate(
    interrupt=Interrupt("pause", node="start"),
    reason=Reason.CRASH_LOOP,
    error=ErrorData("CRASH_LOOP", "It died.", node="start"),
    due="2999-01-01T00:00:00.000Z",
)


class IdleMonitor(Monitor):
    """A monitor that starts nothing: runs stand where a test puts them."""

    rung: list[str] = []  # noqa: RUF012 - one server a module
    why: Reason | None = None

    def __init__(self, *parts: Any, **options: Any) -> None:
        super().__init__(*parts, **options)
        self.rung.clear()

    def start(self) -> None: ...

    def notify(self, thread_id: str) -> None:
        self.rung.append(thread_id)

    accepted = notify

    def why_waiting(self) -> Reason | None:
        return self.why


@dataclass
class Api:
    """The server as its client sees it, and its home as only tests do."""

    url: str
    home: Path
    token: str = ""
    client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        self.client = httpx.Client(
            base_url=self.url, headers=headers, timeout=patient(30), trust_env=False, verify=False
        )
        self.database = Database(self.home / "workflow.db")

    @property
    def port(self) -> int:
        return httpx.URL(self.url).port or 0

    @property
    def ws(self) -> str:
        return self.url.replace("http://", "ws://")

    def get(self, path: str, **params: Any) -> httpx.Response:
        return self.client.get(path, params=params or None)

    def post(self, path: str, body: Any = None) -> httpx.Response:
        return self.client.post(path) if body is None else self.client.post(path, json=body)

    def post_bytes(self, path: str, body: bytes, **headers: str) -> httpx.Response:
        return self.client.post(path, content=body, headers={"Content-Type": "application/json", **headers})

    def raw(self, request: bytes) -> bytes:
        """What the server answers to bytes no client library would send."""
        with closing(socket.create_connection(("127.0.0.1", self.port), timeout=patient(10))) as wire:
            wire.sendall(request)
            answer = b""
            while block := wire.recv(65536):
                answer += block
                head, _, body = answer.partition(b"\r\n\r\n")
                length = [int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if b"content-length" in line]
                if length and len(body) >= length[0]:
                    break
            return answer

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything in workflow.db."""
        with closing(sqlite3.connect(self.home / "workflow.db")) as con:
            tables = [row[0] for row in con.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
            return {table: con.execute(f"SELECT * FROM {table}").fetchall() for table in tables}

    def column(self, thread_id: str, name: str) -> Any:
        """What stands in a run's row."""
        with closing(sqlite3.connect(self.home / "workflow.db")) as con:
            return con.execute(f"SELECT {name} FROM runs WHERE thread_id = ?", [thread_id]).fetchone()[0]

    @contextmanager
    def unchanged(self) -> Iterator[None]:
        """Nothing in the database changes inside."""
        before = self.content_hash()
        yield
        assert self.content_hash() == before

    def content_hash(self) -> str:
        """One value for all rows of all tables."""
        return hashlib.sha256(repr(sorted(self.dump().items())).encode()).hexdigest()

    def flow(self, flow_id: str, dsl: Any = None, *, publish: bool = True) -> str:
        """A flow with one version."""
        assert self.post("/flows", {"name": flow_id, "id": flow_id}).status_code == 201
        made = self.post(f"/flows/{flow_id}/versions", {"dsl": dsl or MINIMAL})
        assert made.status_code == 201, made.text
        if publish:
            assert self.post(f"/flows/{flow_id}/versions/1/publish").status_code == 200
        return flow_id

    def run(self, thread_id: str, flow_id: str = "minimal", **fields: Any) -> RunPaths:
        """An accepted run, and its folder as its worker makes it."""
        if self.get(f"/flows/{flow_id}").status_code == 404:
            self.flow(flow_id)
        started = self.post("/runs/start", {"flow_id": flow_id, "thread_id": thread_id, **fields})
        assert started.status_code == 201, started.text
        paths = Home(self.home).run(thread_id)
        paths.make(lasting=False)
        return paths

    def run_in(self, thread_id: str, status: RunStatus) -> RunPaths:
        """A run that stands in a status, brought there as workers would."""
        paths = self.run(thread_id)
        with self.database.write() as con:
            bring_to(con, thread_id, status, SystemClock().now(), STANDS)
        return paths


#: Engines that start no run, whatever is asked for.
idle_engine = partial(build, monitor=IdleMonitor)


@contextmanager
def serving(home: Path, build: Callable[..., Engine] = build, **settings: Any) -> Iterator[Api]:
    flows = home.parent / f"{home.name}-flows"
    flows.mkdir(exist_ok=True)
    (flows / "shop.py").write_text(FUNCTIONS)
    given = {"home": str(home), "flows": str(flows), "port": 0, "warm_workers": 0, **settings}
    server = EmbeddedServer(Settings(**given), build)
    api = Api(server.start(), home, given.get("token", ""))
    try:
        yield api
    finally:
        api.client.close()
        api.database.close()
        server.stop()
