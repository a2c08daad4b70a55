"""DELETE /runs/{id}: a run that is over goes with everything it left, any other stays as it is."""

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import filelock
import pytest

from support.api import Api, idle_engine, serving
from workflow_engine_shared.paths import Home
from workflow_engine_shared.run_status import FINAL, RunStatus, allowed_commands
from workflow_engine_shared.storage.workflow import moves, runs
from workflow_engine_shared.storage.workflow.sqlite_store import SqliteStore
from workflow_engine_supervisor.home import trash
from workflow_engine_supervisor.runs import delete


def _mentions(api: Api, thread_id: str) -> int:
    return sum(thread_id in row for table in ("runs", "signals", "workers") for row in api.dump()[table])


def _fork(api: Api, thread_id: str, source: str) -> None:
    new = runs.NewRun(thread_id, 1, "{}", "print", "/flows", source, "c1", "{}")
    with api.database.write() as con:
        assert runs.insert_run(con, new, "2026-01-01T00:00:00.000Z")


@pytest.mark.parametrize("status", list(RunStatus))
def test_only_a_run_that_is_over_is_deleted(api: Api, status: RunStatus):
    thread_id = f"delete-{status.value}"
    paths = api.run_in(thread_id, status)
    paths.outputs.joinpath("file.txt").write_text("x")
    if status in FINAL:
        answer = api.client.delete(f"/runs/{thread_id}")
        assert (answer.status_code, answer.content) == (204, b"")
        assert _mentions(api, thread_id) == 0
        assert not paths.root.exists()
        assert list((api.home / "trash").iterdir()) == []
        again = api.client.delete(f"/runs/{thread_id}")
        assert (again.status_code, again.json()["code"]) == (404, "RUN_NOT_FOUND")
        return
    with api.unchanged():
        answer = api.client.delete(f"/runs/{thread_id}")
    body = answer.json()
    assert (answer.status_code, body["code"]) == (409, "INVALID_STATE")
    assert (body["run_status"], body["allowed"]) == (status.value, allowed_commands(status))
    assert paths.outputs.joinpath("file.txt").exists()


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("/runs/kept?force=1", b"", 422, "BAD_QUERY"),
        ("/runs/kept", b'{"force": true}', 422, "INVALID_BODY"),
        ("/runs/kept", b"{}", 422, "INVALID_BODY"),
        ("/runs/kept", b"{", 400, "INVALID_JSON"),
        ("/runs/kept/", b"", 404, "NOT_FOUND"),
        ("/runs/unknown", b"", 404, "RUN_NOT_FOUND"),
        ("/runs/..%2fkept", b"", 404, "NOT_FOUND"),
        ("/runs", b"", 405, "METHOD_NOT_ALLOWED"),
    ],
)
def test_a_wrong_request_deletes_nothing(api: Api, path: str, body: bytes, status: int, code: str):
    if api.get("/runs/kept").status_code == 404:
        api.run_in("kept", RunStatus.FINISHED)
    headers = {"Content-Type": "application/json"} if body else {}
    with api.unchanged():
        answer = api.client.request("DELETE", path, content=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (api.home / "runs" / "kept").is_dir()


def test_an_id_in_other_case_is_the_same_run(api: Api):
    paths = api.run_in("Cased", RunStatus.CANCELLED)
    assert api.client.delete("/runs/cASED").status_code == 204
    assert not paths.root.exists()


def test_a_run_without_a_folder_is_deleted_too(api: Api):
    paths = api.run_in("folderless", RunStatus.FINISHED)
    paths.root.rename(paths.root.with_name("elsewhere"))
    assert api.client.delete("/runs/folderless").status_code == 204


def test_the_id_is_free_again_and_begins_anew(api: Api):
    paths = api.run_in("reused", RunStatus.FINISHED)
    paths.log.write_bytes(b'{"message": "old", "seq": 1}\n')
    assert api.client.delete("/runs/reused").status_code == 204
    api.run("reused", input={"new": True})
    assert api.get("/runs/reused").json()["input"] == {"new": True}
    assert api.get("/runs/reused/logs").json()["items"] == []


def test_of_many_deletions_at_once_one_succeeds(api: Api):
    api.run_in("raced", RunStatus.FINISHED)
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: api.client.delete("/runs/raced").status_code, range(16)))
    assert sorted(answers) == [204, *[404] * 15]


def test_a_worker_that_still_leaves_is_waited_for(api: Api, monkeypatch: pytest.MonkeyPatch):
    paths = api.run_in("leaving", RunStatus.FINISHED)
    lock = filelock.FileLock(paths.lock, thread_local=False)
    with lock:
        monkeypatch.setattr(delete, "LEAVING_S", 0.1)
        with api.unchanged():
            answer = api.client.delete("/runs/leaving")
        assert (answer.status_code, answer.json()["code"]) == (409, "INVALID_STATE")
        assert paths.root.exists()
        monkeypatch.setattr(delete, "LEAVING_S", 20)
        timer = threading.Timer(0.1, lock.release)
        timer.start()
        assert api.client.delete("/runs/leaving").status_code == 204
        timer.join()


def test_a_run_that_a_fork_has_yet_to_copy_from_stays(api: Api):
    api.run_in("source", RunStatus.FINISHED)
    _fork(api, "waiting-fork", "source")
    with api.unchanged():
        answer = api.client.delete("/runs/source")
    assert (answer.status_code, answer.json()["code"]) == (409, "INVALID_STATE")
    assert "waiting-fork" in answer.json()["detail"]
    with api.database.write() as con:
        moves.run_cancelled(con, "waiting-fork", "2026-01-01T00:00:01.000Z")
    assert api.client.delete("/runs/source").status_code == 204
    assert api.get("/runs/waiting-fork").json()["forked_from"] == {"thread_id": "source", "checkpoint_id": "c1"}


def test_a_folder_that_cannot_be_moved_keeps_its_run(api: Api):
    paths = api.run_in("stuck", RunStatus.FINISHED)
    bin_ = api.home / "trash"
    bin_.mkdir(exist_ok=True)
    bin_.rmdir()
    bin_.write_text("no folder")
    try:
        with api.unchanged():
            answer = api.client.delete("/runs/stuck")
        assert (answer.status_code, answer.json()["code"]) == (503, "STORAGE_FAILURE")
        assert paths.root.is_dir()
    finally:
        bin_.unlink()


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    """A folder of somebody else."""
    (tmp_path / "pictures" / "album").mkdir(parents=True)
    (tmp_path / "pictures" / "album" / "a.jpg").write_text("x")
    return tmp_path / "pictures"


def _lead_away(home: Path, target: Path) -> None:
    if (home / "trash").exists():
        (home / "trash").rmdir()
    (home / "trash").symlink_to(target)


def test_a_trash_that_leads_elsewhere_is_set_aside(api: Api, victim: Path, tmp_path: Path):
    api.run_in("thrown", RunStatus.FINISHED)
    _lead_away(api.home, victim)
    trash.clear(Home(api.home), SqliteStore(api.database))  # as at each start
    assert (victim / "album" / "a.jpg").read_text() == "x"
    (api.home / "trash").rmdir()
    _lead_away(api.home, victim)
    assert api.client.delete("/runs/thrown").status_code == 204
    assert [each.name for each in victim.iterdir()] == ["album"]
    assert len([each for each in api.home.glob("trash.aside-*") if each.is_symlink()]) == 2


def test_what_leads_out_of_a_run_is_removed_without_what_it_leads_to(api: Api, victim: Path):
    paths = api.run_in("leads-out", RunStatus.FINISHED)
    (paths.outputs / "album").symlink_to(victim / "album")
    (paths.root / "logs.jsonl").symlink_to(victim / "album" / "a.jpg")
    moved = api.run_in("elsewhere", RunStatus.FINISHED)
    moved.root.rename(victim / "run")
    moved.root.symlink_to(victim / "run")
    for name in ("leads-out", "elsewhere"):
        assert api.get(f"/runs/{name}/artifacts").json()["items"] == []
        assert api.get(f"/runs/{name}/logs").json()["items"] == []
        assert api.client.delete(f"/runs/{name}").status_code == 204
    assert (victim / "album" / "a.jpg").read_text() == "x"
    assert (victim / "run" / "outputs").is_dir()


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to("nowhere")])
def test_a_lock_that_nobody_can_take_keeps_no_run(api: Api, make: Callable[[Path], object]):
    paths = api.run_in("locked-odd", RunStatus.FINISHED)
    make(paths.lock)
    assert api.client.delete("/runs/locked-odd").status_code == 204


def test_a_row_that_cannot_be_deleted_keeps_its_folder(api: Api, monkeypatch: pytest.MonkeyPatch):
    paths = api.run_in("uncommitted", RunStatus.FINISHED)
    discard = trash.discard

    def fail_after(home: Home, thread_id: str) -> Path | None:
        discard(home, thread_id)
        raise OSError(5, "Input/output error")

    before = api.dump()
    monkeypatch.setattr(trash, "discard", fail_after)
    assert api.client.delete("/runs/uncommitted").status_code == 503
    monkeypatch.undo()
    assert api.dump() == before
    # What a crash between the two leaves: the next start puts it right.
    assert not paths.root.exists()
    trash.clear(Home(api.home), SqliteStore(api.database))
    assert paths.root.is_dir()


def test_what_watches_a_deleted_run_is_closed(api: Api):
    api.run_in("watched", RunStatus.FINISHED)
    with api.client.stream("GET", "/runs/watched/events") as stream:
        lines = stream.iter_lines()
        assert next(line for line in lines if line.startswith("event:")) == "event: status"
        assert api.client.delete("/runs/watched").status_code == 204
        assert [line for line in lines if line.startswith("event:")] == []
    assert api.get("/runs/watched/events").status_code == 404


def test_leftovers_in_the_trash_go_at_the_next_start(tmp_path: Path):
    home = tmp_path / "home"
    with serving(home, idle_engine) as first:
        kept = first.run("kept")
    (kept.root / "mark").write_text("x")
    (home / "trash" / "gone.12345678" / "outputs").mkdir(parents=True)
    (home / "trash" / "stray").write_text("x")
    (home / "trash" / "link").symlink_to(tmp_path)
    kept.root.rename(home / "trash" / "kept.12345678")
    with serving(home, idle_engine) as second:
        assert list((home / "trash").iterdir()) == []
        assert (kept.root / "mark").exists()
        assert second.get("/runs/kept").status_code == 200
    assert tmp_path.is_dir()


def test_who_begins_to_watch_just_when_a_run_goes_is_closed_too(api: Api):
    api.run_in("slipped", RunStatus.FINISHED)
    with api.client.stream("GET", "/runs/slipped/events") as stream:
        lines = stream.iter_lines()
        next(line for line in lines if line.startswith("event:"))
        with api.database.write() as con:  # as if the deletion had not yet known of this stream
            assert runs.delete_run(con, "slipped")
        assert [line for line in lines if line.startswith("event:")] == []
