"""Files of the database that are not what they should be, row by row (B-88 to B-92), before a real supervisor."""

import os
import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from support.api import Api, idle_engine, serving
from support.rows import row
from workflow_engine_shared.errors import RenError
from workflow_engine_shared.paths import Home
from workflow_engine_shared.settings import Settings
from workflow_engine_shared.storage.workflow import health
from workflow_engine_supervisor.cli.failure import REFUSED, USAGE, exit_code
from workflow_engine_supervisor.doctor import checks
from workflow_engine_supervisor.home.disk_reserve import DiskReserve
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
def home(tmp_path: Path) -> Path:
    """A home with a run in it, at rest."""
    with serving(tmp_path / "home", idle_engine) as api:
        api.run("kept", input={"a": 1})
        api.run("edited")
    return tmp_path / "home"


def settings(home: Path) -> Settings:
    return Settings(home=str(home), flows=str(home), port=0, warm_workers=0)


def contents(home: Path) -> dict[str, Any]:
    files = (each for each in home.glob("workflow.db*"))
    return {each.name: each.read_bytes() if each.is_file() else each.stat().st_mode for each in files}


@pytest.mark.parametrize("make", [pytest.param(make, id=f"B-88 {name}") for name, make in STRANGERS.items()])
def test_a_strange_file_is_left_as_it_is(tmp_path: Path, make: Callable[[Path], Any]):
    home = tmp_path / "home"
    Home(home).make()
    make(home / "workflow.db")
    before = contents(home)
    server = EmbeddedServer(settings(home), idle_engine)
    with pytest.raises(RenError) as refused:
        server.start()
    assert refused.value.code in {"DB_NOT_OURS", "DB_CORRUPT", "STORAGE_FAILURE"}
    assert contents(home) == before


@row("B-88 an empty file")
def test_an_empty_file_becomes_ours(tmp_path: Path, row: str):
    Home(tmp_path / "home").make()
    (tmp_path / "home" / "workflow.db").touch(0o600)
    with serving(tmp_path / "home", idle_engine) as api:
        assert api.get("/runs").json()["items"] == []


def emptied(home: Path) -> None:
    os.truncate(home / "workflow.db", 0)


def leads_nowhere(home: Path) -> None:
    (home / "workflow.db").unlink()
    (home / "workflow.db").symlink_to(home.parent / "nowhere.db")


@pytest.mark.parametrize("lose", [lambda home: (home / "workflow.db").unlink(), emptied, leads_nowhere])
def test_a_home_with_runs_and_no_database_is_not_new(home: Path, lose: Callable[[Path], Any]):
    kept = (home / "workflow.db").read_bytes()
    lose(home)
    before = sorted(home.iterdir())
    with pytest.raises(RenError, match="2 run") as refused:
        EmbeddedServer(settings(home), idle_engine).start()
    assert (refused.value.code, sorted(home.iterdir())) == ("DB_MISSING", before)
    assert exit_code(refused.value) == REFUSED
    assert not (home.parent / "nowhere.db").exists()
    (home / "workflow.db").unlink(missing_ok=True)
    (home / "workflow.db").write_bytes(kept)
    with serving(home, idle_engine) as api:
        assert len(api.get("/runs").json()["items"]) == 2


def test_a_database_that_is_lost_while_it_is_served_is_noticed_at_once(home: Path):
    with serving(home, idle_engine) as api:
        before = contents(home)["workflow.db"]
        (home / "workflow.db").rename(home / "aside.db")
        start = {"flow_id": "minimal", "thread_id": "late"}
        answers = [api.post("/runs/start", start), api.post("/flows", {"name": "x"}), api.post("/runs/kept/cancel")]
        answers += [api.get(path) for path in ("/runs", "/runs/kept", "/flows", "/healthz", "/system")]
        assert {(each.status_code, each.json()["code"]) for each in answers} == {(503, "DB_MISSING")}
        assert all(each.json()["hint"] for each in answers)
        assert not (home / "workflow.db").exists()
        (home / "aside.db").rename(home / "workflow.db")
        assert contents(home)["workflow.db"] == before
        assert api.post("/runs/start", start).status_code == 201


ODD_HOMES: dict[str, Callable[[Path], Any]] = {
    "a lock that is a folder": lambda home: replace(home / "supervisor.lock", Path.mkdir),
    "a lock that is a pipe": lambda home: replace(home / "supervisor.lock", os.mkfifo),
    "a lock that leads away": lambda home: replace(home / "supervisor.lock", lambda path: path.symlink_to(home.parent)),
    "an info that is a folder": lambda home: replace(home / "supervisor.json", Path.mkdir),
    "runs that lead away": lambda home: (
        (home / "runs").rename(home.parent / "moved"),
        (home / "runs").symlink_to(home.parent / "moved"),
    ),
    "a log that is a pipe": lambda home: replace(home / "workflow.db-wal", os.mkfifo),
    "a journal that is a folder": lambda home: replace(home / "workflow.db-journal", Path.mkdir),
}


def replace(path: Path, make: Callable[[Path], Any]) -> None:
    path.unlink(missing_ok=True)
    make(path)


@pytest.mark.parametrize("make", ODD_HOMES.values(), ids=ODD_HOMES)
def test_odd_files_in_a_home_are_told_in_a_sentence(home: Path, make: Callable[[Path], Any]):
    make(home)
    with pytest.raises(RenError) as refused:
        EmbeddedServer(settings(home), idle_engine).start()
    assert refused.value.code in {"HOME_UNSAFE", "DB_NOT_OURS"}
    assert exit_code(refused.value) in {USAGE, REFUSED}
    assert str(home) in refused.value.detail
    assert refused.value.advice


def test_odd_files_that_can_be_replaced_stop_no_start(home: Path, tmp_path: Path):
    (tmp_path / "theirs").write_text("theirs")
    for name in (".reserve", "supervisor.json", "spares.log"):
        replace(home / name, lambda path: path.symlink_to(tmp_path / "theirs"))
    with serving(home, idle_engine) as api:
        assert api.get("/runs/kept").status_code == 200
        DiskReserve(home / ".reserve").fill()
        facts = (home / ".reserve").lstat()
        assert (stat.S_ISREG(facts.st_mode), stat.S_IMODE(facts.st_mode)) == (True, 0o600)
    assert (tmp_path / "theirs").read_text() == "theirs"


EDITS = {
    "an unknown status": "UPDATE runs SET status = 'dreaming' WHERE thread_id = 'edited'",
    "no epoch": "UPDATE runs SET epoch = NULL WHERE thread_id = 'edited'",
    "a broken input": "UPDATE runs SET input_json = '{' WHERE thread_id = 'edited'",
    "a time far ahead": "UPDATE runs SET last_event_at = '9999-12-31T23:59:59.999Z' WHERE thread_id = 'edited'",
    "a broken time": "UPDATE runs SET created_at = 'soon' WHERE thread_id = 'edited'",
    "a damaged flow": "UPDATE flow_versions SET dsl_json = '{', compiled_meta = 'x'",
    "text that is no UTF-8": "UPDATE runs SET reason = CAST(x'ff' AS TEXT) WHERE thread_id = 'edited'",
    "a negative epoch": "UPDATE runs SET epoch = -3 WHERE thread_id = 'edited'",
    "a damaged signal": "INSERT INTO signals (thread_id, type, payload_json, ts, processed)"
    " VALUES ('edited', 'pause_request', '{', '2026-01-01T00:00:00.000Z', 0)",
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
    with serving(home, idle_engine) as api:
        assert api.get("/runs/kept").json()["input"] == {"a": 1}
        edited = api.get("/runs/edited")
        assert edited.status_code == 200, edited.text
        for path in ("history", "state", "checkpoints", "steps", "logs"):
            assert api.get(f"/runs/edited/{path}").status_code in {200, 503}
        assert api.get("/flows/minimal/versions").status_code == 200
        if any(what in request.node.name for what in ("broken", "status", "flow", "UTF-8", "epoch")):
            assert edited.json()["error"]["hint"]
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
    with serving(home, idle_engine) as api:
        assert api.get("/runs/kept").status_code == 200


@pytest.fixture
def copied(home: Path, tmp_path: Path) -> Iterator[tuple[Api, Path]]:
    """A server at work, and a copy of its files as `cp` takes them."""
    with serving(home, idle_engine) as api:
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
    with serving(copy, idle_engine) as api:
        assert {each["thread_id"] for each in api.get("/runs").json()["items"]} == {"kept", "edited", "fresh"}


@row("B-91 with another's log")
def test_a_log_of_another_database_is_not_merged(copied: tuple[Api, Path], home: Path, tmp_path: Path, row: str):
    _, copy = copied
    other = tmp_path / "other"
    with serving(other, idle_engine) as api:
        api.run("stranger")
        shutil.copy(other / "workflow.db-wal", tmp_path / "kept-wal")
    (copy / "workflow.db-shm").unlink()
    shutil.copy(tmp_path / "kept-wal", copy / "workflow.db-wal")
    verdict = checks.database(Home(copy)).verdict
    try:
        with serving(copy, idle_engine) as api:
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
