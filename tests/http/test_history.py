"""What is kept of a run's commands and events; items by their kind of error; what a run and the settings tell."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from support.api import Api
from workflow_engine_shared.codec import encode
from workflow_engine_shared.errors import ErrorData
from workflow_engine_shared.run_status import RunStatus
from workflow_engine_shared.storage.run import db, journal, visits
from workflow_engine_shared.storage.workflow import signals
from workflow_engine_supervisor.home.disk_use import entry_sizes, folder_mb

NOW = "2026-01-01T00:00:00.000Z"
SECRET = "hunter2-hunter2"


def _history(api: Api, thread_id: str, **query: Any) -> Any:
    answer = api.get(f"/runs/{thread_id}/history", **query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_commands_and_events_are_told_oldest_first_with_their_times(api: Api):
    api.run("fresh-history")
    assert _history(api, "fresh-history") == {"items": [], "next": None}
    api.run_in("told", RunStatus.ERROR)
    assert api.post("/runs/told/resume").status_code == 202
    items = _history(api, "told")["items"]
    assert [each["type"] for each in items] == ["start", "error", "resume_request"]
    assert [each["processed"] for each in items] == [True, True, False]
    assert [each["id"] for each in items] == sorted(each["id"] for each in items)
    assert items[1]["payload"]["reason"] == "crash_loop"
    assert all(each["ts"].endswith("Z") for each in items)


def test_pages_hold_each_event_once_also_of_those_that_come_meanwhile(api: Api):
    api.run_in("paged", RunStatus.RUNNING)
    with api.database.write() as con:
        for n in range(6):
            signals.insert_command(con, "paged", "pause_request", {"n": n}, NOW)
    seen, cursor = [], {}
    while True:
        page = _history(api, "paged", limit=3, **cursor)
        seen += [each["payload"].get("n") for each in page["items"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
        if len(seen) == 3:
            with api.database.write() as con:
                signals.insert_command(con, "paged", "cancel_request", {"n": "last"}, NOW)
    assert seen == [None, 0, 1, 2, 3, 4, 5, "last"]


def test_secrets_of_a_command_are_not_told(api: Api):
    api.run_in("secretive", RunStatus.INTERRUPTED)
    updates = {"password": SECRET, "note": f"it is {SECRET}", "long": "x" * 100_000}
    assert api.post("/runs/secretive/resume", {"updates": updates}).status_code == 202
    answer = api.get("/runs/secretive/history")
    shown = answer.json()["items"][-1]["payload"]
    assert SECRET not in answer.text
    assert len(answer.content) < 20_000
    assert shown["updates"]["$type"] == "object"


@pytest.mark.parametrize("path", ["/runs/nobody/history", "/runs/..%2f/history"])
def test_the_history_of_no_run_is_not_found(api: Api, path: str):
    assert api.get(path).status_code == 404


def test_a_cursor_of_another_list_is_refused(api: Api):
    for n in range(2):
        api.run(f"cursor-{n}")
    foreign = api.get("/runs", limit=1).json()["next"]
    assert api.get("/runs/cursor-0/history", cursor=foreign).json()["code"] == "BAD_CURSOR"


def test_items_are_chosen_by_their_kind_of_error_and_paged(api: Api):
    paths = api.run_in("kinds", RunStatus.RUNNING)
    messages = ["ValueError: a: b", "ValueError", "ValueErrors: c", "value 100%_'\": x", ": nothing before it"]
    database = db.open_for_writing(paths.db, 1)
    with database.write() as con:
        visits.begin_visit(con, 1, "start", NOW)
        loop = journal.open_loop(con, 1, "f#1", "rows", 100).id
        rows = [_failed(loop, n, messages[n % len(messages)]) for n in range(50)]
        journal.put_steps(con, rows)
    database.close()
    page = api.get("/runs/kinds/steps", error="ValueError", limit=15).json()
    rest = api.get("/runs/kinds/steps", error="ValueError", limit=15, cursor=page["next"]).json()
    assert [each["key"] for each in page["items"] + rest["items"]] == [n for n in range(50) if n % 5 < 2]
    assert rest["next"] is None
    groups = {each["error"]: each["items"] for each in page["errors"]}
    assert groups == {"ValueError": 20, "ValueErrors": 10, "value 100%_'\"": 10, "": 10}
    for kind, items in groups.items():
        found = api.get("/runs/kinds/steps", error=kind, limit=1000).json()["items"]
        assert len(found) == items, kind
    skipped = api.get("/runs/kinds/steps", error="ValueError", state="skipped").json()
    assert skipped["items"] == []
    assert api.get("/runs/kinds/steps", error="valueerror").json()["items"] == []


def _failed(loop: int, n: int, message: str) -> journal.StepRow:
    error = msgspec.json.encode(ErrorData("NODE_ERROR", message)).decode()
    return journal.StepRow(loop, encode(n), n, "failed", 1, None, error, None, NOW, 0.5)


def test_a_run_tells_what_its_folder_takes(api: Api):
    paths = api.run("weighed")
    paths.make()
    before = api.get("/runs/weighed").json()["disk_mb"]
    (paths.outputs / "large.bin").write_bytes(bytes(3 * 1024 * 1024))
    assert api.get("/runs/weighed").json()["disk_mb"] == pytest.approx(before + 3, abs=0.01)


def test_a_folder_with_too_many_files_is_not_looked_at_to_its_end(tmp_path: Path):
    assert folder_mb(tmp_path / "missing") is None
    for n in range(12):
        (tmp_path / str(n)).touch()
    assert folder_mb(tmp_path, most=12) == 0
    assert folder_mb(tmp_path, most=11) is None


def test_a_folder_takes_what_all_its_files_take(tmp_path: Path):
    (tmp_path / "deep" / "deeper").mkdir(parents=True)
    (tmp_path / "one").write_bytes(bytes(1000))
    (tmp_path / "deep" / "deeper" / "two").write_bytes(bytes(24))
    (tmp_path / "deep" / "link").symlink_to(tmp_path)
    assert sum(entry_sizes(tmp_path)) == 1024 + (tmp_path / "deep" / "link").lstat().st_size
    with pytest.raises(FileNotFoundError):
        list(entry_sizes(tmp_path / "missing"))


def test_settings_in_effect_are_told_and_the_token_is_not(api: Api, guarded: Api):
    shown = guarded.get("/system")
    assert "s3cret-token" not in shown.text
    settings = shown.json()["settings"]
    assert settings["token"] is True
    assert (settings["home"], settings["port"], settings["mask_keys"]) == (str(guarded.home), 0, [])
    assert api.get("/system").json()["settings"]["token"] is False
