"""The version of SQLite that this process uses, and whether it has a known fault."""

import contextlib
import sqlite3
from typing import NamedTuple

from workflow_engine_shared.storage.sqlite.database import one
from workflow_engine_shared.storage.sqlite.statements import load

_SQL = load(__package__, "version")

Version = tuple[int, int, int]


class Sqlite(NamedTuple):
    """The SQLite library at hand."""

    version: Version
    source_id: str

    @property
    def text(self) -> str:
        return ".".join(map(str, self.version))


def sqlite_at_hand() -> Sqlite:
    """The version of SQLite that this process uses."""
    with contextlib.closing(sqlite3.connect(":memory:")) as con:
        con.row_factory = sqlite3.Row
        row = one(con, _SQL["source_id"], {})
    assert row is not None
    major, minor, patch = (int(part) for part in row["version"].split(".")[:3])
    return Sqlite((major, minor, patch), row["source_id"])


def has_wal_reset_bug(version: Version) -> bool:
    """Whether a checkpoint may lose pages when a writer resets the log meanwhile; mended in 3.51.3, 3.50.7, 3.44.6."""
    if not (3, 7, 0) <= version < (3, 51, 3):
        return False
    return not ((3, 44, 6) <= version < (3, 45, 0) or (3, 50, 7) <= version < (3, 51, 0))
