"""The fence of run.db: from the moment a newer worker owns a run, the older one can write nothing more to it."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from support.stored import at
from support.wait import patient, until
from workflow_engine_shared.errors import DatabaseNewer, DatabaseNotOurs, Fenced
from workflow_engine_shared.storage.run import db, visits
from workflow_engine_shared.storage.run.db import RUN, FencedDatabase, open_for_reading, open_for_writing
from workflow_engine_shared.storage.sqlite import fresh
from workflow_engine_shared.storage.sqlite.database import Connection, Database, transaction
from workflow_engine_shared.storage.sqlite.migrate import prepare

NOW = f"'{at(0)}'"
#: One row for each table that workers write, and a change of it.
ROWS = {
    "checkpoints": (f"('', 'c{{n}}', 'r', NULL, {NOW}, x'', x'', x'80')", "parent_id = 'p'"),
    "chunks": ("(x'0{n}', x'')", "body = x'01'"),
    "writes": ("('', 'c', 'r', 't', {n}, 'data', 'msgpack', x'', '')", "channel = 'ctl'"),
    "visits": (f"({{n}}, 'a', 'running', 1, {NOW}, NULL, NULL, NULL)", "node_id = 'b'"),
    "overlays": ("({n}, 1, x'80')", "visit = 2"),
    "applied_signals": ("({n})", "signal_id = 5"),
    "loops": ("({n}, {n}, 's', 'l', NULL, 0, 0, 0)", "total = 2"),
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
        assert set(db.TABLES) == set(fenced_tables(con))


@pytest.mark.parametrize("table", db.TABLES)
@pytest.mark.parametrize("verb", ["INSERT", "INSERT OR REPLACE", "INSERT OR IGNORE", "UPDATE", "DELETE"])
def test_an_older_epoch_can_write_nothing(older: Database, path: Path, table: str, verb: str) -> None:
    before = content(path)
    with older.read() as con:
        statement = {"UPDATE": update(con, table), "DELETE": f"DELETE FROM {table}"}.get(verb)
        statement = statement or insert(con, table, 2, verb)
    with pytest.raises(Fenced), older.write() as con:
        con.execute(statement)
    assert content(path) == before


@pytest.mark.parametrize("table", db.TABLES)
def test_without_the_fence_the_same_writes_pass(older: Database, path: Path, table: str) -> None:
    unfenced = Database(path)
    with unfenced.write() as con:
        for statement in (insert(con, table, 2), update(con, table), f"DELETE FROM {table} WHERE 0"):
            if table != "applied_signals" or not statement.startswith("UPDATE"):  # all rows would be one
                con.execute(statement)
    unfenced.close()


@pytest.mark.parametrize("table", db.TABLES)
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


#: Ways to write without `Database.write`, in a transaction of one's own or in none.
WAYS: dict[str, Callable[[Connection, str], Any]] = {
    "alone": lambda con, sql: con.execute(sql),
    "alone, many": lambda con, sql: con.executemany(sql, [()]),
    "alone, by a cursor": lambda con, sql: con.cursor().execute(sql),
    "alone, many by a cursor": lambda con, sql: con.cursor().executemany(sql, [()]),
    "alone, behind a comment": lambda con, sql: con.execute(f"-- SELECT\n/* SELECT */ {sql}"),
    "alone, between comments": lambda con, sql: con.execute(f"/* * */ {sql} -- */ SELECT 1"),
    "alone, behind a query": lambda con, sql: con.execute(f"WITH one AS (SELECT 1) {sql}"),
    "a script": lambda con, sql: con.executescript(sql),
    "a script of a cursor": lambda con, sql: con.cursor().executescript(f"BEGIN; {sql}; COMMIT"),
    "begun at once": lambda con, sql: _begun(con, "BEGIN IMMEDIATE", sql),
    "begun late": lambda con, sql: _begun(con, "begin", sql),
    "begun exclusively": lambda con, sql: _begun(con, " BEGIN EXCLUSIVE", sql),
    "begun by a savepoint": lambda con, sql: _begun(con, "SAVEPOINT one", sql, "RELEASE one"),
    "begun by a cursor": lambda con, sql: _begun(con.cursor(), "BEGIN", sql),
}


def _begun(con: Any, begin: str, sql: str, commit: str = "COMMIT") -> None:
    for each in (begin, sql, commit):
        con.execute(each)


@pytest.mark.parametrize("way", WAYS)
def test_no_way_to_write_leads_past_the_fence(older: Database, path: Path, way: str) -> None:
    before = content(path)
    con = older.dedicated()
    con.execute("SELECT count(*) FROM visits").fetchall()
    statements = [
        "PRAGMA user_version = 9",
        "PRAGMA user_version(9)",
        "UPDATE owner SET epoch = 1",
        "CREATE TABLE other (one)",
        "DROP TABLE visits",
    ]
    for table in db.TABLES:
        statements += [insert(con, table, 2), insert(con, table, 2, "REPLACE"), update(con, table)]
        statements += [f"DELETE FROM {table}"]
    for statement in statements:
        with pytest.raises(sqlite3.IntegrityError, match="fenced"):
            WAYS[way](con, statement)
        assert not con.in_transaction
    assert content(path) == before
    assert con.execute("SELECT epoch FROM owner").fetchone()[0] == 2, "it still reads"


def test_a_statement_that_was_prepared_before_is_refused_as_well(path: Path) -> None:
    older = open_for_writing(path, epoch=1)
    sql, con = insert_visit(2), older.dedicated()
    with transaction(con):
        con.execute(sql)
        con.execute("DELETE FROM visits")
    open_for_writing(path, epoch=2).close()
    for way in ("alone", "begun late", "begun at once"):
        with pytest.raises(sqlite3.IntegrityError, match="fenced"):
            WAYS[way](con, sql)
    with older.read() as reader:
        assert visits.latest_visit(reader) is None
    older.close()


def test_the_owner_writes_in_transactions_only(path: Path) -> None:
    owner = open_for_writing(path, epoch=1)
    con = owner.dedicated()
    for way in ("alone", "alone, many", "a script"):
        with pytest.raises(sqlite3.ProgrammingError, match="transaction"):
            WAYS[way](con, insert_visit(1))
    for way in ("begun late", "begun at once", "begun by a savepoint", "begun by a cursor"):
        WAYS[way](con, insert_visit(1))
        WAYS[way](con, "DELETE FROM visits")
    owner.close()


def insert_visit(number: int) -> str:
    return f"INSERT INTO visits VALUES {ROWS['visits'][0].format(n=number)}"


def test_a_newer_epoch_waits_for_the_transaction_under_way(path: Path) -> None:
    """What was begun by the owner is committed before anybody else owns the run; nothing of it comes later."""
    older = open_for_writing(path, epoch=1)
    with ThreadPoolExecutor() as threads:
        with older.write() as con:
            newer = threads.submit(open_for_writing, path, 2)
            visits.begin_visit(con, 1, "a", at(1))
            assert not newer.done()
        newer.result(patient(20)).close()
    with pytest.raises(Fenced), older.write() as con:
        visits.begin_visit(con, 2, "b", at(1))
    with older.read() as con:
        assert [each.visit for each in visits.visits_until(con, 9)] == [1]
    older.close()


def test_a_deferred_transaction_that_a_newer_epoch_overtook_is_lost(path: Path) -> None:
    older = open_for_writing(path, epoch=1)
    con = older.dedicated()
    con.execute("BEGIN")
    newer = open_for_writing(path, epoch=2)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        con.execute(insert_visit(1))
    con.execute("ROLLBACK")
    with newer.read() as reader:
        assert visits.latest_visit(reader) is None
    older.close()
    newer.close()


WRITER = """
import itertools, sys
from pathlib import Path
from workflow_engine_shared.errors import Fenced
from workflow_engine_shared.storage.run import db, visits
from workflow_engine_shared.storage.sqlite.database import transaction, typed_errors
database = db.open_for_writing(Path(sys.argv[1]), 1)
own = database.dedicated()
try:
    for number in itertools.count(1, 2):
        with database.write() as con:
            visits.begin_visit(con, number, "a", "2024-01-01T00:00:00.000Z")
        with typed_errors(database.path), transaction(own):
            visits.begin_visit(own, number + 1, "a", "2024-01-01T00:00:00.000Z")
except Fenced:
    print("fenced at", number)
"""


@pytest.mark.skipif(os.name == "nt", reason="stops a process")
def test_a_worker_that_was_stopped_while_a_newer_one_began_writes_nothing(tmp_path: Path) -> None:
    paths = [tmp_path / str(number) / "run.db" for number in range(4)]
    for path in paths:
        path.parent.mkdir()
    older = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True) for path in paths
    ]
    try:
        for at_least, (path, worker) in enumerate(zip(paths, older, strict=True)):
            until(lambda path=path, wanted=5 * at_least + 1: newest(path) >= wanted, what="its first visits")
            newer = until(lambda path=path, worker=worker: taken_over(path, worker), what="a moment outside")
            before = newest(path)
            os.kill(worker.pid, signal.SIGCONT)
            assert "fenced" in worker.communicate(timeout=patient(20))[0]
            assert newest(path) == before
            with newer.write() as con:
                visits.begin_visit(con, before + 1, "b", at(1))
            newer.close()
    finally:
        for worker in older:
            worker.kill()
            worker.communicate()


def newest(path: Path) -> int:
    with db.reading(path) as con:
        found = None if con is None else visits.latest_visit(con)
    return 0 if found is None else found.visit


def taken_over(path: Path, worker: "subprocess.Popen[str]") -> Database | None:
    """The run in newer hands while its worker stands still; None: it stands inside a transaction."""
    os.kill(worker.pid, signal.SIGSTOP)
    with closing(sqlite3.connect(path, timeout=0.02)) as con:
        try:
            con.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            os.kill(worker.pid, signal.SIGCONT)
            return None
    return open_for_writing(path, 2)


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


def test_a_fresh_file_is_what_sqlite_itself_would_have_made(path: Path, tmp_path: Path) -> None:
    by_sqlite = tmp_path / "by-sqlite.db"
    prepare(by_sqlite, RUN)
    open_for_writing(path, 1).close()
    with closing(sqlite3.connect(path)) as con:
        con.execute("DELETE FROM owner")
        con.commit()
        for pragma in ("application_id", "user_version", "journal_mode", "page_size", "encoding"):
            with closing(sqlite3.connect(by_sqlite)) as other:
                query = f"PRAGMA {pragma}"
                assert con.execute(query).fetchone() == other.execute(query).fetchone()
        assert con.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert content(path) == content(by_sqlite)
    if os.name != "nt":
        assert path.stat().st_mode & 0o777 == 0o600


def test_what_a_killed_worker_left_of_a_fresh_file_stands_in_nobodys_way(path: Path) -> None:
    unfinished = path.with_name(f".{path.name}.part")
    unfinished.write_bytes(fresh.content(RUN, path.parent)[:5000])
    open_for_writing(path, 1).close()
    assert db.is_sound(path)
    assert not unfinished.exists()


@pytest.mark.parametrize("left", ["", "-journal", "-shm"])
def test_a_fresh_file_takes_the_place_of_nothing(path: Path, left: str) -> None:
    path.with_name(path.name + left).touch()
    assert not fresh.make_fresh(path, RUN)
    open_for_writing(path, 1).close()
    assert db.is_sound(path)


def test_a_log_whose_database_is_gone_is_not_begun_anew(path: Path) -> None:
    path.with_name(f"{path.name}-wal").write_bytes(b"committed")
    with pytest.raises(DatabaseNotOurs, match=r"its log run\.db-wal is there"):
        open_for_writing(path, 1)
    assert not path.exists()
