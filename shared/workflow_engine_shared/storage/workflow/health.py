"""Checks whether a database file is sound, and makes copies of it that are."""

import contextlib
import re
import sqlite3
from collections.abc import Mapping
from pathlib import Path

from workflow_engine_shared.errors import StorageFailure
from workflow_engine_shared.paths import private_folder, replacing, sync_names
from workflow_engine_shared.storage.sqlite.database import Connection, connect, create_private, every, transaction
from workflow_engine_shared.storage.sqlite.migrate import Schema, check_before_writing, read_script, version_of
from workflow_engine_shared.storage.sqlite.statements import load
from workflow_engine_shared.storage.sqlite.typed_errors import typed_errors
from workflow_engine_shared.storage.workflow.db import WORKFLOW

_SQL = load(__package__, "health")
_OBJECT = re.compile(r"^CREATE (?:TABLE|INDEX|UNIQUE INDEX|TRIGGER|VIEW) (\w+)", re.MULTILINE)
_MAX_PROBLEMS = 20


def workflow_db_problems(path: Path) -> list[str]:
    """The problems SQLite finds in `workflow.db`, and each object there that is not ours.

    Raises:
        DatabaseNotOurs, DatabaseNewer: it is no `workflow.db` of this renflow.
        StorageFailure: it cannot be read at all.
    """
    check_before_writing(path, WORKFLOW)
    with typed_errors(path), contextlib.closing(connect(path, readonly=True)) as con:
        found = _check(con, "quick_check")
        known = set(_OBJECT.findall(read_script(WORKFLOW, WORKFLOW.script)))
        strangers = [
            f"{row['type']} {row['name']}" for row in every(con, _SQL["objects"], {}) if row["name"] not in known
        ]
    return [*found, *(f"The {each} is not renflow's." for each in strangers[:_MAX_PROBLEMS])]


def back_up(source: Path, target: Path, schema: Schema = WORKFLOW) -> int:
    """Copy a database that may be in use; returns the copy's size. It has its name only once it is known to be sound.

    Raises:
        DatabaseNotOurs, DatabaseNewer: the source is something else.
        StorageFailure: the source or the copy is damaged, or cannot be read or written.
    """
    try:
        with replacing(target, durable=True, many_writers=True) as unfinished:
            sound_copy(source, unfinished, schema)
        sync_names(target.parent)
        return target.stat().st_size
    except OSError as error:
        raise StorageFailure(f"{target} cannot be written: {error.strerror}.") from error


def back_up_older(path: Path) -> None:
    """Copy a `workflow.db` of an older renflow into `backups` beside it, before it is brought forward.

    Raises:
        As `back_up`.
    """
    version = version_of(path, WORKFLOW)
    if version in {0, WORKFLOW.version}:
        return
    folder = path.parent / "backups"
    try:
        private_folder(folder)
    except OSError as error:
        raise StorageFailure(f"{folder} cannot be made: {error.strerror}.") from error
    back_up(path, folder / f"workflow-of-version-{version}.db")


def sound_copy(source: Path, target: Path, schema: Schema = WORKFLOW) -> None:
    """Copy a database that may be in use into a new file, and check the copy; not synced yet.

    Raises:
        DatabaseNotOurs, DatabaseNewer: the source is something else.
        StorageFailure: the source or the copy is damaged, or cannot be read or written.
    """
    check_before_writing(source, schema)
    create_private(target)
    with typed_errors(source):
        _copy(source, target)
    problems = damage_in(target, schema)
    if problems:
        raise StorageFailure(f"The copy is damaged, as {source} may be: {' '.join(problems)}")


def damage_in(path: Path, schema: Schema = WORKFLOW) -> list[str]:
    """The problems that SQLite finds in a database that nobody uses; reads all of it.

    Raises:
        DatabaseNotOurs, DatabaseNewer: it is something else.
        StorageFailure: it cannot be read at all.
    """
    check_before_writing(path, schema, may_be_empty=False)
    with typed_errors(path), contextlib.closing(connect(path, readonly=True)) as con:
        return _check(con, "integrity_check")


def runs_in(path: Path) -> dict[str, int]:
    """The runs of a `workflow.db` that nobody uses, each with its epoch."""
    with typed_errors(path), contextlib.closing(connect(path, readonly=True)) as con:
        return {row["thread_id"]: row["epoch"] for row in every(con, _SQL["epochs"], {})}


def raise_epochs(path: Path, epochs: Mapping[str, int]) -> None:
    """Let runs of a `workflow.db` that nobody uses be of these epochs, where theirs are lower.

    A run's own database was copied later, and may have had another owner by then: who comes next must not be fenced.
    """
    with typed_errors(path), contextlib.closing(connect(path)) as con, transaction(con):
        for thread_id, epoch in epochs.items():
            con.execute(_SQL["raise_epoch"], {"thread_id": thread_id, "epoch": epoch})
    with typed_errors(path), contextlib.closing(sqlite3.connect(path)) as con:
        con.execute("PRAGMA journal_mode=DELETE")  # one file, that opens anywhere


def _copy(source: Path, target: Path) -> None:
    with (
        contextlib.closing(connect(source, readonly=True)) as here,
        contextlib.closing(sqlite3.connect(target)) as there,
    ):
        # In one step: a copy in several begins anew whenever another process writes.
        here.backup(there)
        there.execute("PRAGMA journal_mode=DELETE")  # one file, that opens anywhere


def _check(con: Connection, pragma: str) -> list[str]:
    rows = con.execute(f"PRAGMA {pragma}({_MAX_PROBLEMS:d})").fetchall()
    return [row[0] for row in rows if row[0] != "ok"]
