"""Looks that follow one another share an open file, for as long as it is the one that stands there."""

import shutil
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.wait import until
from workflow_engine_shared.errors import RenError, RunFilesMissing
from workflow_engine_shared.storage.run import db, visits
from workflow_engine_shared.storage.run.looks import Looks
from workflow_engine_shared.storage.sqlite.database import Connection, Database

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no file stays open there")


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Database]:
    """Who writes."""
    (tmp_path / "run").mkdir()
    database = db.open_for_writing(tmp_path / "run" / "run.db", 1)
    yield database
    database.close()


def begin(worker: Database, number: int) -> None:
    with worker.write() as con:
        visits.begin_visit(con, number, f"node-{number}", "2024-01-01T00:00:00.000Z")


def another(worker: Database, folder: Path) -> Path:
    """A file as the worker's, which is closed, with one visit more."""
    worker.close()
    path = folder / "other.db"
    shutil.copyfile(worker.path, path)
    with sqlite3.connect(path) as con:
        con.execute("PRAGMA journal_mode=DELETE")
        visits.begin_visit(con, 7, "elsewhere", "2024-01-01T00:00:00.000Z")
    con.close()
    return path


def look(looks: Looks, path: Path) -> Connection:
    with looks.reading(path) as con:
        assert con is not None
        con.execute("SELECT count(*) FROM visits").fetchone()
        return con


def newest(looks: Looks, path: Path) -> int:
    with looks.reading(path) as con:
        assert con is not None
        latest = visits.latest_visit(con)
        return latest.visit if latest else 0


def is_closed(con: Connection) -> bool:
    try:
        con.execute("SELECT 1")
    except sqlite3.ProgrammingError:
        return True
    return False


def kept(looks: Looks, path: Path) -> Connection:
    """A connection that stayed open after a look; on a busy machine it may take more than two."""
    found: list[Connection] = []
    until(lambda: found.append(look(looks, path)) or look(looks, path) is found[-1], 10, "a file that stays open")
    return found[-1]


def test_a_look_by_itself_leaves_nothing_open(worker: Database):
    assert is_closed(look(Looks(), worker.path))


def test_looks_that_follow_share_the_open_file_and_see_every_commit(worker: Database):
    looks = Looks()
    kept(looks, worker.path)
    for number in range(1, 4):
        begin(worker, number)
        assert newest(looks, worker.path) == number


def test_what_was_read_is_read_again_once_somebody_has_written(worker: Database):
    looks, asked = Looks(), []

    def latest(con: Connection) -> int:
        asked.append(con)
        found = visits.latest_visit(con)
        return found.visit if found else 0

    def is_remembered() -> bool:
        before = len(asked)
        looks.read(worker.path, latest)
        return len(asked) == before

    assert looks.read(worker.path, latest) == 0
    until(is_remembered, 10, "what was read is known without reading it")
    for number in range(1, 4):
        begin(worker, number)
        assert looks.read(worker.path, latest) == number
        until(is_remembered, 10, "it is known again")
    assert looks.read(worker.path, lambda con: con.execute("SELECT 'else'").fetchone()[0]) == "else"


def test_what_was_read_of_another_file_does_not_count(worker: Database, tmp_path: Path):
    looks = Looks()
    begin(worker, 1)
    other = another(worker, tmp_path)

    def numbers(con: Connection) -> list[int]:
        return [visit.visit for visit in visits.open_visits(con)]

    kept(looks, worker.path)
    assert looks.read(worker.path, numbers) == looks.read(worker.path, numbers) == [1]
    other.replace(worker.path)
    assert looks.read(worker.path, numbers) == [1, 7]


def test_what_nobody_looks_at_any_more_is_closed(worker: Database):
    con = kept(Looks(), worker.path)
    until(lambda: is_closed(con), 10, "the file is closed")


def test_another_file_in_its_place_is_seen(worker: Database, tmp_path: Path):
    looks = Looks()
    other = another(worker, tmp_path)
    kept(looks, worker.path)
    assert newest(looks, worker.path) == 0
    other.replace(worker.path)
    assert newest(looks, worker.path) == 7


def test_what_is_damaged_or_gone_is_said_at_once(worker: Database, tmp_path: Path):
    looks = Looks()
    worker.close()
    kept(looks, worker.path)
    worker.path.write_bytes(b"no database" * 1000)
    with pytest.raises(RenError), looks.reading(worker.path) as con:
        visits.latest_visit(con)  # type: ignore[arg-type]
    worker.path.unlink()
    with looks.reading(worker.path) as con:
        assert con is None
    worker.path.symlink_to(tmp_path)
    with pytest.raises(RunFilesMissing), looks.reading(worker.path):
        pass
