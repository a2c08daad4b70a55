"""One SQLite file: durable settings on every connection, whole changes or none, errors that say what to do."""

import os
import sqlite3
import stat
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from support.stored import insert, numbers_in
from support.wait import patient
from workflow_engine_shared.errors import (
    DatabaseBusy,
    DatabaseDamaged,
    DiskFull,
    Fenced,
    RenError,
    ResultTooLarge,
    StorageFailure,
)
from workflow_engine_shared.storage.sqlite import database as module
from workflow_engine_shared.storage.sqlite.database import Connection, Database, create_private
from workflow_engine_shared.storage.sqlite.typed_errors import typed_errors


def in_threads(*works: Callable[[], object]) -> None:
    """Run these at once; what they raise fails the test (an unhandled exception in a thread is a warning)."""
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(patient(60))
        assert not thread.is_alive()


# -- settings of a connection ---------------------------------------------------------------------------------------

PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "wal_autocheckpoint": 0,
    "journal_size_limit": 16 * 1024 * 1024,
    "foreign_keys": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
}
if sys.platform == "darwin":
    PRAGMAS |= {"fullfsync": 1, "checkpoint_fullfsync": 1}


def settings(con: Connection) -> dict[str, object]:
    return {name: con.execute(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS}


def test_every_connection_is_durable(numbers: Database) -> None:
    with numbers.read() as first, numbers.read() as second:
        assert first is not second
        assert settings(first) == settings(second) == PRAGMAS
    with numbers.write() as con:
        assert settings(con) == PRAGMAS
    with closing(numbers.dedicated()) as con:
        assert settings(con) == PRAGMAS
        assert con.isolation_level is None


def test_the_wal_of_a_database_with_one_writing_process_checkpoints_by_itself(path: Path) -> None:
    create_private(path)
    database = Database(path, autocheckpoint=1000)
    with database.read() as con:
        assert settings(con) == {**PRAGMAS, "wal_autocheckpoint": 1000}
    database.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows removes no file that is open")
def test_a_file_that_is_lost_is_not_made_anew(path: Path) -> None:
    """An empty one in its place would be taken for it; what was open already goes on with the one it has."""
    create_private(path)
    database = Database(path)
    with database.read():
        path.unlink()
        with pytest.raises(StorageFailure, match="unable to open"), database.write():
            pass
        with pytest.raises(StorageFailure, match="unable to open"):
            database.checkpoint()
    assert not path.exists()
    database.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no file modes")
@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_files_are_the_owners_only(path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        create_private(path)
        create_private(path)
        database = Database(path)
        with database.write() as con:
            con.execute("CREATE TABLE x (y)")
        files = sorted(path.parent.iterdir())
        assert [file.name for file in files] == ["some.db", "some.db-shm", "some.db-wal"]
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
        database.close()
    finally:
        os.umask(before)


# -- changes --------------------------------------------------------------------------------------------------------


def test_a_change_is_seen_by_others_after_its_commit_only(numbers: Database) -> None:
    with numbers.write() as con:
        insert(con, 1)
        assert numbers_in(numbers) == []
    assert numbers_in(numbers) == [1]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit, GeneratorExit])
def test_an_exception_takes_everything_back(numbers: Database, error: type[BaseException]) -> None:
    with pytest.raises(error), numbers.write() as con:  # noqa: PT012 - the change is the point
        insert(con, 1)
        raise error
    assert numbers_in(numbers) == []
    with numbers.write() as con:
        insert(con, 2)
    assert numbers_in(numbers) == [2]


def test_a_refused_statement_takes_everything_back(numbers: Database) -> None:
    with pytest.raises(StorageFailure, match="UNIQUE constraint failed"), numbers.write() as con:  # noqa: PT012
        insert(con, 1)
        insert(con, 1)
    assert numbers_in(numbers) == []


def test_two_threads_lose_nothing(numbers: Database) -> None:
    def work(first: int) -> None:
        for number in range(first, first + 200):
            with numbers.write() as con:
                insert(con, number)

    in_threads(lambda: work(0), lambda: work(1000))
    assert numbers_in(numbers) == [*range(200), *range(1000, 1200)]


def test_two_databases_of_one_file_lose_nothing(numbers: Database, path: Path) -> None:
    """As two processes do: no lock of ours between them, only SQLite's."""

    def work() -> None:
        own = Database(path)
        for _ in range(200):
            with own.write() as con:
                [highest] = con.execute("SELECT coalesce(max(n), 0) FROM numbers").fetchone()
                con.execute("INSERT INTO numbers VALUES (?)", (highest + 1,))
        own.close()

    in_threads(work, work)
    assert numbers_in(numbers) == list(range(1, 401))


# -- errors ---------------------------------------------------------------------------------------------------------


def test_a_locked_file_is_told(numbers: Database, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BUSY_TIMEOUT_S", 0.05)
    impatient = Database(path)
    with numbers.write() as con:
        insert(con, 1)
        with pytest.raises(DatabaseBusy, match=r"some\.db was locked"):
            _use(impatient.write())
        assert numbers_in(impatient) == [], "reading goes on"
        assert impatient.is_locked()
        assert impatient.checkpoint() is None, "nobody waits for a checkpoint"
    _use(impatient.write())
    assert not impatient.is_locked()
    assert impatient.checkpoint() is not None
    impatient.close()


def _use(asked: object) -> None:
    if hasattr(asked, "__enter__"):
        with asked:
            pass


def test_a_lock_is_waited_for(numbers: Database, path: Path) -> None:
    other = Database(path)
    held, asked = threading.Event(), threading.Event()

    def hold() -> None:
        with numbers.write() as con:
            insert(con, 1)
            held.set()
            asked.wait(patient(20))

    def ask() -> None:
        held.wait(patient(20))
        threading.Timer(0.05, asked.set).start()
        with other.write() as con:
            insert(con, 2)

    in_threads(hold, ask)
    assert numbers_in(numbers) == [1, 2]
    other.close()


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("database is locked", DatabaseBusy),
        ("database table is locked", DatabaseBusy),
        ("fenced: a newer epoch owns this run", Fenced),
        ("database or disk is full", DiskFull),
        ("disk I/O error", StorageFailure),
        ("database disk image is malformed", DatabaseDamaged),
        ("unable to open database file", StorageFailure),
    ],
)
def test_what_sqlite_raises_becomes_ours(path: Path, text: str, error: type[RenError]) -> None:
    with pytest.raises(RenError) as caught, typed_errors(path):
        raise sqlite3.OperationalError(text)
    assert type(caught.value) is error
    assert isinstance(caught.value.__cause__, sqlite3.OperationalError)


def test_a_value_that_is_too_big_is_not_the_disks_fault(numbers: Database) -> None:
    with pytest.raises(ResultTooLarge, match="too big"), numbers.write() as con:
        con.execute("SELECT zeroblob(1000000001)")
    assert not issubclass(ResultTooLarge, StorageFailure)


def test_a_full_disk(numbers: Database) -> None:
    with numbers.write() as con:
        [pages] = con.execute("PRAGMA page_count").fetchone()
        con.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(DiskFull, match="could not be written"), numbers.write() as con:
        con.execute("INSERT INTO numbers VALUES (zeroblob(1000000))")
    with numbers.write() as con:
        insert(con, 1)
    assert numbers_in(numbers) == [1]


@pytest.mark.parametrize("readonly", [True, False])
def test_a_file_that_is_not_there_or_no_database(tmp_path: Path, readonly: bool) -> None:
    (tmp_path / "text.db").write_text("no database at all" * 100)
    for path in (tmp_path / "text.db", tmp_path / "no folder" / "x.db"):
        database = Database(path, readonly=readonly)
        with pytest.raises(StorageFailure, match=path.name), database.read() as con:
            con.execute("SELECT * FROM sqlite_schema")
        database.close()
