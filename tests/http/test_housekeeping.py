"""Retention and the data directory's budget: what was kept long enough goes, new work waits before the disk is full."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.api import Api, idle_engine, serving
from support.wait import until
from workflow_engine_shared.run_status import RunStatus
from workflow_engine_supervisor.runs import housekeeping

OLD = "2020-01-01T00:00:00.000Z"
MIB = 1024 * 1024


@pytest.fixture
def keeping(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    """Runs are kept for a day; they stay where they are put."""
    monkeypatch.setattr(housekeeping, "EVERY_S", 0.05)
    with serving(tmp_path / "home", idle_engine, retention_days=1) as api:
        yield api


def _age(api: Api, thread_id: str) -> None:
    with api.database.write() as con:
        con.execute("UPDATE runs SET finished_at = ? WHERE thread_id = ?", [OLD, thread_id])


def test_runs_that_are_over_for_long_go_with_their_files_and_no_others(keeping: Api):
    api = keeping
    for status in RunStatus:
        api.run_in(f"old-{status.value}", status)
        api.run_in(f"new-{status.value}", status)
    folders = {path.name for path in (api.home / "runs").iterdir()}
    over = {"old-finished", "old-cancelled"}
    for thread_id in over:
        _age(api, thread_id)

    until(lambda: not any((api.home / "runs" / name).exists() for name in over))
    assert {path.name for path in (api.home / "runs").iterdir()} == folders - over
    until(lambda: all(api.get(f"/runs/{name}").status_code == 404 for name in over))
    assert all(api.get(f"/runs/{name}").status_code == 200 for name in folders - over)
    assert list((api.home / "trash").iterdir()) == []


def test_uploads_that_nobody_took_go_after_a_day(keeping: Api):
    api = keeping
    old, new = (api.post("/uploads").json()["id"] for _ in range(2))
    (api.home / "uploads" / "strange").symlink_to(api.home / "runs")
    day = 86_400
    for name in (old, "strange"):
        written = time.time() - 2 * day
        os.utime(api.home / "uploads" / name, (written, written), follow_symlinks=False)
    until(lambda: api.get(f"/uploads/{old}").status_code == 404)
    until(lambda: not os.path.lexists(api.home / "uploads" / "strange"))
    assert (api.home / "runs").is_dir()
    assert api.get(f"/uploads/{new}").json()["files"] == []


def test_what_cannot_go_yet_holds_up_nothing(keeping: Api):
    api = keeping
    first, second = api.run_in("first", RunStatus.FINISHED), api.run_in("second", RunStatus.FINISHED)
    first.root.rename(first.root.with_name("aside"))
    first.root.write_text("no folder")
    _age(api, "first")
    _age(api, "second")

    until(lambda: not second.root.exists())
    until(lambda: api.get("/runs/first").status_code == 404)


def test_new_work_waits_while_the_data_directory_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(housekeeping, "EVERY_S", 0.05)
    ballast = tmp_path / "home" / "ballast"
    with serving(tmp_path / "home", home_max_bytes=200 * MIB) as api:

        def findings() -> list[tuple[str, str]]:
            warnings = api.get("/system").json()["warnings"]
            return [(each["verdict"], each["detail"]) for each in warnings if each["check"] == "home_budget"]

        assert findings() == []
        ballast.touch()
        os.truncate(ballast, 182 * MIB)
        [(verdict, detail)] = until(findings)
        assert (verdict, "209,715,200 bytes (home_max_bytes)" in detail) == ("warning", True)

        os.truncate(ballast, 200 * MIB)
        until(lambda: findings()[0][0] == "error")
        api.run("waits")
        run = api.get("/runs/waits").json()
        assert (run["status"], run["reason"]) == ("pending", "home_full")
        assert api.get("/runs?status=pending").json()["items"][0]["reason"] == "home_full"

        ballast.unlink()
        until(lambda: api.get("/runs/waits").json()["status"] == "finished")
        assert findings() == []
