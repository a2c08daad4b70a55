"""Files of the database that are not what they should be, row by row (B-88 to B-92), before a real supervisor."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from support.api import Api, IdleMonitor, serving
from support.rows import row
from workflow_engine_shared.errors import RenError
from workflow_engine_shared.paths import Home
from workflow_engine_shared.settings import Settings
from workflow_engine_shared.storage.workflow import health
from workflow_engine_supervisor.doctor import checks
from workflow_engine_supervisor.home.finding import Verdict
from workflow_engine_supervisor.server.embedded import EmbeddedServer


def sql(*statements: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        with closing(sqlite3.connect(path)) as con:
            for statement in statements:
                con.execute(statement)
            con.commit()

    return make


def only_the_log(path: Path) -> None:
    sql("PRAGMA journal_mode = WAL", "CREATE TABLE x (y)")(path)
    path.with_name("workflow.db-wal").write_bytes(b"\x37\x7f\x06\x82" + b"\x00" * 4092)
    path.unlink()


def wrong_page_size(path: Path) -> None:
    sql("CREATE TABLE x (y)")(path)
    with path.open("r+b") as file:
        file.seek(16)
        file.write(b"\x00\x07")


STRANGERS = {
    "text": lambda path: path.write_text("hello\n" * 1000),
    "a directory": Path.mkdir,
    "a pipe": os.mkfifo,
    "another program's": sql("PRAGMA application_id = 7", "CREATE TABLE x (y)"),
    "UTF-16": sql("PRAGMA encoding = 'UTF-16'", "CREATE TABLE x (y)"),
    "encrypted": lambda path: path.write_bytes(bytes(range(256)) * 32),
    "a wrong page size": wrong_page_size,
    "only the log": only_the_log,
}


@pytest.fixture
def idle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workflow_engine_supervisor.server.embedded.Monitor", IdleMonitor)


@pytest.fixture
def home(tmp_path: Path, idle: None) -> Path:
    """A home with a run in it, at rest."""
    with serving(tmp_path / "home") as api:
        api.run("kept", input={"a": 1})
        api.run("edited")
    return tmp_path / "home"


def settings(home: Path) -> Settings:
    return Settings(home=str(home), flows=str(home), port=0, warm_workers=0)


def contents(home: Path) -> dict[str, Any]:
    files = (each for each in home.glob("workflow.db*"))
    return {each.name: each.read_bytes() if each.is_file() else each.stat().st_mode for each in files}


@pytest.mark.usefixtures("idle")
@pytest.mark.parametrize("make", [pytest.param(make, id=f"B-88 {name}") for name, make in STRANGERS.items()])
def test_a_strange_file_is_left_as_it_is(tmp_path: Path, make: Callable[[Path], Any]):
    home = tmp_path / "home"
    Home(home).make()
    make(home / "workflow.db")
    before = contents(home)
    server = EmbeddedServer(settings(home))
    with pytest.raises(RenError) as refused:
        server.start()
    assert refused.value.code in {"DB_NOT_OURS", "DB_CORRUPT", "STORAGE_FAILURE"}
    assert contents(home) == before


@row("B-88 an empty file")
def test_an_empty_file_becomes_ours(tmp_path: Path, row: str, idle: None):
    Home(tmp_path / "home").make()
    (tmp_path / "home" / "workflow.db").touch(0o600)
    with serving(tmp_path / "home") as api:
        assert api.get("/runs").json()["items"] == []


EDITS = {
    "an unknown status": "UPDATE runs SET status = 'dreaming' WHERE thread_id = 'edited'",
    "no epoch": "UPDATE runs SET epoch = NULL WHERE thread_id = 'edited'",
    "a broken input": "UPDATE runs SET input_json = '{' WHERE thread_id = 'edited'",
    "a time far ahead": "UPDATE runs SET last_event_at = '9999-12-31T23:59:59.999Z' WHERE thread_id = 'edited'",
    "a broken time": "UPDATE runs SET created_at = 'soon' WHERE thread_id = 'edited'",
    "an orphan signal": "INSERT INTO signals (thread_id, type, payload_json, ts, processed)"
    " VALUES ('nobody', 'start', '{}', '2026-01-01T00:00:00.000Z', 1)",
    "a large value": "UPDATE runs SET input_json = '{\"a\": \"' || hex(zeroblob(8000000)) || '\"}'"
    " WHERE thread_id = 'edited'",
}


@pytest.mark.parametrize("edit", [pytest.param(edit, id=f"B-89 {name}") for name, edit in EDITS.items()])
def test_an_edited_row_hides_no_other(home: Path, edit: str, request: pytest.FixtureRequest):
    with closing(sqlite3.connect(home / "workflow.db")) as con:
        con.execute("PRAGMA ignore_check_constraints = ON")
        con.execute("PRAGMA foreign_keys = OFF")
        try:
            con.execute(edit)
        except sqlite3.IntegrityError:  # the schema itself refuses it
            return
        con.commit()
    with serving(home) as api:
        assert api.get("/runs/kept").json()["input"] == {"a": 1}
        edited = api.get("/runs/edited")
        assert edited.status_code == 200, edited.text
        if "broken input" in request.node.name or "unknown status" in request.node.name:
            assert edited.json()["error"]["code"] == "DATA_INVALID"
        listed = api.get("/runs")
        assert listed.status_code == 200, listed.text
        assert "kept" in {each["thread_id"] for each in listed.json()["items"]}
        assert api.get("/healthz").status_code == 200


@row("B-90")
def test_what_was_planted_is_told_and_has_no_effect(home: Path, row: str):
    sql(
        "CREATE TRIGGER evil AFTER INSERT ON runs BEGIN DELETE FROM runs WHERE thread_id = 'kept'; END",
        "CREATE VIEW peek AS SELECT * FROM runs",
        "CREATE TABLE stray (a)",
    )(home / "workflow.db")
    found = checks.database(Home(home))
    assert found.verdict is Verdict.ERROR
    for each in ("trigger evil", "view peek", "table stray"):
        assert each in found.detail
    with serving(home) as api:
        assert api.get("/runs/kept").status_code == 200


@pytest.fixture
def copied(home: Path, tmp_path: Path) -> Iterator[tuple[Api, Path]]:
    """A server at work, and a copy of its files as `cp` takes them."""
    with serving(home) as api:
        api.run("fresh")
        copy = tmp_path / "copy"
        Home(copy).make()
        for each in home.glob("workflow.db*"):
            shutil.copy(each, copy / each.name)
        yield api, copy


@row("B-91 copied while in use")
def test_a_copy_is_either_whole_or_refused(copied: tuple[Api, Path], row: str):
    _, copy = copied
    assert checks.database(Home(copy)).verdict is Verdict.OK
    with serving(copy) as api:
        assert {each["thread_id"] for each in api.get("/runs").json()["items"]} == {"kept", "edited", "fresh"}


@row("B-91 with another's log")
def test_a_log_of_another_database_is_not_merged(copied: tuple[Api, Path], home: Path, tmp_path: Path, row: str):
    _, copy = copied
    other = tmp_path / "other"
    with serving(other) as api:
        api.run("stranger")
        shutil.copy(other / "workflow.db-wal", tmp_path / "kept-wal")
    (copy / "workflow.db-shm").unlink()
    shutil.copy(tmp_path / "kept-wal", copy / "workflow.db-wal")
    verdict = checks.database(Home(copy)).verdict
    try:
        with serving(copy) as api:
            names = {each["thread_id"] for each in api.get("/runs").json()["items"]}
    except RenError:
        return
    assert verdict is Verdict.ERROR or "stranger" not in names or names == {"stranger"}


RESTORED = {
    "corrupt": lambda path: path.write_bytes(path.read_bytes()[:2000] + b"\xff" * 3000 + path.read_bytes()[5000:]),
    "newer": sql("PRAGMA user_version = 99"),
    "partial": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
}


@pytest.mark.parametrize("spoil", [pytest.param(spoil, id=f"B-92 {name}") for name, spoil in RESTORED.items()])
def test_a_spoilt_backup_is_told(home: Path, tmp_path: Path, spoil: Callable[[Path], Any]):
    backup = tmp_path / "backup.db"
    health.back_up(home / "workflow.db", backup)
    spoil(backup)
    restored = tmp_path / "restored"
    Home(restored).make()
    shutil.copy(backup, restored / "workflow.db")
    assert checks.database(Home(restored)).verdict is Verdict.ERROR
    with pytest.raises(RenError):
        health.back_up(backup, tmp_path / "second.db")
    assert not (tmp_path / "second.db").exists()
