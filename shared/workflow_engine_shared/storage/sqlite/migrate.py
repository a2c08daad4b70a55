"""Schemas and their versions: create what is absent, bring what is older forward, refuse what is newer.

A newer or foreign file is refused before anything is written to it.
"""

import contextlib
import functools
import os
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

from workflow_engine_shared.errors import DatabaseDamaged, DatabaseNewer, DatabaseNotOurs
from workflow_engine_shared.plain_files import OddFile, open_plain, refuse_odd

from .database import Connection, connect, create_private
from .typed_errors import typed_errors


@dataclass(frozen=True)
class Schema:
    """What a database file must look like."""

    application_id: int  #: stands in the file's header, so that `file` and we can tell whose it is
    version: int
    package: str  #: where its scripts lie
    script: str = "schema.sql"  #: the whole truth today
    migrations: tuple[str, ...] = field(default=())  #: migrations[i] leads from version i + 1 to i + 2


#: How a rollback journal begins, and where it says how many pages the database had before.
_JOURNAL_MAGIC = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"
_JOURNAL_PAGES = slice(16, 20)
#: What a statement of a script makes: a table, or one under another name.
_TABLE = re.compile(r"^(?:CREATE TABLE|ALTER TABLE \w+ RENAME TO) (\w+)", re.MULTILINE)


def prepare(path: Path, schema: Schema) -> None:
    """Create the file, or bring it forward to this schema, in one transaction.

    Raises:
        As `prepared`.
    """
    with prepared(path, schema):
        pass


@contextlib.contextmanager
def prepared(path: Path, schema: Schema) -> Iterator[None]:
    """The same, and the file stays open inside: whoever opens it there goes on in its log.

    SQLite folds the log in when the last one leaves, and begins another for the next: three syncs of a fresh file.

    Raises:
        DatabaseNotOurs: the file is something else.
        DatabaseNewer: a newer renflow wrote it.
        DatabaseDamaged: it has tables of no version that there ever was, or has lost one.
    """
    if path.is_symlink() and not path.exists():
        raise DatabaseNotOurs(f"{path} is a link that leads nowhere.")
    refuse_odd_database(path.resolve())
    if not is_half_made(path):
        if path.exists() and path.stat().st_size > 0:
            check_before_writing(path, schema)
        else:
            _refuse_lone_log(path)
    create_private(path)
    with contextlib.closing(_brought_forward(path, schema)):
        yield


def beside(path: Path) -> tuple[Path, ...]:
    """The files that SQLite may keep beside a database."""
    return tuple(path.with_name(path.name + each) for each in ("-wal", "-shm", "-journal"))


def refuse_odd_database(path: Path) -> None:
    """The database and the files that SQLite keeps beside it are plain files: whoever opens a pipe never comes back.

    Raises:
        DatabaseNotOurs: one of them is a link, a pipe, a folder or a device.
    """
    try:
        refuse_odd(path, *beside(path))
    except OddFile as error:
        raise DatabaseNotOurs(f"{error}.") from error


def is_half_made(path: Path) -> bool:
    """Whether the power went, or the process was killed, while SQLite made this file: no transaction is in it yet.

    Its journal leads back to a database without pages. The next one to open it for writing begins anew; a reader
    could only complain, because it may not roll back.
    """
    try:
        with os.fdopen(open_plain(path.with_name(f"{path.name}-journal")), "rb") as file:
            head = file.read(_JOURNAL_PAGES.stop)
    except (FileNotFoundError, NotADirectoryError, OddFile):
        return False
    return head.startswith(_JOURNAL_MAGIC) and head[_JOURNAL_PAGES] == bytes(4)


def read_script(schema: Schema, name: str) -> str:
    """The text of a schema's script or of one of its migrations."""
    return resources.files(schema.package).joinpath(name).read_text(encoding="utf-8")


def check_before_writing(path: Path, schema: Schema, *, may_be_empty: bool = True) -> None:
    """Refuse what is not ours, without a write.

    Raises:
        DatabaseNotOurs, DatabaseNewer, DatabaseDamaged
    """
    # A reader's eye on the file first: opening it for writing would already switch its journal mode.
    with path.open("rb") as file:
        if file.read(16) != b"SQLite format 3\x00":
            raise DatabaseNotOurs(f"{path} is not a SQLite database.")
    with typed_errors(path):
        con = connect(path, readonly=True)
        try:
            _refuse_strangers(con, path, schema, may_be_empty=may_be_empty)
        finally:
            con.close()


def version_of(path: Path, schema: Schema) -> int:
    """Which version of the schema a file has; 0: it is not there, empty or half made.

    Raises:
        DatabaseNotOurs, DatabaseNewer
    """
    if path.is_symlink() and not path.exists():
        return 0  # `prepare` says what is wrong
    refuse_odd_database(path.resolve())
    if is_half_made(path) or not path.exists() or path.stat().st_size == 0:
        return 0
    check_before_writing(path, schema)
    with typed_errors(path), contextlib.closing(connect(path, readonly=True)) as con:
        return _header(con)[1]


def _refuse_lone_log(path: Path) -> None:
    """SQLite would delete a log whose database is gone, and with it the last committed changes."""
    wal = path.with_name(f"{path.name}-wal")
    if wal.exists() and wal.stat().st_size > 0:
        raise DatabaseNotOurs(
            f"{path} is missing, but its log {wal.name} is there.",
            hint="Put the database back beside its log, or move the log away.",
        )


def _refuse_strangers(con: Connection, path: Path, schema: Schema, *, may_be_empty: bool = True) -> None:
    owner, version = _header(con)
    tables = {name for (name,) in con.execute("SELECT name FROM sqlite_schema")}
    if owner != schema.application_id and (owner or tables or not may_be_empty):
        raise DatabaseNotOurs(f"{path} belongs to another program.")
    if version < 0 or (tables and not version):
        raise DatabaseDamaged(
            f"{path} has {len(tables)} tables and indexes, but says that its schema is version {version}."
        )
    if version > schema.version:
        raise DatabaseNewer(f"{path} has schema version {version}; this renflow knows {schema.version}.")
    if version and (lost := _tables_of(schema, version) - tables):
        raise DatabaseDamaged(f"{path} has lost what version {version} of its schema has: {', '.join(sorted(lost))}.")


@functools.lru_cache
def _tables_of(schema: Schema, version: int) -> frozenset[str]:
    """The tables of today that a version has already."""
    later = {table for script in schema.migrations[version - 1 :] for table in _made_by(schema, script)}
    return frozenset(_made_by(schema, schema.script) - later)


def _made_by(schema: Schema, script: str) -> set[str]:
    return set(_TABLE.findall(read_script(schema, script)))


def _brought_forward(path: Path, schema: Schema) -> Connection:
    with typed_errors(path):
        con = connect(path)
        try:
            con.execute("BEGIN EXCLUSIVE")
            _refuse_strangers(con, path, schema)
            bring_forward(con, schema, _header(con)[1])
            con.execute("COMMIT")
        except BaseException:
            con.close()
            raise
    return con


def bring_forward(con: Connection, schema: Schema, version: int) -> None:
    """Make what a schema has from a version of it, 0 being an empty file; inside a transaction."""
    scripts = [schema.script] if version == 0 else list(schema.migrations[version - 1 :])
    for script in scripts:
        for statement in statements(read_script(schema, script)):
            con.execute(statement)
    con.execute(f"PRAGMA application_id={schema.application_id:d}")
    con.execute(f"PRAGMA user_version={schema.version:d}")


def _header(con: Connection) -> tuple[int, int]:
    owner = con.execute("PRAGMA application_id").fetchone()[0]
    version = con.execute("PRAGMA user_version").fetchone()[0]
    return owner, version


def statements(script: str) -> list[str]:
    """A script's statements one by one (`executescript` would commit the transaction they belong to)."""
    found, rest = [], ""
    for line in script.splitlines(keepends=True):
        rest += line
        if sqlite3.complete_statement(rest):
            found.append(rest.strip())
            rest = ""
    return found
