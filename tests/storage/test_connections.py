"""The pool of connections, and the write-ahead log that they share."""

import gc
import sqlite3
from pathlib import Path

import pytest

from support.stored import insert
from workflow_engine_shared.errors import DatabaseBusy, StorageFailure
from workflow_engine_shared.storage.sqlite import database as module
from workflow_engine_shared.storage.sqlite.database import Database, create_private

# -- connections ----------------------------------------------------------------------------------------------------


class Counted(sqlite3.Connection):
    """A connection that knows how many of its kind are open."""

    open = 0

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        Counted.open += 1

    def close(self) -> None:
        super().close()
        Counted.open -= 1


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> type[Counted]:
    real = sqlite3.connect
    monkeypatch.setattr(module.sqlite3, "connect", lambda *args, **more: real(*args, **{**more, "factory": Counted}))
    monkeypatch.setattr(Counted, "open", 0)
    return Counted


def test_connections_are_used_again_and_closed(path: Path, counted: type[Counted]) -> None:
    create_private(path)
    database = Database(path)
    for _ in range(50):
        with database.read() as con:
            con.execute("SELECT 1")
        with database.write():
            pass
    assert counted.open == 1
    with database.read(), database.read(), database.read():
        assert counted.open == 3
    database.checkpoint()
    assert counted.open == 3
    database.close()
    assert counted.open == 0
    database.close()


def test_a_connection_that_is_out_at_the_close_is_closed_when_it_comes_back(path: Path, counted: type[Counted]) -> None:
    create_private(path)
    database = Database(path)
    with database.read() as con:
        database.close()
        assert con.execute("SELECT 1").fetchone()[0] == 1
    assert counted.open == 0
    with database.read():
        pass
    assert counted.open == 0


def test_a_connection_that_cannot_be_set_up_is_closed(tmp_path: Path, counted: type[Counted]) -> None:
    (tmp_path / "text.db").write_text("no database at all" * 100)
    with pytest.raises(StorageFailure):
        Database(tmp_path / "text.db").dedicated()
    assert counted.open == 0
    gc.collect()  # Python >= 3.13 warns of connections that were not closed


# -- the write-ahead log --------------------------------------------------------------------------------------------


def test_a_checkpoint_copies_the_log_into_the_file(numbers: Database, path: Path) -> None:
    numbers.checkpoint()
    size = path.stat().st_size
    with numbers.write() as con:
        con.executemany("INSERT INTO numbers VALUES (?)", [(f"{n}" * 200,) for n in range(1000)])
    assert path.stat().st_size == size, "nobody copies it by the way"
    pages, copied = numbers.checkpoint()
    assert pages == copied > 50
    assert path.stat().st_size > size
    assert path.stat().st_size >= copied * 4096 // 2


def test_a_checkpoint_holds_writers_off(numbers: Database, monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(module, "BUSY_TIMEOUT_S", 0.05)
    other = Database(path)
    refused = []

    def write_meanwhile(statement: str) -> None:
        if "wal_checkpoint" in statement:
            with pytest.raises(DatabaseBusy), other.write():
                pass
            refused.append(statement)

    with numbers.read() as first, numbers.read() as second:
        for con in (first, second):
            con.set_trace_callback(write_meanwhile)
    numbers.checkpoint()
    assert len(refused) == 1
    other.close()


def test_a_checkpoint_beside_a_long_read_copies_what_it_can_and_returns(numbers: Database) -> None:
    with numbers.read() as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM numbers").fetchall()
        with numbers.write() as con:
            insert(con, 1)
        pages, copied = numbers.checkpoint()
        assert copied < pages
        reader.execute("COMMIT")
    pages, copied = numbers.checkpoint()
    assert pages == copied
