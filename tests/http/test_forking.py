"""POST /runs/{id}/fork, and the checkpoints it begins at: accepted once, refused without a trace."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from support.api import Api, IdleMonitor, idle_engine, serving
from workflow_engine_shared.paths import RunPaths
from workflow_engine_shared.run_status import RunStatus
from workflow_engine_shared.storage.run import checkpoints, db, visits
from workflow_engine_shared.storage.run.checkpoints import CheckpointRow

NOW = "2026-01-01T00:00:00.000Z"


def _checkpoint(con: Any, number: int, values: dict[str, Any], *, ended: bool = False) -> None:
    manifest, chunks = {}, {}
    for key, value in values.items():
        manifest[key], parts = checkpoints.split(value)
        chunks.update(parts)
    body = msgspec.msgpack.encode({"channel_values": {"ctl": {"visits": number, "ended": ended}, "branch:to:x": None}})
    metadata = msgspec.msgpack.encode({"source": "loop", "step": number, "parents": {}})
    parent = f"c{number - 1}" if number else None
    checkpoints.insert_checkpoint(con, CheckpointRow("", f"c{number}", parent, NOW, metadata, body, manifest), chunks)


@pytest.fixture(scope="module")
def source(api: Api) -> RunPaths:
    """A finished run with three checkpoints."""
    return _source(api)


def _source(api: Api) -> RunPaths:
    paths = api.run_in("source", RunStatus.FINISHED)
    database = db.open_for_writing(paths.db, 1)
    rows = list(range(1000))
    with database.write() as con:
        for number, node_id in enumerate(("start", "end"), 1):
            visits.begin_visit(con, number, node_id, NOW)
            visits.end_visit(con, number, "finished", NOW)
        _checkpoint(con, 0, {"rows": rows, "n": 0})
        _checkpoint(con, 1, {"rows": rows, "n": 1, "new": "x" * 100})
        _checkpoint(con, 2, {"rows": [*rows, 1000], "n": 1, "new": "x" * 100}, ended=True)
    database.close()
    return paths


def test_checkpoints_tell_whose_visit_ended_and_what_changed(api: Api, source: RunPaths):
    items = api.get("/runs/source/checkpoints").json()["items"]
    assert [
        (each["checkpoint_id"], each["step"], each["node"], each["visit"], each["changed"]) for each in items
    ] == [
        ("c2", 2, "end", 2, ["rows"]),
        ("c1", 1, "start", 1, ["n", "new"]),
        ("c0", 0, None, None, ["rows", "n"]),
    ]  # fmt: skip
    assert items[0]["keys"] == ["rows", "n", "new"]
    # 1000 small numbers, one byte or three each; the text of 100 characters; a number in the manifest.
    assert 2000 < items[2]["size"] < items[1]["size"] < items[0]["size"] < 4000
    assert 100 < items[1]["size"] - items[2]["size"] < 110
    page = api.get("/runs/source/checkpoints", limit=1).json()
    assert page["items"] == items[:1]
    assert api.get("/runs/source/checkpoints", limit=2, cursor=page["next"]).json() == {
        "items": items[1:],
        "next": None,
    }


def test_a_checkpoint_that_does_not_tell_is_listed_all_the_same(api: Api):
    paths = api.run_in("mute", RunStatus.FINISHED)
    database = db.open_for_writing(paths.db, 1)
    with database.write() as con:
        manifest = {"a": checkpoints.split(1)[0]}
        checkpoints.insert_checkpoint(con, CheckpointRow("", "c9", "pruned", NOW, b"\xc1", b"\xff", manifest), {})
    database.close()
    (item,) = api.get("/runs/mute/checkpoints").json()["items"]
    assert item == {
        "checkpoint_id": "c9", "parent_id": "pruned", "ts": NOW, "step": None, "node": None, "visit": None,
        "due": [], "keys": ["a"], "changed": ["a"], "size": 1,
    }  # fmt: skip
    answer = api.post("/runs/mute/fork")
    assert (answer.status_code, answer.json()["code"]) == (503, "CHECKPOINT_UNREADABLE")


def test_a_fork_is_a_new_run_of_the_same_version(api: Api, source: RunPaths):
    IdleMonitor.rung.clear()
    answer = api.post("/runs/source/fork", {"checkpoint_id": "c0", "updates": {"n": 5, "ü": None}, "thread_id": "fork"})
    view = answer.json()
    assert (answer.status_code, answer.headers["location"]) == (201, "/runs/fork")
    assert (view["thread_id"], view["flow_id"], view["version"], view["status"]) == ("fork", "minimal", 1, "pending")
    assert view["forked_from"] == {"thread_id": "source", "checkpoint_id": "c0"}
    assert not (source.root.parent / "fork").exists(), "its worker makes its folder, and copies into it"
    assert IdleMonitor.rung == ["fork"]
    assert json.loads(api.column("fork", "forked_updates")) == {"n": 5, "ü": None}


def test_without_a_checkpoint_it_is_the_newest_at_which_a_node_is_due(api: Api, source: RunPaths):
    view = api.post("/runs/SOURCE/fork").json()
    assert view["forked_from"] == {"thread_id": "source", "checkpoint_id": "c1"}
    other = api.post("/runs/source/fork", {}).json()
    assert other["thread_id"] != view["thread_id"]


@pytest.mark.parametrize("status", list(RunStatus))
def test_a_run_is_forked_wherever_it_stands(api: Api, status: RunStatus):
    paths = api.run_in(f"at-{status.value}", status)
    database = db.open_for_writing(paths.db, 1)
    with database.write() as con:
        _checkpoint(con, 0, {"a": 1})
    database.close()
    assert api.post(f"/runs/at-{status.value}/fork").status_code == 201
    assert api.get(f"/runs/at-{status.value}").json()["status"] == status.value


def test_the_same_fork_again_is_answered_with_the_run(api: Api, source: RunPaths):
    body = {"checkpoint_id": "c1", "thread_id": "once", "updates": {"a": 1, "b": 2}}
    assert api.post("/runs/source/fork", body).status_code == 201
    with api.unchanged():
        again = api.post("/runs/Source/fork", {**body, "updates": {"b": 2, "a": 1}})
        other = api.post("/runs/source/fork", {**body, "updates": {"a": 2}})
        start = api.post("/runs/start", {"flow_id": "minimal", "thread_id": "once"})
    assert (again.status_code, again.json()["thread_id"]) == (200, "once")
    assert [(each.status_code, each.json()["code"]) for each in (other, start)] == [(409, "RUN_EXISTS")] * 2


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b'{"checkpoint_id": "c9"}', 404, "CHECKPOINT_NOT_FOUND"),
        (b'{"checkpoint_id": "\' OR 1=1--"}', 404, "CHECKPOINT_NOT_FOUND"),
        (b'{"checkpoint_id": "a\\u0000b"}', 404, "CHECKPOINT_NOT_FOUND"),
        (b'{"checkpoint_id": "c2"}', 409, "NOTHING_DUE"),
        (b'{"checkpoint_id": ""}', 422, "INVALID_BODY"),
        (b'{"checkpoint_id": 1}', 422, "INVALID_BODY"),
        (b'{"checkpoint_id": "' + b"c" * 201 + b'"}', 422, "INVALID_BODY"),
        (b'{"checkpoint": "c1"}', 422, "INVALID_BODY"),
        (b'{"updates": {"__ctl": 1}}', 422, "INVALID_UPDATES"),
        (b'{"updates": []}', 422, "INVALID_BODY"),
        (b'{"updates": {"a": NaN}}', 400, "NON_FINITE_NUMBER"),
        (b'{"updates": {"a": "\\ud800"}}', 400, "INVALID_UNICODE"),
        (b'{"updates": {"a": 1, "a": 2}}', 400, "DUPLICATE_KEY"),
        (b'{"updates": {"a": "' + b"x" * (8 * 1024 * 1024) + b'"}}', 413, "BODY_TOO_LARGE"),
        (b'{"thread_id": "a/b"}', 422, "INVALID_BODY"),
        (b'{"thread_id": "con"}', 422, "INVALID_BODY"),
        (b'{"thread_id": "source"}', 409, "RUN_EXISTS"),
        (b'{"thread_id": "SOURCE"}', 409, "RUN_EXISTS"),
        (b"[]", 422, "INVALID_BODY"),
        (b"{", 400, "INVALID_JSON"),
    ],
)
def test_a_fork_that_is_wrong_leaves_nothing(api: Api, source: RunPaths, body: bytes, status: int, code: str):
    folders = sorted(source.root.parent.iterdir())
    with api.unchanged():
        answer = api.post_bytes("/runs/source/fork", body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert sorted(source.root.parent.iterdir()) == folders


def test_a_run_without_a_checkpoint_cannot_be_forked(api: Api):
    api.run("unbegun")
    with api.unchanged():
        answer = api.post("/runs/unbegun/fork")
    assert (answer.status_code, answer.json()["code"]) == (404, "CHECKPOINT_NOT_FOUND")


def test_a_large_update_is_taken(api: Api, source: RunPaths):
    answer = api.post("/runs/source/fork", {"updates": {"text": "x" * (2 * 1024 * 1024)}})
    assert answer.status_code == 201


def test_b64_a_fork_waits_like_any_run_and_is_refused_where_no_more_may_wait(tmp_path: Path):
    with serving(tmp_path / "home", idle_engine, max_queued_runs=1) as api:
        _source(api)
        assert api.post("/runs/source/fork", {"thread_id": "first"}).status_code == 201
        refused = api.post("/runs/source/fork", {"thread_id": "second"})
        assert (refused.status_code, refused.json()["code"]) == (429, "QUEUE_FULL")
        assert not (api.home / "runs" / "second").exists()
        assert api.post("/runs/source/fork", {"thread_id": "first"}).status_code == 200
