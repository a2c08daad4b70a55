"""While decided items wait for the disk, nothing new is begun: what a kill makes run again stays little."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from support.stored import at
from support.wait import patient, until
from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.codec import encode
from workflow_engine_shared.storage.run import journal, visits
from workflow_engine_shared.storage.run.db import open_for_writing
from workflow_engine_shared.storage.run.journal import StepRow
from workflow_engine_shared.storage.sqlite.database import Connection, Database, connect
from workflow_engine_shared.storage.workflow.db import open_workflow_db
from workflow_engine_shared.storage.workflow.sqlite_store import SqliteStore
from workflow_engine_worker.control.commands import RunCommands
from workflow_engine_worker.control.leave import LeaveRun, StopAsked
from workflow_engine_worker.control.visit_control import VisitControl
from workflow_engine_worker.steps.executors import Executor, Inline, Job, Threads
from workflow_engine_worker.steps.journal import MAX_BEHIND_S, JournalWriter
from workflow_engine_worker.steps.map_steps import DurableLoop, MapCall

ITEM_S = 0.01
WORKERS = 4
FIRST = 50


class Loop(threading.Thread):
    """A loop at work in a thread of its own."""

    def __init__(self, folder: Path, executor: Callable[[Any], Executor], items: int) -> None:
        super().__init__(daemon=True)
        self.database = open_for_writing(folder / "run.db", 1)
        with self.database.write() as con:
            visits.begin_visit(con, 1, "node", at(0))
        self.store = open_workflow_db(folder / "workflow.db")
        self.commands = RunCommands(SqliteStore(self.store), "r1")
        self.journal = JournalWriter(self.database, SystemClock())
        self.ended = 0
        self.more = threading.Event()  #: items from `FIRST` on wait for it: a busy machine may let few pass or many
        self.left: LeaveRun | None = None
        self._executor, self._items = executor, items

    def run(self) -> None:
        call = MapCall(range(self._items), None, 0, "raise", "node", 1, "items", 1)
        try:
            DurableLoop(call, self.journal, VisitControl(self.commands), lambda _visit, _tell: None).run(
                "items#1", self._executor(self._work)
            )
        except LeaveRun as error:
            self.left = error

    def _work(self, job: Job) -> int:
        if job.item >= FIRST:
            self.more.wait()
        time.sleep(ITEM_S)
        self.ended += 1
        return int(job.item)

    def journaled(self) -> int:
        with self.database.read() as con:
            return journal.count_done(con)

    def close(self) -> None:
        self.join(patient(30))
        assert not self.is_alive()
        self.journal.close()
        self.database.close()
        self.store.close()

    def stands_still(self) -> bool:
        """Nothing ended for thirty items' time: on a busy machine an item that was at work already may take as long."""
        before = self.ended
        time.sleep(30 * ITEM_S)
        return self.ended == before


EXECUTORS = {"inline": Inline, "threads": lambda run: Threads(run, WORKERS, None)}


@contextmanager
def locked(path: Path) -> Iterator[Connection]:
    """Somebody else holds the write lock, as a database browser does."""
    with closing(connect(path)) as con:
        con.execute("BEGIN IMMEDIATE")
        yield con
        con.execute("ROLLBACK")


@contextmanager
def hanging(database: Database) -> Iterator[None]:
    """The disk does not come back from a sync: whoever writes, waits."""
    with database._write_lock:
        yield


@pytest.mark.parametrize("name", EXECUTORS)
@pytest.mark.parametrize("trouble", ["locked", "hanging"])
def test_nothing_new_begins_while_the_journal_cannot_be_written(tmp_path: Path, name: str, trouble: str) -> None:
    loop = Loop(tmp_path, EXECUTORS[name], 300)
    loop.start()
    until(lambda: loop.journaled() > 5, what="items in the journal")
    with locked(tmp_path / "run.db") if trouble == "locked" else hanging(loop.database):
        loop.more.set()
        until(lambda: loop.journal.is_behind and loop.stands_still(), what="a loop that waits")
        lost = loop.ended - loop.journaled()
        assert loop.stands_still(), "and goes on waiting"
        assert loop.ended < 300
    # What can be decided in half a second, and what was in flight or in the group before.
    width = WORKERS if name == "threads" else 1
    assert lost <= width * (MAX_BEHIND_S / ITEM_S + 10)
    loop.close()
    assert (loop.left, loop.ended) == (None, 300)
    with open_again(tmp_path) as database, database.read() as con:
        assert journal.count_done(con) == 300


def test_a_pause_is_heeded_while_the_loop_waits(tmp_path: Path) -> None:
    loop = Loop(tmp_path, Inline, 10_000)
    loop.start()
    until(lambda: loop.journaled() > 5, what="items in the journal")
    with locked(tmp_path / "run.db"):
        loop.more.set()
        until(lambda: loop.journal.is_behind and loop.stands_still(), what="a loop that waits")
        ended = loop.ended
        loop.commands.stop()
    loop.close()
    assert isinstance(loop.left, StopAsked)
    assert loop.ended == ended
    with open_again(tmp_path) as database, database.read() as con:
        assert journal.count_done(con) == ended


def test_the_journal_tells_that_it_is_behind_only_while_it_is_and_leaves_when_all_is_written(tmp_path: Path) -> None:
    database = open_for_writing(tmp_path / "run.db", 1)
    with database.write() as con:
        visits.begin_visit(con, 1, "node", at(0))
        loop = journal.open_loop(con, 1, "s", "l", None).id
    writer = JournalWriter(database, SystemClock())
    assert not writer.is_behind
    with hanging(database):
        for number in range(3):
            writer.record(StepRow(loop, encode(number), number, "done", 1, encode(1), None, None, at(1), 0.0))
        assert not writer.is_behind, "at first"
        until(lambda: writer.is_behind, what="half a second")
        writer.catch_up(0.01)
        assert writer.is_behind
    writer.catch_up(10)
    assert not writer.is_behind
    writer.close()
    until(lambda: writer._thread is None, what="the writing thread is gone")
    with database.read() as con:
        assert journal.count_done(con) == 3, "what was recorded before the end is written"
    writer.record(StepRow(loop, encode(3), 3, "done", 1, encode(1), None, None, at(1), 0.0))
    writer.flush()
    until(lambda: writer._thread is None, what="the next one is gone, too")
    with database.read() as con:
        assert journal.count_done(con) == 4, "what comes after the end is written, too"
    database.close()


@contextmanager
def open_again(folder: Path) -> Iterator[Database]:
    database = Database(folder / "run.db", readonly=True)
    try:
        yield database
    finally:
        database.close()
