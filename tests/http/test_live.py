"""The whole way through real workers: start, watch, pause, resume, cancel, all over HTTP."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from support.api import Api, serving
from support.wait import patient, until
from support.web_socket import connect
from workflow_engine_shared.run_status import ACTIVE, RunStatus

CODE = '''
import logging
import time
from pathlib import Path

from workflow_engine import current_run, pause_requested, register_function

@register_function("live.wait")
def wait(state):
    """Waits until a file is there, and until it heard of a pause if one will come."""
    logging.getLogger("mine").warning("waiting")
    print("printed")
    while not Path(state["gate"]).exists() or (state.get("pauses") and not pause_requested()):
        time.sleep(0.01)
    return {"waited": state.get("extra", "no")}
'''
FLOW: dict[str, Any] = {
    "nodes": [
        {"id": "start", "type": "start"},
        {"id": "wait", "type": "python", "data": {"codeRef": "live.wait"}},
        {"id": "again", "type": "python", "data": {"codeRef": "live.wait"}},
        {"id": "end", "type": "end"},
    ],
    "edges": [
        {"source": "start", "target": "wait"},
        {"source": "wait", "target": "again"},
        {"source": "again", "target": "end"},
    ],
}


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    home = tmp_path_factory.mktemp("home")
    flows = home.parent / f"{home.name}-flows"
    flows.mkdir()
    (flows / "live.py").write_text(CODE)
    with serving(home, warm_workers=1, grace=1.0) as api:
        api.flow("live", FLOW)
        yield api


def _status(api: Api, thread_id: str) -> RunStatus:
    return RunStatus(api.get(f"/runs/{thread_id}").json()["status"])


def test_a_run_is_watched_from_its_start_to_its_end(live: Api):
    gate = live.home / "gate-1"
    live.run("watched", "live", input={"gate": str(gate)})
    with connect(f"{live.ws}/runs/watched/events") as socket:
        until(lambda: live.get("/runs/watched").json()["current_nodes"] == ["wait"], what="the node runs")
        view = live.get("/runs/watched").json()
        assert (view["status"], view["process"]["epoch"], view["process"]["responsive"]) == ("running", 1, True)
        until(lambda: live.get("/runs/watched").json()["process"]["rss_mb"] > 20, what="its memory")
        assert [each["status"] for each in view["nodes"]] == ["finished", "running", "waiting", "waiting"]
        assert live.get("/system").json()["workers"]["active"] == 1
        gate.touch()
        until(lambda: _status(live, "watched") is RunStatus.FINISHED, what="the run ends")
        found: list[dict[str, Any]] = []
        while not found or found[-1]["data"].get("status") != "finished" or found[-1]["type"] != "status":
            found.append(json.loads(socket.recv(timeout=patient(5))))
    numbers = [int(each["seq"].partition("-")[2]) for each in found]
    assert numbers == sorted(numbers)
    nodes = [(each["data"]["node"], each["data"]["status"]) for each in found if each["type"] == "node"]
    assert ("again", "finished") in nodes
    messages = {each["data"]["message"] for each in found if each["type"] == "log"}
    assert {"waiting", "printed"} <= messages
    view = live.get("/runs/watched").json()
    assert view["process"] is None
    assert view["current_nodes"] == []
    assert (view["progress"]["done"], view["progress"]["total"]) == (4, 4)
    assert view["times"]["finished_at"]
    warnings = live.get("/runs/watched/logs", level="WARNING", node="wait").json()["items"]
    assert [each["message"] for each in warnings] == ["waiting"]
    assert live.get("/runs/watched/state").json()["values"]["waited"] == "no"
    until(lambda: len(live.get("/runs/watched").json()["attempts"]) == 1)
    until(lambda: live.get("/runs/watched").json()["attempts"][0]["exit_code"] == 0, what="the worker's end is kept")


def test_a_pause_stops_between_nodes_and_a_resume_brings_updates(live: Api):
    gate = live.home / "gate-2"
    live.run("paused", "live", input={"gate": str(gate), "pauses": True})
    until(lambda: live.get("/runs/paused").json()["current_nodes"] == ["wait"], what="the node runs")
    assert live.post("/runs/paused/pause").status_code == 202
    gate.touch()
    until(lambda: _status(live, "paused") is RunStatus.INTERRUPTED, what="the pause")
    view = live.get("/runs/paused").json()
    assert (view["reason"], view["current_nodes"], view["pause_requested"]) == ("paused", ["again"], False)
    assert live.post("/runs/paused/resume", {"updates": {"extra": "from outside", "pauses": False}}).status_code == 202
    until(lambda: _status(live, "paused") is RunStatus.FINISHED, what="the end")
    assert live.get("/runs/paused/state").json()["values"]["waited"] == "from outside"
    assert [each["visits"] for each in live.get("/runs/paused").json()["nodes"]] == [1, 1, 1, 1]


def test_a_cancel_ends_a_run_that_waits(live: Api):
    live.run("cancelled", "live", input={"gate": str(live.home / "never")})
    until(lambda: live.get("/runs/cancelled").json()["current_nodes"] == ["wait"], what="the node runs")
    assert live.post("/runs/cancelled/cancel").status_code == 202
    until(lambda: _status(live, "cancelled") not in ACTIVE, timeout=30, what="the cancel")
    assert _status(live, "cancelled") is RunStatus.CANCELLED
