"""The fence of `run.db`: a connection that writes only while its epoch owns the run.

Whoever begins a transaction looks at once who owns the run, and again before the commit. In between nobody else can
change that: after BEGIN IMMEDIATE the write lock is held, and SQLite refuses the writes of a transaction that began
without it and was overtaken. Outside a transaction such a connection reads, and nothing else.
"""

import functools
import re
import sqlite3
from collections.abc import Iterable
from typing import Any, cast

from workflow_engine_shared.storage.sqlite.statements import load

_SQL = load(__package__, "visits")
#: Statements that write nothing by themselves, behind blanks and comments.
_HARMLESS = re.compile(
    r"(\s|--[^\n]*\n|/\*([^*]|\*(?!/))*\*/)*"
    r"((SELECT|EXPLAIN|BEGIN|SAVEPOINT|ROLLBACK)\b|PRAGMA\s+(\w+\.)?(table_info\(|\w+\s*;?\s*$))",
    re.IGNORECASE,
)


class FencedConnection(sqlite3.Connection):
    """One worker's connection; `fence` names its epoch once the connection is set up."""

    _epoch: int | None = None

    def fence(self, epoch: int) -> None:
        """From now on this connection is an owner's of this epoch, or of no use."""
        self._epoch = epoch

    def check(self) -> None:
        """Leave the transaction at hand, if there is one, when a newer epoch owns the run.

        Raises:
            sqlite3.IntegrityError: it does.
        """
        if self._epoch is None:
            return
        row = sqlite3.Cursor(self).execute(_SQL["owner"]).fetchone()
        if row is not None and row[0] > self._epoch:
            self.rollback()
            raise sqlite3.IntegrityError("fenced: a newer epoch owns this run")

    def admit(self, sql: str) -> None:
        """Refuse what would be written outside a transaction.

        Raises:
            sqlite3.IntegrityError: a newer epoch owns the run.
            sqlite3.ProgrammingError: this one does, and writes all the same in transactions only.
        """
        if self._epoch is None or _is_harmless(sql):
            return
        self.check()
        raise sqlite3.ProgrammingError("run.db is written inside transactions only")

    # Python 3.10's methods of connections come by these of cursors; those of later ones do not.

    def cursor(self, _factory: Any = None) -> "FencedCursor":  # type: ignore[override]  # there is one kind
        return super().cursor(FencedCursor)

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        return self.cursor().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> sqlite3.Cursor:
        return self.cursor().executemany(sql, parameters)

    def executescript(self, sql_script: str, /) -> sqlite3.Cursor:
        return self.cursor().executescript(sql_script)


class FencedCursor(sqlite3.Cursor):
    """Each statement of a fenced connection comes by here."""

    def execute(self, sql: str, parameters: Any = (), /) -> "FencedCursor":
        con = cast("FencedConnection", self.connection)
        outside = not con.in_transaction
        if outside:
            con.admit(sql)
        elif sql == "COMMIT":
            con.check()
        super().execute(sql, parameters)
        if outside and con.in_transaction:
            con.check()
        return self

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> "FencedCursor":
        con = cast("FencedConnection", self.connection)
        if not con.in_transaction:
            con.admit(sql)
        return super().executemany(sql, parameters)

    def executescript(self, _sql_script: str, /) -> "FencedCursor":
        """Not at all: a script commits what is under way, and its own statements come by nobody."""
        con = cast("FencedConnection", self.connection)
        con.check()
        raise sqlite3.ProgrammingError("run.db is written statement by statement, inside transactions")


@functools.lru_cache(maxsize=256)
def _is_harmless(sql: str) -> bool:
    return _HARMLESS.match(sql) is not None
