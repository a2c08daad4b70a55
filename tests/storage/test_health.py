"""Whether SQLite and a database are sound, and backups that are known to be."""

import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest

from support.stored import accept, add_flow
from workflow_engine_shared.errors import DatabaseNewer, DatabaseNotOurs, StorageFailure
from workflow_engine_shared.storage.sqlite.database import Database
from workflow_engine_shared.storage.sqlite.version import Version, has_wal_reset_bug, sqlite_at_hand
from workflow_engine_shared.storage.workflow import health
from workflow_engine_shared.storage.workflow.db import open_workflow_db


@pytest.mark.parametrize(
    ("version", "has_it"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 4), True),
        ((3, 50, 7), False),
        ((3, 51, 0), True),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((4, 0, 0), False),
    ],
)
def test_which_versions_have_the_wal_reset_bug(version: Version, has_it: bool) -> None:
    assert has_wal_reset_bug(version) is has_it


def test_the_library_at_hand() -> None:
    found = sqlite_at_hand()
    assert found.text == sqlite3.sqlite_version
    assert len(found.source_id) > 60


@pytest.fixture
def home(tmp_path: Path) -> Path:
    database = open_workflow_db(tmp_path / "workflow.db")
    with database.write() as con:
        add_flow(con)
        for n in range(200):
            accept(con, f"r{n}")
    database.close()
    return tmp_path


def test_a_sound_database_has_no_problems_and_is_left_alone(home: Path) -> None:
    before = (home / "workflow.db").read_bytes()
    assert health.workflow_db_problems(home / "workflow.db") == []
    assert (home / "workflow.db").read_bytes() == before


def test_what_was_planted_is_told(home: Path) -> None:
    with closing(sqlite3.connect(home / "workflow.db")) as con:
        con.execute("CREATE TABLE stray (a)")
        con.execute("CREATE TRIGGER evil AFTER INSERT ON runs BEGIN DELETE FROM runs; END")
        con.execute("CREATE VIEW peek AS SELECT 1")
    found = health.workflow_db_problems(home / "workflow.db")
    assert found == [f"The {each} is not renflow's." for each in ("trigger evil", "view peek", "table stray")]


def test_damage_is_told(home: Path) -> None:
    _damage(home / "workflow.db")
    assert health.workflow_db_problems(home / "workflow.db")


def _damage(path: Path) -> None:
    """Overwrite the page of an index, so that its table remains."""
    with closing(sqlite3.connect(path)) as con:
        page = con.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'runs_by_status'").fetchone()[0]
        size = con.execute("PRAGMA page_size").fetchone()[0]
    with path.open("r+b") as file:
        file.seek((page - 1) * size + 8)
        file.write(b"\x00" * 200)


@pytest.mark.parametrize("content", [b"", b"text, not a database", b"SQLite format 3\x00" + b"\x00" * 100])
def test_what_is_no_database_of_ours_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "workflow.db"
    path.write_bytes(content)
    for act in (health.workflow_db_problems, lambda each: health.back_up(each, tmp_path / "copy.db")):
        with pytest.raises((DatabaseNotOurs, StorageFailure)):
            act(path)
    assert path.read_bytes() == content
    assert [each.name for each in tmp_path.iterdir()] == ["workflow.db"]


def test_a_newer_database_is_refused(home: Path) -> None:
    with closing(sqlite3.connect(home / "workflow.db")) as con:
        con.execute("PRAGMA user_version = 99")
    with pytest.raises(DatabaseNewer):
        health.back_up(home / "workflow.db", home / "copy.db")


def test_a_backup_holds_everything_in_one_private_file(home: Path) -> None:
    size = health.back_up(home / "workflow.db", home / "copy.db")
    assert size == (home / "copy.db").stat().st_size
    assert stat.S_IMODE((home / "copy.db").stat().st_mode) == 0o600
    assert sorted(each.name for each in home.iterdir() if each.name.startswith((".", "copy"))) == ["copy.db"]
    copy = open_workflow_db(home / "copy.db")
    with copy.read() as con:
        assert con.execute("SELECT count(*) FROM runs").fetchone()[0] == 200
    copy.close()


def test_a_backup_of_a_database_in_use_is_of_one_moment(home: Path) -> None:
    database = Database(home / "workflow.db")
    stop = threading.Event()

    def write() -> None:
        number = 1000
        while not stop.is_set():
            with database.write() as con:
                accept(con, f"a{number}")
                accept(con, f"b{number}")
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for n in range(5):
            health.back_up(home / "workflow.db", home / f"copy{n}.db")
    finally:
        stop.set()
        writer.join()
        database.close()
    for n in range(5):
        with closing(sqlite3.connect(home / f"copy{n}.db")) as con:
            a, b = (
                con.execute(f"SELECT count(*) FROM runs WHERE thread_id LIKE '{each}%'").fetchone()[0] for each in "ab"
            )
            assert a == b


def test_a_damaged_database_gives_no_backup(home: Path) -> None:
    _damage(home / "workflow.db")
    with pytest.raises(StorageFailure, match="damaged"):
        health.back_up(home / "workflow.db", home / "copy.db")
    assert [each.name for each in home.iterdir() if "copy" in each.name] == []


def test_a_place_that_cannot_be_written_is_told(home: Path) -> None:
    with pytest.raises(StorageFailure, match="cannot be written"):
        health.back_up(home / "workflow.db", home / "nowhere" / "copy.db")
