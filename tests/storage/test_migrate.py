"""Opening a database file: ours is opened, an absent one is made, everything else is left as it was found."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from support.stored import add_flow
from workflow_engine_shared.errors import DatabaseDamaged, DatabaseNewer, DatabaseNotOurs, RenError, StorageFailure
from workflow_engine_shared.storage.run.db import RUN
from workflow_engine_shared.storage.sqlite.migrate import Schema, prepare
from workflow_engine_shared.storage.workflow import flows
from workflow_engine_shared.storage.workflow.db import WORKFLOW, attach_workflow_db, open_workflow_db


def pragma(path: Path, name: str) -> object:
    with closing(sqlite3.connect(path)) as con:
        return con.execute(f"PRAGMA {name}").fetchone()[0]


def sqlite_file(*statements: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        with closing(sqlite3.connect(path)) as con:
            for statement in statements:
                con.execute(statement)

    return make


def ours(*statements: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        prepare(path, WORKFLOW)
        sqlite_file(*statements)(path)

    return make


def other_schema(path: Path) -> None:
    prepare(path, RUN)


STRANGERS: list[tuple[str, Callable[[Path], object], type[RenError]]] = [
    ("newer", ours(f"PRAGMA user_version = {WORKFLOW.version + 1}"), DatabaseNewer),
    ("much newer", ours("PRAGMA user_version = 2147483647"), DatabaseNewer),
    ("of no version", ours("PRAGMA user_version = 0"), DatabaseDamaged),
    ("without a table", ours("DROP TABLE signals"), DatabaseDamaged),
    ("without its runs", ours("PRAGMA foreign_keys = off", "DROP TABLE runs"), DatabaseDamaged),
    ("of a version below all", ours("PRAGMA user_version = -5"), DatabaseDamaged),
    ("another program's", sqlite_file("PRAGMA application_id = 1", "CREATE TABLE x (y)"), DatabaseNotOurs),
    ("another's, empty", sqlite_file("PRAGMA application_id = 1", "VACUUM"), DatabaseNotOurs),
    ("unmarked", sqlite_file("CREATE TABLE runs (thread_id)"), DatabaseNotOurs),
    ("unmarked, write-ahead", sqlite_file("PRAGMA journal_mode = WAL", "CREATE TABLE x (y)"), DatabaseNotOurs),
    ("UTF-16", sqlite_file("PRAGMA encoding = 'UTF-16'", "CREATE TABLE x (y)"), DatabaseNotOurs),
    ("a run.db", other_schema, DatabaseNotOurs),
    ("a short text", lambda path: path.write_text("hello"), DatabaseNotOurs),
    ("a long text", lambda path: path.write_text("hello\n" * 10_000), DatabaseNotOurs),
    ("one byte", lambda path: path.write_bytes(b"\0"), DatabaseNotOurs),
    ("a header and nothing", lambda path: path.write_bytes(b"SQLite format 3\0"), StorageFailure),
    ("a header and noise", lambda path: path.write_bytes(b"SQLite format 3\0" + b"\xff" * 8192), StorageFailure),
]


@pytest.mark.parametrize(("make", "error"), [pytest.param(make, error, id=name) for name, make, error in STRANGERS])
@pytest.mark.parametrize("open_it", [open_workflow_db, attach_workflow_db], ids=["open", "attach"])
def test_a_file_that_is_not_ours_is_refused_untouched(
    tmp_path: Path, make: Callable[[Path], object], error: type[RenError], open_it: Callable[[Path], object]
) -> None:
    path = tmp_path / "workflow.db"
    make(path)
    before = path.read_bytes()
    with pytest.raises(error) as caught:
        open_it(path)
    assert path.read_bytes() == before
    assert str(path) in caught.value.detail
    assert ("untouched" in caught.value.advice) == (not issubclass(error, StorageFailure))


def test_a_directory_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "workflow.db"
    path.mkdir()
    with pytest.raises(DatabaseNotOurs, match="is not a file"):
        open_workflow_db(path)
    assert list(path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipes among files")
def test_a_named_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "workflow.db")
    with pytest.raises(DatabaseNotOurs, match="is not a file"):
        open_workflow_db(tmp_path / "workflow.db")


@pytest.mark.parametrize("empty", [True, False], ids=["0 bytes", "absent"])
def test_a_log_without_its_database_is_kept(tmp_path: Path, empty: bool) -> None:
    path, log = tmp_path / "workflow.db", tmp_path / "workflow.db-wal"
    log.write_bytes(b"the last changes")
    if empty:
        path.touch()
    with pytest.raises(DatabaseNotOurs, match=r"workflow\.db-wal is there"):
        open_workflow_db(path)
    assert log.read_bytes() == b"the last changes"


EMPTY = [lambda _path: None, Path.touch, sqlite_file("PRAGMA user_version = 0", "VACUUM")]


@pytest.mark.parametrize("make", EMPTY, ids=["absent", "0 bytes", "no tables"])
def test_an_empty_file_becomes_ours(tmp_path: Path, make: Callable[[Path], object]) -> None:
    path = tmp_path / "workflow.db"
    make(path)
    open_workflow_db(path).close()
    assert pragma(path, "application_id") == WORKFLOW.application_id
    assert pragma(path, "user_version") == WORKFLOW.version
    assert pragma(path, "journal_mode") == "wal"
    assert pragma(path, "integrity_check") == "ok"


def test_opening_again_keeps_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "workflow.db"
    for name in ("first", "second"):
        database = open_workflow_db(path)
        with database.write() as con:
            add_flow(con, name)
        database.close()
    database = attach_workflow_db(path)
    with database.read() as con:
        assert [row.id for row in flows.list_flows(con, after="", limit=9)] == ["first", "second"]
    database.close()


@pytest.mark.parametrize("make", EMPTY, ids=["absent", "0 bytes", "no tables"])
def test_a_worker_does_not_make_the_database(tmp_path: Path, make: Callable[[Path], object]) -> None:
    path = tmp_path / "workflow.db"
    make(path)
    before = [(it.name, it.read_bytes()) for it in tmp_path.iterdir()]
    with pytest.raises(DatabaseNotOurs):
        attach_workflow_db(path)
    assert [(it.name, it.read_bytes()) for it in tmp_path.iterdir()] == before


def test_a_failed_creation_leaves_an_empty_file_that_can_become_ours(tmp_path: Path) -> None:
    path = tmp_path / "workflow.db"
    broken = Schema(WORKFLOW.application_id, 1, WORKFLOW.package, "queries/runs.sql")
    with pytest.raises(StorageFailure, match="no such table"):
        prepare(path, broken)
    assert pragma(path, "application_id") == 0
    open_workflow_db(path).close()
    assert pragma(path, "application_id") == WORKFLOW.application_id


@pytest.mark.parametrize("name", ["a space", "ünï数据", "100%", "a?b#c", "'quoted'"])
def test_odd_names_of_folders(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    try:
        folder.mkdir()
    except OSError:
        pytest.skip("this system has no such names")
    open_workflow_db(folder / "workflow.db").close()
    attach_workflow_db(folder / "workflow.db").close()
    assert {path.name for path in folder.iterdir()} <= {"workflow.db", "workflow.db-wal", "workflow.db-shm"}
