"""One supervisor's parts: whole once they are built, at work only between start and stop."""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import httpx
import psutil
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.routing import BaseRoute

from support.wait import patient, until
from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.errors import RenError
from workflow_engine_shared.settings import Settings
from workflow_engine_shared.storage.workflow.sqlite_store import SqliteStore
from workflow_engine_supervisor.engine import Engine, build
from workflow_engine_supervisor.http.api_router import ApiRouter, LateRoute, make_routes
from workflow_engine_supervisor.server import http_server
from workflow_engine_supervisor.server.embedded import EmbeddedServer

FEEDS = {"feed", "runs-feed", "figures"}
PARTS = FEEDS | {"monitor", "housekeeping"}


def settings(home: Path) -> Settings:
    """Every part has something to do."""
    return Settings(home=str(home), flows=str(home), port=0, warm_workers=0, retention_days=1, home_max_bytes=2**40)


OTHERS: set[threading.Thread] = set()


@pytest.fixture(autouse=True)
def others() -> None:
    """Threads of other engines, which tests of this folder share, say nothing about this one."""
    OTHERS.clear()
    OTHERS.update(threading.enumerate())


def at_work() -> set[str]:
    """The parts whose thread runs."""
    return PARTS & {thread.name for thread in threading.enumerate() if thread not in OTHERS}


def things(home: Path) -> set[str]:
    return {str(path.relative_to(home)) for path in home.rglob("*")}


def processes() -> set[int]:
    return {child.pid for child in psutil.Process().children()}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    home = settings(tmp_path / "home").home_paths
    home.make()
    opened = SqliteStore.open(home.db)
    yield opened
    opened.close()


@pytest.fixture
def engine(tmp_path: Path, store: SqliteStore) -> Iterator[Engine]:
    built = build(settings(tmp_path / "home"), SystemClock(), store)
    yield built
    built.stop()


class Door:
    """Lets nobody in; looks who is at work when it is opened and when it is closed."""

    def __init__(self, opened: Callable[[], None] = lambda: None) -> None:
        self._opened = opened
        self.seen: list[set[str]] = []

    def start(self) -> None:
        self.seen.append(at_work())
        self._opened()

    def stop(self) -> None:
        self.seen.append(at_work())


def test_what_is_built_is_not_at_work(tmp_path: Path, store: SqliteStore):
    home = tmp_path / "home"
    threads, children, files = set(threading.enumerate()), processes(), things(home)
    built = build(settings(home), SystemClock(), store)
    built.stop()
    assert set(threading.enumerate()) <= threads
    assert processes() <= children
    assert things(home) == files
    assert {name for name in files if not name.startswith("workflow.db")} == {"runs"}
    # Whole all the same: what only reads answers before anything is started.
    assert built.lists.at_work() == set()
    assert built.counts().workers == {"active": 0, "warm": 0, "starting": 0}


def test_the_feeds_are_there_before_the_door_opens_and_runs_are_stopped_before_it_closes(engine: Engine):
    door = Door()
    engine.start(door)
    assert at_work() == PARTS
    engine.stop()
    assert door.seen == [FEEDS, FEEDS]
    assert at_work() == set()


def test_a_second_stop_does_nothing_and_a_second_start_is_refused(engine: Engine):
    engine.start()
    with pytest.raises(RuntimeError, match="started before"):
        engine.start()
    assert at_work() == PARTS
    engine.stop()
    engine.stop()
    with pytest.raises(RuntimeError, match="started before"):
        engine.start()
    assert at_work() == set()


def test_what_was_started_before_a_door_that_does_not_open_is_stopped(engine: Engine):
    def jammed() -> None:
        raise RenError("It is jammed.")

    with pytest.raises(RenError, match="jammed"):
        engine.start(Door(jammed))
    assert at_work() == set()


def test_a_server_that_was_stopped_starts_again_with_an_engine_of_its_own(tmp_path: Path):
    built: list[Engine] = []

    def remembered(*parts: object) -> Engine:
        built.append(build(*parts))  # type: ignore[arg-type]
        return built[-1]

    server = EmbeddedServer(settings(tmp_path / "home"), remembered)
    try:
        for life in (1, 2):
            url = server.start()
            health = httpx.get(f"{url}/healthz", trust_env=False, timeout=patient(30)).json()
            assert (len(built), health["instance"]) == (life, built[-1].instance)
            assert server.serving
            server.stop()
            server.stop()
            assert not server.serving
            until(lambda: at_work() == set())
    finally:
        server.stop()
    assert built[0].instance != built[1].instance


def test_a_server_leaves_as_soon_as_it_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Not at its next look at the clock, nor once a client lets go of a connection that it keeps."""
    monkeypatch.setattr(http_server, "_TICK_SECONDS", 10 * patient(60.0))
    monkeypatch.setattr(http_server, "CLOSING_SECONDS", 10 * patient(60.0))
    server = EmbeddedServer(settings(tmp_path / "home"))
    with httpx.Client(base_url=server.start(), trust_env=False, timeout=patient(30)) as client:
        assert client.get("/healthz").status_code == 200
        leaving = threading.Thread(target=server.stop)
        leaving.start()
        leaving.join(patient(60.0))
        assert not leaving.is_alive()
        with pytest.raises(httpx.TransportError):
            client.get("/healthz")


def test_a_route_is_made_once_when_its_path_is_asked_for():
    made: list[str] = []
    router = ApiRouter(prefix="/things", tags=["things"])

    for path in ("/{name}", "/{name}/parts"):
        router.get(path)(lambda name, path=path: {path: name})
    for late in (late for late in router.routes if isinstance(late, LateRoute)):
        late._make = partial(_noted, made, late.path_format, late._make)
    app = FastAPI(openapi_url=None)
    router.install(app)
    with TestClient(app) as client:
        for _ in range(2):
            assert client.get("/things/a").json() == {"/{name}": "a"}
        assert client.post("/things/a").status_code == 405
        assert client.get("/nothing").status_code == 404
    assert made == ["/things/{name}"]
    make_routes(app)
    assert list(app.openapi()["paths"]) == ["/things/{name}", "/things/{name}/parts"]
    assert app.openapi()["paths"]["/things/{name}"]["get"]["tags"] == ["things"]
    assert made == ["/things/{name}", "/things/{name}/parts"]


def _noted(made: list[str], path: str, make: Callable[[], BaseRoute]) -> BaseRoute:
    made.append(path)
    return make()
