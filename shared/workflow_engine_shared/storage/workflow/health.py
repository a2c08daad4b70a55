"""Checks whether a database file is sound, and makes copies of it that are."""

import contextlib
import re
import sqlite3
from pathlib import Path

from workflow_engine_shared.errors import StorageFailure
from workflow_engine_shared.paths import private_folder, replacing, sync_names
from workflow_engine_shared.storage.sqlite.database import Connection, connect, create_private, every
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
    check_before_writing(source, schema)
    try:
        with replacing(target, durable=True, many_writers=True) as unfinished:
            create_private(unfinished)
            with typed_errors(source):
                _copy(source, unfinished)
            check_before_writing(unfinished, schema, may_be_empty=False)
            with typed_errors(unfinished), contextlib.closing(connect(unfinished, readonly=True)) as con:
                problems = _check(con, "integrity_check")
            if problems:
                raise StorageFailure(f"The copy is damaged, as {source} may be: {' '.join(problems)}")
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
