"""The fence of run.db: from the moment a newer worker owns a run, the older one can write nothing more to it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from support.stored import at
from workflow_engine_shared.errors import DatabaseNewer, Fenced
from workflow_engine_shared.storage.run import db, visits
from workflow_engine_shared.storage.run.db import RUN, FencedDatabase, open_for_reading, open_for_writing
from workflow_engine_shared.storage.sqlite.database import Connection, Database
from workflow_engine_shared.storage.sqlite.migrate import prepare

NOW = f"'{at(0)}'"
#: One row for each table that workers write, and a change of it.
ROWS = {
    "checkpoints": (f"('', 'c{{n}}', 'r', NULL, {NOW}, x'', x'', x'80')", "parent_id = 'p'"),
    "chunks": ("(x'0{n}', x'')", "body = x'01'"),
    "writes": ("('', 'c', 'r', 't', {n}, 'data', 'msgpack', x'', '')", "channel = 'ctl'"),
    "visits": (f"({{n}}, 'a', 'running', 1, {NOW}, NULL, NULL)", "node_id = 'b'"),
    "overlays": ("({n}, 1, x'80')", "visit = 2"),
    "applied_signals": ("({n})", "signal_id = 5"),
    "loops": ("({n}, {n}, 's', 'l', NULL)", "total = 2"),
    "steps": (f"(1, x'0{{n}}', 0, 'done', 1, x'c0', NULL, NULL, {NOW}, 0.5)", "attempt = 2"),
    "answers": ("({n}, 1, x'c0')", "value = x'c3'"),
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "run.db"


@pytest.fixture
def older(path: Path) -> Iterator[Database]:
    """Epoch 1, with a row in every table; then epoch 2 takes the run over."""
    older = open_for_writing(path, epoch=1)
    with older.write() as con:
        for table in fenced_tables(con):
            con.execute(insert(con, table, 1))
    open_for_writing(path, epoch=2).close()
    yield older
    older.close()


def fenced_tables(con: Connection) -> list[str]:
    """Every table but the one that says who owns the run, in an order that suits their references."""
    query = "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name <> 'owner' ORDER BY name"
    return [row[0] for row in con.execute(query)]


def insert(con: Connection, table: str, number: int, verb: str = "INSERT") -> str:
    known = ROWS.get(table)
    if known is not None:
        return f"{verb} INTO {table} VALUES {known[0].format(n=number)}"
    kinds = {"INTEGER": str(number), "REAL": "0.5", "TEXT": f"'t{number}'", "BLOB": f"x'0{number}'"}
    values = [kinds[row["type"]] for row in con.execute(f"PRAGMA main.table_info({table})")]
    return f"{verb} INTO {table} VALUES ({', '.join(values)})"


def update(con: Connection, table: str) -> str:
    known = ROWS.get(table)
    if known is not None:
        return f"UPDATE {table} SET {known[1]}"
    column = con.execute(f"PRAGMA main.table_info({table})").fetchall()[-1]["name"]
    return f"UPDATE {table} SET {column} = {column}"


def content(path: Path) -> list[object]:
    with closing(sqlite3.connect(path)) as con:
        return list(con.iterdump())


def test_every_table_but_the_owners_is_fenced(older: Database) -> None:
    with older.read() as con:
        assert set(db._FENCED_TABLES) == set(fenced_tables(con))


@pytest.mark.parametrize("table", db._FENCED_TABLES)
@pytest.mark.parametrize("verb", ["INSERT", "INSERT OR REPLACE", "INSERT OR IGNORE", "UPDATE", "DELETE"])
def test_an_older_epoch_can_write_nothing(older: Database, path: Path, table: str, verb: str) -> None:
    before = content(path)
    with older.read() as con:
        statement = {"UPDATE": update(con, table), "DELETE": f"DELETE FROM {table}"}.get(verb)
        statement = statement or insert(con, table, 2, verb)
    with pytest.raises(Fenced), older.write() as con:
        con.execute(statement)
    assert content(path) == before


@pytest.mark.parametrize("table", db._FENCED_TABLES)
def test_without_the_fence_the_same_writes_pass(older: Database, path: Path, table: str) -> None:
    unfenced = Database(path)
    with unfenced.write() as con:
        for statement in (insert(con, table, 2), update(con, table), f"DELETE FROM {table} WHERE 0"):
            if table != "applied_signals" or not statement.startswith("UPDATE"):  # all rows would be one
                con.execute(statement)
    unfenced.close()


@pytest.mark.parametrize("table", db._FENCED_TABLES)
def test_the_owner_itself_can_write(path: Path, table: str) -> None:
    owner = open_for_writing(path, epoch=1)
    with owner.write() as con:
        for other in dict.fromkeys(["loops", table]):
            con.execute(insert(con, other, 1))
        con.execute(update(con, table))
        con.execute(f"DELETE FROM {table}")
    owner.close()


def test_the_fence_falls_in_the_middle_of_a_visit(path: Path) -> None:
    older = open_for_writing(path, epoch=1)
    with older.write() as con:
        visits.begin_visit(con, 1, "a", at(1))
    newer = open_for_writing(path, epoch=2)
    with pytest.raises(Fenced), older.write() as con:
        visits.end_visit(con, 1, "finished", at(2))
    with newer.write() as con:
        visits.try_visit_again(con, 1, at(3))
    with older.read() as con:
        found = visits.latest_visit(con)
    assert found is not None
    assert (found.status, found.attempt) == ("running", 2)
    older.close()
    newer.close()


def test_every_connection_of_an_older_epoch_is_fenced(older: Database) -> None:
    con = older.dedicated()
    with pytest.raises(sqlite3.IntegrityError, match="fenced"):
        con.execute("DELETE FROM chunks")
    con.close()


def test_a_refused_write_takes_its_whole_transaction_along(path: Path) -> None:
    older = FencedDatabase(path, 1)
    prepare(path, RUN)
    with older.write() as con:
        con.execute("INSERT INTO owner VALUES (1, 1)")
    with pytest.raises(Fenced), older.write() as con:  # noqa: PT012 - the transaction is the point
        visits.begin_visit(con, 1, "a", at(1))
        con.execute("UPDATE owner SET epoch = 2")
        visits.begin_visit(con, 2, "b", at(1))
    with older.read() as con:
        assert visits.latest_visit(con) is None
        assert con.execute("SELECT epoch FROM owner").fetchone()[0] == 1
    older.close()


@pytest.mark.parametrize(("first", "second", "taken"), [(1, 1, True), (1, 2, True), (1, 9, True), (2, 1, False)])
def test_an_epoch_never_goes_down(path: Path, first: int, second: int, taken: bool) -> None:
    open_for_writing(path, first).close()
    if taken:
        open_for_writing(path, second).close()
    else:
        with pytest.raises(Fenced):
            open_for_writing(path, second)
    with closing(sqlite3.connect(path)) as con:
        assert con.execute("SELECT epoch FROM owner").fetchall() == [(max(first, second),)]


def test_reading(path: Path, older: Database) -> None:
    database = open_for_reading(path)
    assert database is not None
    with database.read() as con:
        assert visits.latest_visit(con) is not None
        for statement in ("DELETE FROM chunks", "CREATE TABLE x (y)", "UPDATE owner SET epoch = 9"):
            with pytest.raises(sqlite3.OperationalError, match="readonly"):
                con.execute(statement)
    database.close()


def test_an_absent_file_is_not_made_by_a_reader(path: Path) -> None:
    assert open_for_reading(path) is None
    assert not path.exists()


def test_a_newer_run_db_is_refused_untouched(path: Path) -> None:
    open_for_writing(path, 1).close()
    with closing(sqlite3.connect(path)) as con:
        con.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    with pytest.raises(DatabaseNewer, match="schema version 99"):
        open_for_writing(path, 2)
    assert path.read_bytes() == before
