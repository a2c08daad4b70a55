"""The stream of all runs: what changes in a list is told, as the list would show it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection

from support.api import Api
from support.run import chain
from support.server import Server
from support.web_socket import connect
from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.run_status import RunStatus
from workflow_engine_supervisor.live.hub import ALL_RUNS, Hub
from workflow_engine_supervisor.live.list_feed import RunListFeed
from workflow_engine_supervisor.run_events import RunChanged, RunDeleted, RunEvents

Frame = dict[str, Any]

COUNT = """
import time
from pathlib import Path

from workflow_engine import register_function, track

@register_function("many.count")
def count(state):
    for number in track(range(100_000), "numbers"):
        time.sleep(0.01)
        if Path(state["gate"]).exists():
            return {}
"""
COUNTING = chain({"id": "count", "type": "python", "data": {"codeRef": "many.count"}})


@contextmanager
def watching(url: str, query: str = "", **options: Any) -> Iterator[ClientConnection]:
    with connect(f"{url}/events{query}", max_size=None, proxy=None, **options) as socket:
        yield socket


def frame(socket: ClientConnection, seconds: float = 10) -> Frame:
    found: Frame = json.loads(socket.recv(timeout=seconds))
    return found


def until_told(socket: ClientConnection, thread_id: str, wanted: Any = lambda _: True) -> Frame:
    """The next frame of this run that is as wanted."""
    while True:
        found = frame(socket)
        if found.get("thread_id") == thread_id and wanted(found):
            return found


def test_the_first_page_comes_first_then_what_changes(api: Api):
    api.run("before")
    with watching(api.ws) as socket:
        first = frame(socket)
        assert (first["type"], first["thread_id"]) == ("resync", None)
        assert first["data"]["items"][0]["thread_id"] == "before"
        assert list(first) == ["seq", "ts", "type", "thread_id", "data"]
        api.run("new")
        told = until_told(socket, "new")
        assert (told["type"], told["data"]["status"]) == ("run", "pending")
        listed = api.get("/runs", limit=1).json()["items"][0]
        assert told["data"] == listed
        api.post("/runs/new/cancel")
        until_told(socket, "new", lambda each: each["data"]["cancel_requested"])


def test_a_deleted_run_is_told_and_one_of_the_same_name_comes_after(api: Api):
    api.run_in("gone", RunStatus.FINISHED)
    with watching(api.ws) as socket:
        assert frame(socket)["type"] == "resync"
        assert api.client.delete("/runs/gone").status_code == 204
        assert until_told(socket, "gone", lambda each: each["type"] == "deleted")["data"] == {}
        api.run("gone")
        assert until_told(socket, "gone")["data"]["status"] == "pending"


def test_who_comes_back_misses_nothing(api: Api):
    with watching(api.ws) as socket:
        frame(socket)
        api.run("seen")
        seq = until_told(socket, "seen")["seq"]
    api.run("missed")
    with watching(api.ws, f"?since={seq}") as socket:
        assert frame(socket)["thread_id"] == "missed"


@pytest.mark.parametrize("since", ["abc", "00000000-5", str(2**70)])
def test_an_unknown_place_gives_the_first_page(api: Api, since: str):
    with watching(api.ws, f"?since={since}") as socket:
        assert frame(socket)["type"] == "resync"


def test_sse_sends_the_same_frames(api: Api):
    api.run("sourced")
    with watching(api.ws) as socket, api.client.stream("GET", "/events") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        lines = (line for line in answer.iter_lines() if line.startswith("data: "))
        assert json.loads(next(lines).removeprefix("data: "))["type"] == "resync"
        frame(socket)
        api.post("/runs/sourced/pause")
        sent = json.loads(next(lines).removeprefix("data: "))
        pushed = until_told(socket, "sourced")
        while pushed["seq"] != sent["seq"]:  # the start may be told to the one that was there first
            pushed = until_told(socket, "sourced")
        assert sent == pushed


@pytest.mark.parametrize("query", ["?types=run", "?since=", "?sinc=x", "?since=a&since=b", "?since=" + "x" * 101])
def test_wrong_questions_are_refused_before_the_handshake(api: Api, query: str):
    if query == "?since=":
        with watching(api.ws, query) as socket:  # an empty place is an unknown one
            assert frame(socket)["type"] == "resync"
        return
    with pytest.raises(InvalidStatus) as refused, watching(api.ws, query):
        pass
    assert refused.value.response.status_code == 422
    assert api.client.get(f"/events{query}").json()["code"] == "BAD_QUERY"


def test_a_ticket_opens_it_once(guarded: Api):
    with pytest.raises(InvalidStatus), watching(guarded.ws):
        pass
    ticket = guarded.post("/ticket").json()["ticket"]
    with watching(guarded.ws, f"?ticket={ticket}") as socket:
        assert frame(socket)["type"] == "resync"
    with pytest.raises(InvalidStatus) as refused, watching(guarded.ws, f"?ticket={ticket}"):
        pass
    assert refused.value.response.status_code == 401


def test_messages_are_answered_with_errors_and_then_with_the_end(api: Api):
    with watching(api.ws) as socket:
        assert frame(socket)["type"] == "resync"
        for _ in range(10):
            socket.send("hello")
        with pytest.raises(ConnectionClosed) as closed:
            until_told(socket, "nobody")
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1008


def test_many_new_runs_reach_one_who_reads_late(api: Api):
    """Events are states: who is slow gets fewer, never a wrong picture."""
    names = {f"many-{number}" for number in range(120)}
    with watching(api.ws, max_queue=1) as socket:
        frame(socket)
        for name in names:
            api.run(name)
            api.post(f"/runs/{name}/pause")
        asked: set[str] = set()
        while asked != names:
            told = frame(socket)
            if told["thread_id"] in names and told["data"]["pause_requested"]:
                asked.add(told["thread_id"])


def test_no_work_is_done_for_nobody():
    class NoLists:
        def __getattr__(self, name: str) -> Any:
            raise AssertionError(f"asked for {name}")

    hub = Hub(SystemClock())
    events = RunEvents()
    feed = RunListFeed(hub, NoLists(), SystemClock(), events)  # type: ignore[arg-type]
    feed.start()
    for _ in range(1000):
        events.publish(RunChanged("a"))
        events.publish(RunDeleted("b"))
    assert (feed._changed, feed._deleted, hub.is_watched(ALL_RUNS)) == (set(), [], False)
    feed.stop()
    assert not feed._thread.is_alive()


def test_a_run_at_work_shows_its_node_progress_and_process_also_when_adopted(tmp_path: Path):
    server = Server(tmp_path / "server", grace=0.5, warm_workers=0)
    (server.flows / "many_count.py").write_text(COUNT, encoding="utf-8")
    try:
        server.start()
        gate = tmp_path / "gate"
        with watching(_ws(server)) as socket:
            run = server.run(server.flow(COUNTING), gate=str(gate))
            at_work = until_told(socket, run.id, _is_counting)["data"]
            assert at_work["node"] == "count"
            assert at_work["process"]["responsive"]
        server.kill()
        server.start()
        with watching(_ws(server)) as socket:
            before = until_told(socket, run.id, _is_counting)["data"]
            after = until_told(socket, run.id, lambda each: _done(each) > before["progress"]["done"])["data"]
            assert after["process"]["pid"] == before["process"]["pid"] == at_work["process"]["pid"]
            gate.touch()
            ended = until_told(socket, run.id, lambda each: each["data"]["status"] == "finished")["data"]
            assert (ended["node"], ended["progress"], ended["process"]) == (None, None, None)
        assert server.stop() == 0
    finally:
        server.clean_up()


def _ws(server: Server) -> str:
    return str(server.client.base_url).replace("http", "ws").rstrip("/")


def _is_counting(found: Frame) -> bool:
    return found["type"] == "run" and found["data"]["status"] == "running" and _done(found) > 0


def _done(found: Frame) -> int:
    progress = found["data"]["progress"] or {"done": 0}
    return int(progress["done"])
