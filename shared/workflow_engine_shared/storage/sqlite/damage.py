"""Files and texts that somebody damaged: whether a file is sound, and what of a text can be shown."""

import contextlib
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from .database import Connection, Params, Row, columns, connect, every
from .statements import load
from .typed_errors import NO_UTF8

_SQL = load(__package__, "damage")


class DamagedText(str):
    """Text that is no UTF-8, as far as it can be shown."""

    __slots__ = ()


def every_readable(con: Connection, sql: str, params: Params) -> list[Row]:
    """All rows of a statement, though somebody damaged the text of some: that comes as `DamagedText`."""
    try:
        return every(con, sql, params)
    except sqlite3.OperationalError as error:
        if NO_UTF8 not in str(error):
            raise
    except UnicodeDecodeError:  # Python's own message may quote the text
        pass
    con.text_factory = _readable
    try:
        return every(con, sql, params)
    finally:
        con.text_factory = str


def one_readable(con: Connection, sql: str, params: Params) -> Row | None:
    """The first row of a statement, as `every_readable` reads it."""
    rows = every_readable(con, sql, params)
    return rows[0] if rows else None


def shown(row: Row) -> dict[str, Any]:
    """A row's values, damaged texts as far as they can be shown."""
    return {key: str.__str__(each) if isinstance(each, DamagedText) else each for key, each in columns(row).items()}


def _readable(text: bytes) -> str:
    try:
        return text.decode()
    except UnicodeDecodeError:
        return DamagedText(text.decode("utf-8", "backslashreplace"))


def is_sound(path: Path, tables: Iterable[str] = ()) -> bool:
    """Whether SQLite finds nothing wrong with a file, and it has these tables; reads all of it."""
    try:
        with contextlib.closing(connect(path, readonly=True)) as con:
            checked = [row[0] for row in con.execute("PRAGMA quick_check(1)")]
            names = {row[0] for row in con.execute(_SQL["tables"])}
    except (sqlite3.Error, UnicodeDecodeError):
        return False
    return checked == ["ok"] and names.issuperset(tables)
