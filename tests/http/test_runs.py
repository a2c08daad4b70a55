"""What is told of runs: lists, the whole view, state, checkpoints."""

import json
import threading
from typing import Any

import httpx
import pytest

from support.api import Api, IdleMonitor
from support.wait import patient, until
from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.errors import ErrorData
from workflow_engine_shared.run_status import Reason, RunStatus
from workflow_engine_shared.storage.run import checkpoints, db, journal, visits
from workflow_engine_shared.storage.run.checkpoints import CheckpointRow
from workflow_engine_shared.storage.workflow import moves, workers
from workflow_engine_shared.storage.workflow.rows import WorkerRow

NOW = "2026-01-01T00:00:00.000Z"
LATER = "2026-01-01T00:00:01.500Z"


def _checkpoint(con: Any, checkpoint_id: str, values: dict[str, Any], parent: str | None = None) -> None:
    manifest, chunks = {}, {}
    for key, value in values.items():
        manifest[key], parts = checkpoints.split(value)
        chunks.update(parts)
    row = CheckpointRow("", checkpoint_id, parent, NOW, b"", b"", manifest)
    checkpoints.insert_checkpoint(con, row, chunks)


UNLABELLED = {"label": None, "label_zh": None, "left_by": None}


def test_a_run_without_any_progress_says_so(api: Api):
    api.run("fresh", input={"a": 1})
    view = api.get("/runs/fresh").json()
    assert list(view) == [
        "thread_id", "title", "tags", "flow_id", "version", "status", "reason", "pause_requested", "cancel_requested",
        "interrupt", "open_waits", "error", "skipped", "flow_name", "flow_name_zh", "test", "machine", "times", "input",
        "forked_from", "parent", "children", "waits", "schedule", "begun", "current_nodes", "open_visits", "progress",
        "code", "environment", "subflows", "nodes", "edges", "process", "cluster", "attempts", "disk_mb", "file_guard",
        "result",
    ]  # fmt: skip
    assert (view["status"], view["reason"], view["process"], view["attempts"]) == ("pending", None, None, [])
    assert view["nodes"] == [
        {"id": node, "status": "waiting", "visits": 0, "started_at": None, "duration_s": None} | UNLABELLED
        for node in ("start", "end")
    ]
    assert view["progress"] == {
        "node": None, "visit": None, "label": "nodes", "done": 0, "failed": 0, "skipped": 0, "total": 2, "rate": None,
        "eta_s": None,
    }  # fmt: skip
    assert view["edges"] == []
    assert view["times"]["duration_s"] is None
    assert api.get("/runs/fresh/state").json() == {"checkpoint_id": None, "values": {"a": 1}, "truncated": False}
    assert api.get("/runs/fresh/checkpoints").json() == {"items": [], "next": None}
    assert api.get("/runs/fresh/steps").json() == {"items": [], "next": None, "loops": [], "errors": [], "again": 0}


def test_a_run_db_that_was_just_created_is_empty(api: Api):
    api.run("created", input={"a": 1}).db.write_bytes(b"")
    assert api.get("/runs/created").json()["nodes"][0]["status"] == "waiting"
    assert api.get("/runs/created/state").json()["values"] == {"a": 1}


def test_a_damaged_run_db_hides_progress_and_nothing_else(api: Api):
    api.run("damaged").db.write_bytes(b"not a database at all, but long enough to be looked at" * 100)
    assert api.get("/runs/damaged").json()["status"] == "pending"
    answer = api.get("/runs/damaged/state")
    assert (answer.status_code, answer.json()["code"]) == (503, "DB_CORRUPT")


def test_visits_become_nodes_current_nodes_and_progress(api: Api):
    paths = api.run_in("visited", RunStatus.RUNNING)
    database = db.open_for_writing(paths.db, 1)
    with database.write() as con:
        visits.begin_visit(con, 1, "start", NOW)
        visits.end_visit(con, 1, "finished", LATER)
        visits.begin_visit(con, 2, "end", LATER)
    view = api.get("/runs/visited").json()
    started = {"id": "start", "status": "finished", "visits": 1, "started_at": NOW, "duration_s": 1.5}
    assert view["nodes"][0] == started | UNLABELLED
    assert (view["nodes"][1]["status"], view["current_nodes"]) == ("running", ["end"])
    assert (view["progress"]["node"], view["progress"]["done"], view["progress"]["total"]) == ("end", 1, 2)
    with database.write() as con:
        visits.end_visit(con, 2, "failed", LATER, ErrorData("X", "x", "end"))
    assert api.get("/runs/visited").json()["progress"]["failed"] == 1
    database.close()


def test_a_visit_that_no_worker_can_end_is_not_running(api: Api):
    paths = api.run_in("stuck", RunStatus.ERROR)
    database = db.open_for_writing(paths.db, 1)
    with database.write() as con:
        visits.begin_visit(con, 1, "start", NOW)
    database.close()
    view = api.get("/runs/stuck").json()
    assert (view["nodes"][0]["status"], view["current_nodes"]) == ("failed", ["start"])
    assert view["error"] == {
        "code": "CRASH_LOOP",
        "message": "It died.",
        "node": "start",
        "hint": "",
        "traceback": None,
    }


def test_several_visits_are_open_at_once(api: Api):
    paths = api.run_in("several", RunStatus.RUNNING)
    database = db.open_for_writing(paths.db, 1)
    with database.write() as con:
        visits.begin_visit(con, 1, "start", NOW)
        visits.begin_visit(con, 2, "end", LATER)
        for visit, done in ((1, 2), (2, 1)):
            loop = journal.open_loop(con, visit, "items#1", f"items of {visit}", 3).id
            rows = [journal.StepRow(loop, b"%d" % n, n, "done", 1, b"\xc0", None, None, NOW, 0.0) for n in range(done)]
            journal.put_steps(con, rows)
            visits.add_overlay(con, visit, {f"of {visit}": done})
        _checkpoint(con, "c1", {})
    view = api.get("/runs/several").json()
    assert view["current_nodes"] == ["start", "end"]
    fields = ("node", "visit", "attempt", "status", "started_at")
    assert [tuple(each[name] for name in fields) for each in view["open_visits"]] == [
        ("start", 1, 1, "running", NOW),
        ("end", 2, 1, "running", LATER),
    ]
    assert [(each["progress"]["label"], each["progress"]["done"]) for each in view["open_visits"]] == [
        ("items of 1", 2),
        ("items of 2", 1),
    ]
    assert (view["progress"]["visit"], view["progress"]["label"]) == (2, "items of 2")
    assert api.get("/runs/several/state").json()["values"] == {"of 1": 2, "of 2": 1}
    database.close()


def test_every_worker_that_held_the_run_is_an_attempt(api: Api):
    api.run_in("attempted", RunStatus.RUNNING)
    with api.database.write() as con:
        workers.insert_worker(con, WorkerRow("attempted", 1, "inst", 123, 1.0, NOW, None, None, None))
        workers.end_worker(con, "attempted", 1, LATER, exit_code=-9, exit_reason="killed")
    assert api.get("/runs/attempted").json()["attempts"] == [
        {"epoch": 1, "pid": 123, "started_at": NOW, "ended_at": LATER, "exit_code": -9, "exit_reason": "killed"}
    ]


def test_an_interrupted_run_says_where_and_why(api: Api):
    api.run_in("interrupted", RunStatus.INTERRUPTED)
    view = api.get("/runs/interrupted").json()
    assert (view["reason"], view["current_nodes"]) == ("paused", ["start"])
    assert view["interrupt"] == {"kind": "pause", "value": None, "node": "start"}


def test_the_state_is_the_newest_checkpoint_with_the_updates_given_since(api: Api):
    paths = api.run_in("stated", RunStatus.RUNNING)
    database = db.open_for_writing(paths.db, 1)
    with database.write() as con:
        _checkpoint(con, "c1", {"a": 1})
        _checkpoint(con, "c2", {"a": 1, "b": [1.5, {"x": b"bytes"}]}, "c1")
        visits.begin_visit(con, 1, "start", NOW)
        visits.add_overlay(con, 1, {"a": 2, "c": "new"})
    state = api.get("/runs/stated/state").json()
    assert state == {
        "checkpoint_id": "c2",
        "values": {"a": 2, "b": [1.5, {"x": {"$type": "bytes", "preview": "Ynl0ZXM="}}], "c": "new"},
        "truncated": False,
    }
    assert api.get("/runs/stated/state", checkpoint="c1").json()["values"] == {"a": 1}
    with database.write() as con:
        visits.end_visit(con, 1, "finished", LATER)
    assert api.get("/runs/stated/state").json()["values"]["a"] == 1
    database.close()
    items = api.get("/runs/stated/checkpoints").json()["items"]
    assert [(each["checkpoint_id"], each["parent_id"], each["keys"]) for each in items] == [
        ("c2", "c1", ["a", "b"]),
        ("c1", None, ["a"]),
    ]
    first = api.get("/runs/stated/checkpoints", limit=1).json()
    second = api.get("/runs/stated/checkpoints", limit=1, cursor=first["next"]).json()
    assert (second["items"][0]["checkpoint_id"], second["next"]) == ("c1", None)


def test_an_unknown_checkpoint_is_not_found(api: Api):
    api.run("unchecked")
    answer = api.get("/runs/unchecked/state", checkpoint="' OR 1=1")
    assert (answer.status_code, answer.json()["code"]) == (404, "CHECKPOINT_NOT_FOUND")


def test_a_large_state_is_shown_with_previews_of_what_is_long(api: Api):
    paths = api.run_in("large", RunStatus.RUNNING)
    database = db.open_for_writing(paths.db, 1)
    with database.write() as con:
        _checkpoint(con, "c1", {"small": 1, "rows": list(range(100_000)), "text": "ü" * 100_000, "tiny": {"a": [1]}})
    database.close()
    answer = api.get("/runs/large/state")
    state = answer.json()
    assert state["truncated"] is True
    assert (state["values"]["small"], state["values"]["tiny"]) == (1, {"a": [1]})
    assert {key: state["values"]["rows"][key] for key in ("$type", "size")} == {"$type": "list", "size": 100_000}
    assert state["values"]["text"]["size"] == 100_000
    assert len(answer.content) < 80_000


def test_a_state_of_very_many_keys_is_cut(api: Api):
    paths = api.run_in("wide", RunStatus.RUNNING)
    database = db.open_for_writing(paths.db, 1)
    with database.write() as con:
        _checkpoint(con, "c1", {f"key{n}": n for n in range(20_000)})
    database.close()
    answer = api.get("/runs/wide/state")
    assert answer.json()["truncated"] is True
    assert 1000 < len(answer.json()["values"]) < 20_000
    assert len(answer.content) < 70_000


def test_runs_come_newest_first_in_pages_and_can_be_chosen(api: Api):
    api.flow("listed")
    for n in range(7):
        api.run(f"list-{n}", "listed")
    api.run_in("list-running", RunStatus.RUNNING)
    found: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = api.get("/runs", limit=3, q="list-", **cursor).json()
        found += [each["thread_id"] for each in page["items"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert found == ["list-running", *(f"list-{n}" for n in reversed(range(7)))]
    assert len(api.get("/runs", flow_id="listed").json()["items"]) == 7
    both = api.get("/runs", status="running,pending", q="LIST").json()["items"]
    assert len(both) == 8
    running = api.get("/runs", status="running", q="list").json()["items"]
    assert [each["thread_id"] for each in running] == ["list-running"]
    assert api.get("/runs", q="%").json()["items"] == []
    assert "input" not in running[0]


def test_system_tells_of_itself(api: Api):
    api.run_in("counted", RunStatus.FINISHED)
    system = api.get("/system").json()
    assert system["runs"]["finished"] >= 1
    assert system["home"] == str(api.home)
    assert system["workers"] == {"active": 0, "warm": 0, "starting": 0, "max_active": 8}
    assert system["instance"] == api.get("/healthz").json()["instance"]
    assert system["rss_mb"] > 1
    info = json.loads((api.home / "supervisor.json").read_bytes())
    assert (info["instance"], info["port"]) == (system["instance"], api.port)


def test_a_list_that_is_asked_for_again_has_what_was_written_since(api: Api):
    """By the server's own connections, of which several are at work, and by somebody else's."""
    api.run("often-listed")
    leave = threading.Event()

    def look_on() -> None:
        with httpx.Client(base_url=api.url, timeout=patient(30), trust_env=False) as client:
            while not leave.is_set():
                client.get("/runs", params={"limit": 50})

    def listed(thread_id: str) -> dict[str, Any] | None:
        items = api.get("/runs", limit=50).json()["items"]
        return next((each for each in items if each["thread_id"] == thread_id), None)

    others = [threading.Thread(target=look_on) for _ in range(3)]
    for each in others:
        each.start()
    try:
        for number in range(40):
            title = f"title {number}"
            assert api.post("/runs/often-listed/rename", {"title": title}).status_code == 200
            assert [listed("often-listed")["title"] for _ in range(3)] == [title] * 3
            with api.database.write() as con:
                con.execute("UPDATE runs SET title = ? WHERE thread_id = 'often-listed'", [f"by hand {number}"])
            assert [listed("often-listed")["title"] for _ in range(3)] == [f"by hand {number}"] * 3
        total = api.get("/runs", limit=50).json()["total"]
        assert api.post("/runs/often-listed/cancel").status_code == 202
        assert listed("often-listed")["cancel_requested"] is True
        with api.database.write() as con:
            assert moves.run_cancelled(con, "often-listed", SystemClock().now())
        assert listed("often-listed")["status"] == "cancelled"
        assert api.client.delete("/runs/often-listed").status_code == 204
        assert listed("often-listed") is None
        assert api.get("/runs", limit=50).json()["total"] == total - 1
    finally:
        leave.set()
        for each in others:
            each.join()


def test_a_list_that_is_asked_for_again_shows_what_no_database_has(api: Api, monkeypatch: pytest.MonkeyPatch):
    """Why a run waits is a fact of the moment, and a text is a secret from the moment that it has a name."""
    api.run("listed-waits")
    api.run_in("listed-broke", RunStatus.ERROR)

    def listed() -> tuple[str | None, str]:
        found = {each["thread_id"]: each for each in api.get("/runs").json()["items"]}
        return found["listed-waits"]["reason"], found["listed-broke"]["error"]["message"]

    _, said = listed()
    assert listed() == (None, said)
    monkeypatch.setattr(IdleMonitor, "why", Reason.HOME_FULL)
    assert listed() == ("home_full", said)
    (api.home / "secrets.toml").write_text(f"told = {json.dumps(said)}", encoding="utf-8")
    assert said not in until(lambda: told if (told := listed())[1] != said else None)
    monkeypatch.undo()
    assert listed()[0] is None
