"""A fresh database file, whole from the moment that it has its name, for one sync of the file and one of the folder.

SQLite itself makes a file within a transaction, and syncs its journal, its folder and its log seven times on the way.
What all fresh files of a schema hold is the same, so SQLite makes it once in a process, where nothing has to last.
"""

import contextlib
import sqlite3
import tempfile
from pathlib import Path

from workflow_engine_shared.paths import replace_file, sync_names

from .migrate import Schema, beside, bring_forward


def make_fresh(path: Path, schema: Schema) -> bool:
    """Make the file where nothing is, not even a log of a file that is gone. False: something is, and stays.

    Whoever calls this is the only one to make it.

    Raises:
        OSError: it cannot be made; nothing has its name.
    """
    if any(each.exists() for each in (path, *beside(path))):
        return False
    replace_file(path, content(schema, path.parent), durable=True)
    sync_names(path.parent)
    return True


#: What a file of a schema holds, made once in a process.
_contents: dict[Schema, bytes] = {}


def content(schema: Schema, where: Path) -> bytes:
    """What a file of this schema without any row holds, that will be written through a log.

    It is made below `where` and not among all temporary files: that folder may stand on Python's path, and a change of
    such a folder lets the supervisor take another template, which would make this file anew, and so on without an end.

    Raises:
        OSError: there is no room to make it in.
    """
    if schema not in _contents:
        _contents[schema] = _made_below(where, schema)
    return _contents[schema]


def _made_below(where: Path, schema: Schema) -> bytes:
    with tempfile.TemporaryDirectory(prefix=".fresh-", dir=where) as folder:
        path = Path(folder) / "fresh.db"
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as con:
            con.execute("PRAGMA synchronous=OFF")
            con.execute("BEGIN EXCLUSIVE")
            bring_forward(con, schema, 0)
            con.execute("COMMIT")
            con.execute("PRAGMA journal_mode=WAL")
        return path.read_bytes()
