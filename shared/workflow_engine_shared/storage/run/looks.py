"""Looks at runs' databases that come one after another: the file stays open between them, for a moment.

To open it costs ten times as much as to read it: SQLite learns the schema anew, and each statement. It is not kept for
longer, because a worker that leaves cannot put its write-ahead log away while somebody else has the file open.
"""

import contextlib
import stat
import sys
import threading
from collections.abc import Callable, Hashable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from workflow_engine_shared.clock import SystemClock, pause
from workflow_engine_shared.storage.sqlite.database import Connection, Database, stand_of

from . import db

#: So soon the next look must follow for the file to stay open.
KEEP_SECONDS = 0.1
MOST = 16
#: On Windows a folder with an open file in it cannot be moved away, and deleting a run begins with that.
_KEEPS = sys.platform != "win32"

_Stamp = tuple[int, int, int, int]
T = TypeVar("T")


class _Kept:
    """A database that is open, the file that it was opened from, and when it was looked at last."""

    def __init__(self, database: Database, stamp: _Stamp, at: float) -> None:
        self.database = database
        self.stamp = stamp
        self.at = at
        self.is_prepared = False  #: its tables are there; until they are, each look asks anew
        #: What was read by a connection, and how the file stood then.
        self.read: dict[tuple[Connection, Callable[..., Any]], tuple[Hashable, Any]] = {}


class Looks:
    """Opens databases for one look each. Any thread."""

    def __init__(self) -> None:
        self._clock = SystemClock()
        self._lock = threading.Lock()
        self._kept: dict[Path, _Kept] = {}
        self._seen: dict[Path, float] = {}
        self._sweeper: threading.Thread | None = None

    @contextlib.contextmanager
    def reading(self, path: Path) -> Iterator[Connection | None]:
        """`run.db` for one look, as `db.reading` gives it.

        Raises:
            StorageFailure: it cannot be read.
            RunFilesMissing: something else stands in its place.
        """
        with self._look(path) as (con, _):
            yield con

    def read(self, path: Path, of: Callable[[Connection], T]) -> T | None:
        """What `of` reads of `run.db`: asked again, it is read again once somebody has written there. None: no tables.

        Raises:
            StorageFailure, RunFilesMissing: as `reading`.
        """
        with self._look(path) as (con, kept):
            if con is None:
                return None
            if kept is None:
                return of(con)
            now = stand_of(con)  # asked before it is read: what comes in between is read twice, and never missed
            before, known = kept.read.get((con, of), (None, None))
            found: T = known if before == now else of(con)
            kept.read[con, of] = now, found
            return found

    @contextlib.contextmanager
    def _look(self, path: Path) -> Iterator[tuple[Connection | None, _Kept | None]]:
        """A connection to it, if its tables are there; and where it is kept, if it is."""
        kept = self._open(path) if _KEEPS else None
        if kept is None:
            with db.reading(path) as con:
                yield con, None
            return
        try:
            with kept.database.read() as con:
                kept.is_prepared = kept.is_prepared or db.is_prepared(con)
                yield con if kept.is_prepared else None, kept
        except BaseException:
            self._drop(path)  # whatever it was: the next look sees the file anew
            raise

    def _open(self, path: Path) -> _Kept | None:
        """The open database, if this look follows another one closely; None: it is a look by itself."""
        now, stamp = self._clock.monotonic(), _stamp(path)
        with self._lock:
            kept = self._kept.get(path)
            if kept is not None and kept.stamp == stamp:
                kept.at = now
                return kept
            before = self._seen.pop(path, None)
            self._seen[path] = now
            if len(self._seen) > MOST:
                del self._seen[next(iter(self._seen))]
        if kept is not None:
            self._drop(path)
        if stamp is None or before is None or now - before > KEEP_SECONDS:
            return None
        database = db.open_for_reading(path)
        if database is None:
            return None
        new = _Kept(database, stamp, now)
        self._keep(path, new)
        return new

    def _keep(self, path: Path, new: _Kept) -> None:
        with self._lock:
            if path in self._kept or len(self._kept) >= MOST:
                new.database.close()  # its connection is closed when this look is over
                return
            self._kept[path] = new
            if self._sweeper is None:
                self._sweeper = threading.Thread(target=self._sweep, name="looks", daemon=True)
                self._sweeper.start()

    def _drop(self, path: Path) -> None:
        with self._lock:
            kept = self._kept.pop(path, None)
        if kept is not None:
            kept.database.close()

    def _sweep(self) -> None:
        """Close what is not looked at any more, until nothing is open."""
        while True:
            pause(KEEP_SECONDS)
            oldest = self._clock.monotonic() - KEEP_SECONDS
            with self._lock:
                over = [path for path, kept in self._kept.items() if kept.at < oldest]
                closing = [self._kept.pop(path) for path in over]
                nothing_left = not self._kept
                if nothing_left:
                    self._sweeper = None
            for kept in closing:
                kept.database.close()
            if nothing_left:
                return


def _stamp(path: Path) -> _Stamp | None:
    """Which file stands here, and how it stood; None: none, or none that is opened."""
    try:
        folder, file = path.parent.lstat(), path.lstat()
    except OSError:
        return None
    if not stat.S_ISDIR(folder.st_mode) or not stat.S_ISREG(file.st_mode):
        return None
    return file.st_dev, file.st_ino, file.st_size, file.st_mtime_ns
