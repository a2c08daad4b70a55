"""Opens, reads and writes one SQLite file. This is the only place that opens, commits and rolls back.

Facts behind the pragmas: in WAL mode only synchronous=FULL keeps acknowledged commits over a power cut, and it must
be set on every connection; macOS needs fullfsync beside it; a deferred read that turns into a write fails at once
with SQLITE_BUSY whatever the timeout, hence BEGIN IMMEDIATE.
"""

import contextlib
import os
import sqlite3
import sys
import threading
from collections.abc import Hashable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar, overload

from workflow_engine_shared.errors import StorageFailure
from workflow_engine_shared.units import MIB

from .typed_errors import BUSY_TIMEOUT_S, typed_errors

#: A checkpoint can be made at any other time as well.
CHECKPOINT_PATIENCE_S = 0.1
#: What is kept of a log that begins anew: a sync of what is written over costs a third less than one of a longer file.
JOURNAL_SIZE_LIMIT = 16 * MIB
#: `PRAGMA synchronous` for commits that need not last: the log is synced when it begins anew and before it is copied.
NORMAL = 1
#: And for a log that is the file's first: without frames of an older one in it, nothing can be read in a wrong order.
OFF = 0

Row = sqlite3.Row
Connection = sqlite3.Connection
Params = Mapping[str, Any]
AConnection = TypeVar("AConnection", bound=Connection)


class Database:
    """A file with a small pool of connections; safe to use from any thread.

    One writer at a time inside this process (a lock is fairer than SQLite's busy loop); between processes SQLite's
    own lock decides.
    """

    def __init__(self, path: Path, *, readonly: bool = False, autocheckpoint: int = 0) -> None:
        self.path = path
        self._readonly = readonly
        self._autocheckpoint = autocheckpoint
        self._idle: list[Connection] = []
        self._dedicated: list[Connection] = []
        self._pool_lock = threading.Lock()
        self._write_lock = threading.Lock()
        self._closed = False
        self._process = os.getpid()
        self._unsynced = NORMAL

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for short reads: fetch everything, then leave (an open read pins the WAL).

        Raises:
            StorageFailure: the file cannot be read.
        """
        self._refuse_forks()
        with self._borrowed() as con, typed_errors(self.path):
            yield con

    @contextlib.contextmanager
    def write(self, *, lasting: bool = True) -> Iterator[Connection]:
        """One change of the world: everything inside is committed together, or nothing is.

        One that is not `lasting` is there for everybody at once, and outlives every process; a power cut before the
        next one that is may take it back.

        Raises:
            DatabaseBusy: another process kept the file locked for 30 s.
            DiskFull: nothing was written.
            StorageFailure: anything else that SQLite reports.
        """
        self._refuse_forks()
        with (
            self._write_lock,
            self._borrowed() as con,
            typed_errors(self.path),
            self._synced(con, lasting),
            transaction(con),
        ):
            yield con

    def checkpoint(self) -> tuple[int, int] | None:
        """Copy the WAL into the file while no writer can start; returns (pages in the WAL, pages copied).

        Holding the write lock during a passive checkpoint keeps everybody from resetting the WAL meanwhile: the way
        around the WAL-reset corruption of SQLite < 3.51.3. None: somebody is writing; nobody waits for a checkpoint.
        """
        if not self._write_lock.acquire(timeout=CHECKPOINT_PATIENCE_S):
            return None
        try:
            with self._borrowed() as first, self._borrowed() as second, typed_errors(self.path):
                if not _begin_now(first):
                    return None
                try:
                    _busy, pages, copied = second.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
                finally:
                    first.execute("ROLLBACK")
            return pages, copied
        finally:
            self._write_lock.release()

    def log_size(self) -> int:
        """The bytes of the write-ahead log; 0 where there is none."""
        with contextlib.suppress(OSError):
            return self.path.with_name(f"{self.path.name}-wal").stat().st_size
        return 0

    def is_locked(self) -> bool:
        """Whether somebody is inside a write transaction right now. Waits for nobody, not even for our own writers."""
        with self._borrowed() as con, typed_errors(self.path):
            if not _begin_now(con):
                return True
            con.execute("ROLLBACK")
        return False

    def dedicated(self) -> Connection:
        """A connection of the caller's own, which the pool gives up or never had; `close` closes it as well."""
        con = self._idle_one()
        if con is None:
            with typed_errors(self.path):
                con = self._connect()
        self._dedicated.append(con)
        return con

    def _idle_one(self) -> Connection | None:
        with self._pool_lock:
            return self._idle.pop() if self._idle else None

    def close(self) -> None:
        """Close every connection that is not in use; bears being called twice.

        The last one to close a file copies its WAL into it.
        """
        with self._pool_lock:
            self._closed = True
            idle, self._idle = self._idle, []
            idle += self._dedicated
            self._dedicated = []
        for con in idle:
            con.close()

    def _refuse_forks(self) -> None:
        """SQLite's connections must not be carried over a fork; nor is a child of user code the worker."""
        if os.getpid() != self._process:
            raise StorageFailure(
                f"{self.path.name} belongs to process {self._process}, and this is a fork of it.",
                hint="Let only the function itself use checkpoint(), step() and interrupt(), not a child it forked.",
            )

    def _connect(self) -> Connection:
        return connect(self.path, readonly=self._readonly, autocheckpoint=self._autocheckpoint)

    @contextlib.contextmanager
    def _synced(self, con: Connection, lasting: bool) -> Iterator[None]:
        """Unless they are to last, commits inside are left to the next sync of the log."""
        if lasting:
            yield
            return
        cursor = sqlite3.Cursor(con)  # past the fence, which lets no setting be changed
        usual = cursor.execute("PRAGMA synchronous").fetchone()[0]
        cursor.execute(f"PRAGMA synchronous={min(usual, self._unsynced):d}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA synchronous={usual:d}")

    @contextlib.contextmanager
    def _borrowed(self) -> Iterator[Connection]:
        con = self._idle_one()
        if con is None:
            with typed_errors(self.path):
                con = self._connect()
        try:
            yield con
        finally:
            with self._pool_lock:
                keep = not self._closed
                if keep:
                    self._idle.append(con)
            if not keep:
                con.close()


@overload
def connect(path: Path, *, readonly: bool = False, autocheckpoint: int = 0) -> Connection: ...
@overload
def connect(path: Path, *, autocheckpoint: int = 0, factory: type[AConnection]) -> AConnection: ...
def connect(
    path: Path, *, readonly: bool = False, autocheckpoint: int = 0, factory: type[Connection] = Connection
) -> Connection:
    """The one way to open a SQLite file that is there: WAL, FULL, explicit transactions, rows by name.

    None is made where none is: an empty one in place of one that was lost would be taken for it.
    """
    con = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={'ro' if readonly else 'rw'}",
        uri=True,
        timeout=BUSY_TIMEOUT_S,
        isolation_level=None,
        check_same_thread=False,
        factory=factory,
    )
    try:
        con.row_factory = sqlite3.Row
        if not readonly:
            _prepare_for_writing(con, autocheckpoint)
        con.execute("PRAGMA foreign_keys=ON")
        con.execute("PRAGMA trusted_schema=OFF")
        con.execute("PRAGMA cell_size_check=ON")
    except BaseException:
        con.close()
        raise
    return con


def _prepare_for_writing(con: Connection, autocheckpoint: int) -> None:
    mode = con.execute("PRAGMA journal_mode=WAL").fetchone()[0]
    if mode != "wal":
        raise StorageFailure(
            f"SQLite could not switch to its write-ahead log (journal_mode is {mode!r}).",
            hint="The data directory may be on a network file system; choose a local one with --home.",
        )
    con.execute("PRAGMA synchronous=FULL")
    con.execute(f"PRAGMA wal_autocheckpoint={autocheckpoint:d}")
    con.execute(f"PRAGMA journal_size_limit={JOURNAL_SIZE_LIMIT:d}")
    if sys.platform == "darwin":
        con.execute("PRAGMA fullfsync=1")
        con.execute("PRAGMA checkpoint_fullfsync=1")


@contextlib.contextmanager
def transaction(con: Connection) -> Iterator[None]:
    """Commit what happens inside, or roll all of it back."""
    con.execute("BEGIN IMMEDIATE")
    try:
        yield
        con.execute("COMMIT")
    finally:
        if con.in_transaction:
            con.execute("ROLLBACK")


def _begin_now(con: Connection) -> bool:
    """Begin a write transaction, unless somebody else is inside one."""
    con.execute("PRAGMA busy_timeout=0")
    try:
        con.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            return False
        raise
    finally:
        con.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_S * 1000:.0f}")
    return True


@contextlib.contextmanager
def snapshot(con: Connection) -> Iterator[None]:
    """Several reads of one moment, whatever is written meanwhile."""
    con.execute("BEGIN")
    try:
        yield
    finally:
        if con.in_transaction:
            con.execute("ROLLBACK")


def one(con: Connection, sql: str, params: Params) -> Row | None:
    """The first row of a statement, run to its end (a RETURNING left half-read would block the commit)."""
    rows = con.execute(sql, params).fetchall()
    return rows[0] if rows else None


def every(con: Connection, sql: str, params: Params) -> list[Row]:
    """All rows of a statement."""
    return con.execute(sql, params).fetchall()


def stand_of(con: Connection) -> Hashable:
    """With an equal one a connection reads the same: it is another one after each commit, and of each connection."""
    version = con.execute("PRAGMA data_version").fetchone()[0]  # which counts what others commit
    return con, version, con.total_changes


def columns(row: Row) -> dict[str, Any]:
    """A row's values by the names of their columns; `dict(row)` searches for each of them anew."""
    return dict(zip(row.keys(), row, strict=True))


def create_private(path: Path) -> None:
    """Create an empty file for the owner only, so that SQLite (and its -wal, -shm) inherit the mode."""
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
