"""Changes that come at once share a commit; what one of them raises undoes that one alone."""

import contextlib
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from support.wait import patient, until
from workflow_engine_shared.errors import QueueFull, StorageFailure
from workflow_engine_shared.storage.sqlite.database import Connection, Database, create_private
from workflow_engine_shared.storage.sqlite.group_commit import GroupCommit, savepoint

CHANGES = 8


class Group:
    """Changes of one table, with the commits counted, and a door that holds them up."""

    def __init__(self, path: Path) -> None:
        create_private(path)
        self.database = Database(path)
        self.begun = 0
        self.door = threading.Event()
        self.commits: GroupCommit[Connection] = GroupCommit(self._begin, savepoint)
        with self.database.write() as con:
            con.execute("CREATE TABLE found (number INTEGER PRIMARY KEY)")

    @contextlib.contextmanager
    def _begin(self) -> Iterator[Connection]:
        self.begun += 1
        assert self.door.wait(patient(30))
        with self.database.write() as con:
            yield con

    @property
    def numbers(self) -> list[int]:
        with self.database.read() as con:
            return [row[0] for row in con.execute("SELECT number FROM found ORDER BY number")]

    def at_once(self, changes: list[Callable[[Connection], Any]]) -> list["Future[Any]"]:
        """The first one's commit is held up until all others wait for theirs."""
        with ThreadPoolExecutor(len(changes)) as pool:
            first = pool.submit(self.commits.carry_out, changes[0])
            until(lambda: self.begun == 1, 30, "the first one's transaction")
            others = [pool.submit(self.commits.carry_out, change) for change in changes[1:]]
            until(lambda: len(self.commits._waiting) == len(others), 30, "the others")
            self.door.set()
            return [first, *others]


@pytest.fixture
def group(tmp_path: Path) -> Iterator[Group]:
    made = Group(tmp_path / "group.db")
    yield made
    made.database.close()


def insert(number: int, error: Exception | None = None) -> Callable[[Connection], int]:
    def change(con: Connection) -> int:
        con.execute("INSERT INTO found VALUES (?)", (number,))
        if error is not None:
            raise error
        return number

    return change


def test_what_comes_while_a_commit_is_under_way_shares_the_next_one(group: Group) -> None:
    done = group.at_once([insert(number) for number in range(CHANGES)])
    assert [each.result() for each in done] == group.numbers == list(range(CHANGES))
    assert group.begun == 2


def test_one_that_is_refused_undoes_itself_alone(group: Group) -> None:
    done = group.at_once([insert(0), insert(1), insert(2, QueueFull()), insert(3)])
    assert isinstance(done[2].exception(), QueueFull)
    assert [done[index].result() for index in (0, 1, 3)] == group.numbers == [0, 1, 3]


def test_what_the_disk_refuses_is_refused_to_all_of_the_group(group: Group) -> None:
    done = group.at_once([insert(0), insert(1), insert(2, sqlite3.OperationalError("disk I/O error"))])
    assert group.numbers == [0]
    assert done[0].result() == 0
    assert all(isinstance(each.exception(), StorageFailure) for each in done[1:])
    assert group.commits.carry_out(insert(3)) == 3  # and the next one goes on


def test_one_alone_raises_what_it_raises(group: Group) -> None:
    group.door.set()
    with pytest.raises(QueueFull):
        group.commits.carry_out(insert(0, QueueFull()))
    assert group.numbers == []
