"""A fresh workflow.db with one flow in it, a fresh run.db, and a database of numbers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.stored import add_flow
from workflow_engine_shared.storage.run.db import open_for_writing
from workflow_engine_shared.storage.sqlite.database import Connection, Database, create_private
from workflow_engine_shared.storage.workflow.db import open_workflow_db


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = open_workflow_db(tmp_path / "workflow.db")
    with database.write() as con:
        add_flow(con)
    yield database
    database.close()


@pytest.fixture
def con(database: Database) -> Iterator[Connection]:
    """A connection inside one transaction."""
    with database.write() as con:
        yield con


@pytest.fixture
def run_database(tmp_path: Path) -> Iterator[Database]:
    """A run.db as its first worker opens it."""
    database = open_for_writing(tmp_path / "run.db", epoch=1)
    yield database
    database.close()


@pytest.fixture
def run_con(run_database: Database) -> Iterator[Connection]:
    """A connection to run.db inside one transaction."""
    with run_database.write() as con:
        yield con


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where `numbers` is."""
    return tmp_path / "some.db"


@pytest.fixture
def numbers(path: Path) -> Iterator[Database]:
    """A database with a table `numbers (n)`."""
    create_private(path)
    database = Database(path)
    with database.write() as con:
        con.execute("CREATE TABLE numbers (n UNIQUE)")
    yield database
    database.close()
