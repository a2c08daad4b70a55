"""Databases of every version that was ever used: brought forward whole, or left whole, wherever the process dies."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from workflow_engine_shared.storage.run import journal, loop_sums, visits
from workflow_engine_shared.storage.run.db import RUN, open_for_writing
from workflow_engine_shared.storage.sqlite.database import Database
from workflow_engine_shared.storage.sqlite.migrate import Schema, prepare
from workflow_engine_shared.storage.workflow import found_runs, run_queue, runs, signals
from workflow_engine_shared.storage.workflow.db import WORKFLOW, open_workflow_db
from workflow_engine_shared.storage.workflow.found_runs import RunFilter
from workflow_engine_shared.storage.workflow.sqlite_store import SqliteStore
from workflow_engine_shared.vocabulary import SignalType

#: Each is what `iterdump` said of a database of that version, with the header's numbers before it.
GOLDEN = Path(__file__).parent / "golden"
KINDS = {"run": RUN, "workflow": WORKFLOW}
OLD = [(kind, version) for kind, schema in KINDS.items() for version in range(1, schema.version + 1)]

#: Brings a database of its own forward again and again, as its owner does, each time in a process that dies at another
#: statement; prints how many died.
DIES = """
import os, shutil, signal, sqlite3, sys
from pathlib import Path
from workflow_engine_shared.storage.run.db import RUN
from workflow_engine_shared.storage.sqlite.migrate import prepare
from workflow_engine_shared.storage.workflow.sqlite_store import SqliteStore

golden, real = Path(sys.argv[1]), sqlite3.connect
number = 0
while True:
    number += 1
    (folder := golden.parent / f"died-{number}").mkdir()
    path = Path(shutil.copy(golden, folder))
    child = os.fork()
    if child == 0:
        seen = 0

        def count(statement):
            global seen
            seen += 1
            if seen == number:
                os.kill(os.getpid(), signal.SIGKILL)

        def connect(*args, **options):
            con = real(*args, **options)
            con.set_trace_callback(count)
            return con

        sqlite3.connect = connect
        if path.stem == "run":
            prepare(path, RUN)
        else:
            SqliteStore.open(path).close()  # with a copy of it before
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    if status != signal.SIGKILL:
        break
assert status == 0, status
print(number - 1)
"""


def golden(kind: str, version: int, folder: Path) -> Path:
    """The database of that version, as its renflow left it."""
    path = folder / f"{kind}.db"
    with closing(sqlite3.connect(path)) as con:
        con.execute("PRAGMA journal_mode=WAL")
        con.executescript((GOLDEN / f"{kind}-{version}.sql").read_text(encoding="utf-8"))
    return path


def content(path: Path) -> dict[str, Any]:
    """Every row of every table, and the version."""
    with closing(sqlite3.connect(path)) as con:
        names = [row[0] for row in con.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        found: dict[str, Any] = {name: con.execute(f"SELECT * FROM {name}").fetchall() for name in names}
        assert con.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert con.execute("PRAGMA foreign_key_check").fetchall() == []
        return {**found, "version": con.execute("PRAGMA user_version").fetchone()[0]}


def shape(path: Path) -> dict[str, Any]:
    """Tables, their columns and the indexes, however their making was written down."""
    with closing(sqlite3.connect(path)) as con:
        names = con.execute("SELECT type, name, tbl_name FROM sqlite_schema ORDER BY name").fetchall()
        return {name: (kind, table, con.execute(f"PRAGMA table_xinfo({name})").fetchall())
                for kind, name, table in names}  # fmt: skip


def fresh(schema: Schema, folder: Path) -> Path:
    path = folder / "fresh.db"
    prepare(path, schema)
    return path


def test_f29_there_is_a_golden_database_of_each_version() -> None:
    assert sorted(path.stem for path in GOLDEN.iterdir()) == sorted(f"{kind}-{version}" for kind, version in OLD)


@pytest.mark.parametrize(("kind", "version"), OLD, ids=[f"{kind}-{version}" for kind, version in OLD])
def test_f29_an_old_database_comes_to_what_a_new_one_is(tmp_path: Path, kind: str, version: int) -> None:
    path, schema = golden(kind, version, tmp_path), KINDS[kind]
    before = content(path)
    assert before["version"] == version

    prepare(path, schema)

    after = content(path)
    assert after["version"] == schema.version
    assert {table: len(rows) for table, rows in before.items() if table != "version"}.items() <= {
        table: len(rows) for table, rows in after.items() if table != "version"
    }.items()
    assert shape(path) == shape(fresh(schema, tmp_path))
    prepare(path, schema)
    assert content(path) == after, "once is enough"


@pytest.mark.parametrize("version", range(1, RUN.version + 1))
def test_f29_a_run_of_an_old_version_goes_on(tmp_path: Path, version: int) -> None:
    database = open_for_writing(golden("run", version, tmp_path), epoch=4)
    with closing(database), database.write() as con:
        assert journal.count_done(con) == 2
        loop = journal.open_loop(con, 2, "map_steps#1", "items", 4)
        assert [each.value for each in journal.results(con, loop.id, first=0, limit=9) if each.state == "done"] == [
            {"n": 0},
            {"n": 1},
        ]
        assert journal.get_answer(con, 2, 1) == ("yes",)
        journal.count_rerun(con, loop.id)
        assert loop_sums.loop_summaries(con)[0].rerun == version


def test_f29_the_runs_of_an_old_home_are_known_and_given_on(tmp_path: Path) -> None:
    database = open_workflow_db(golden("workflow", 1, tmp_path))
    with closing(database), database.write() as con:
        for status in ("pending", "running", "recovering", "interrupted", "finished", "error", "cancelled"):
            assert runs.get_run(con, f"r-{status}").status == status
        assert run_queue.claim_run(con, "r-pending") == 1
        assert run_queue.claim_run(con, "r-recovering") == 2


def test_f29_a_visit_that_nobody_waited_for_is_cancelled_and_old_runs_counted_no_edges(tmp_path: Path) -> None:
    path = golden("run", 5, tmp_path)
    with closing(sqlite3.connect(path)) as con, con:
        error = '{"code":"NOT_AWAITED","message":"no"}'
        con.execute("UPDATE visits SET status = 'finished', finished_at = 'x', error_json = ?", (error,))
        con.execute("INSERT INTO visits VALUES (3, 'c', 'skipped', 1, 'x', 'x', ?)", (error,))
        con.execute("INSERT INTO visits VALUES (4, 'd', 'finished', 1, 'x', 'x', NULL)")
    with closing(Database(path, readonly=True)) as database, database.read() as con:
        assert visits.edges_taken(con) is None
    prepare(path, RUN)
    with closing(Database(path)) as database, database.read() as con:
        assert [each.status for each in visits.visits_from(con, 1, 9)] == [*["cancelled"] * 2, "skipped", "finished"]
        assert visits.edges_taken(con) == {}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="dies in a fork, so that it need not be imported each time")
@pytest.mark.parametrize("kind", KINDS)
def test_f29_killed_at_each_statement_it_is_old_or_new(tmp_path: Path, kind: str) -> None:
    path, schema = golden(kind, 1, tmp_path), KINDS[kind]
    before = content(path)
    done = subprocess.run([sys.executable, "-c", DIES, path], capture_output=True, text=True, check=True)
    deaths = int(done.stdout)
    assert deaths >= 8, "the migrating statements, both header numbers, and those around them"
    prepare(path, schema)
    after = content(path)

    seen = []
    for number in range(1, deaths + 1):
        died = tmp_path / f"died-{number}" / path.name
        there = content(died)
        assert there in (before, after), f"mixed after statement {number}"
        copies = list(died.parent.glob("backups/*.db"))
        assert [content(copy) for copy in copies] in ([], [before]), "a copy has its name when it is whole"
        assert kind == "run" or copies or there == before, "first the copy"
        seen.append(there["version"])
        prepare(died, schema)
        assert content(died) == after
    assert seen == sorted(seen)
    assert seen[0] == 1
    if kind == "run":
        database = Database(died)
        with closing(database), database.read() as con:
            assert journal.count_done(con) == 2


def test_f29_an_old_home_is_copied_before_it_is_brought_forward(tmp_path: Path) -> None:
    path = golden("workflow", 1, tmp_path)
    before = content(path)
    SqliteStore.open(path).close()
    copy = tmp_path / "backups" / "workflow-of-version-1.db"
    assert content(copy) == before
    copy.unlink()
    SqliteStore.open(path).close()
    assert list(copy.parent.iterdir()) == [], "what is of today needs no copy"


def test_f29_an_old_home_keeps_what_lists_show(tmp_path: Path) -> None:
    database = open_workflow_db(golden("workflow", 1, tmp_path))
    with closing(database), database.read() as con:
        (failed,) = found_runs.list_runs(con, RunFilter(error="USER_CODE_ERROR"), limit=9)
        assert (failed.thread_id, failed.title, failed.tags) == ("r-error", None, ())
        assert found_runs.number_without_text(con) == found_runs.count_runs(con, RunFilter()) == 7


@pytest.mark.parametrize("version", range(1, WORKFLOW.version))
def test_f29_signals_keep_their_ids_and_those_that_were_used_are_not_used_again(tmp_path: Path, version: int) -> None:
    path = golden("workflow", version, tmp_path)
    with closing(sqlite3.connect(path)) as con:
        con.execute("UPDATE sqlite_sequence SET seq = 40 WHERE name = 'signals'")  # of runs that were deleted
        con.commit()
        before = con.execute("SELECT * FROM signals ORDER BY id").fetchall()
    database = open_workflow_db(path)
    with closing(database), database.write() as con:
        assert [tuple(row) for row in con.execute("SELECT * FROM signals ORDER BY id")] == before
        assert signals.insert_command(con, "r-running", SignalType.PAUSE_REQUEST, {}, "2024-01-02T00:00:00.000Z") == 41
