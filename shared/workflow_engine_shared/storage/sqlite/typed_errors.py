"""What SQLite raises becomes errors that say what to do next."""

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import msgspec

from workflow_engine_shared.errors import (
    DatabaseBusy,
    DatabaseDamaged,
    DiskFull,
    Fenced,
    RenError,
    ResultTooLarge,
    StorageFailure,
    TooManyOpenFiles,
)
from workflow_engine_shared.machine_limits import none_left

from .no_room import lacks_room

#: For so long a statement waits for a lock that another process has.
BUSY_TIMEOUT_S = 30.0


@contextlib.contextmanager
def typed_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into errors that say what to do next."""
    try:
        yield
    except sqlite3.Error as error:
        raise _typed(error, path) from error
    except (UnicodeDecodeError, msgspec.ValidationError, msgspec.DecodeError, json.JSONDecodeError) as error:
        # Text that is no UTF-8 (even SQLite's own message may quote it), or a row that we never wrote.
        raise DatabaseDamaged(f"{path}: {error}.") from error


#: What SQLite, or Python in its name, says of a damaged file.
NO_UTF8 = "Could not decode to UTF-8"
_NOT_OPENED = ("unable to open database", "disk I/O error")
_DAMAGE = ("malformed", "not a database", "no such table", "no such column", NO_UTF8)


def _typed(error: sqlite3.Error, path: Path) -> RenError:
    text = str(error)
    # By text, because Python 3.10 has no sqlite_errorcode.
    if "database is locked" in text or "database table is locked" in text:
        return DatabaseBusy(f"{path.name} was locked for {BUSY_TIMEOUT_S:.0f} s.")
    if text.startswith("fenced"):
        return Fenced()
    if any(word in text for word in _NOT_OPENED) and none_left():
        return TooManyOpenFiles(f"{path} could not be opened: too many open files.")
    if "disk is full" in text or ("disk I/O error" in text and lacks_room(path)):
        return DiskFull(f"The disk is full: {path} could not be written.")
    if "too big" in text:  # SQLite's limit, and no fault of the disk
        return ResultTooLarge(f"{path.name}: {text}.")
    kind = DatabaseDamaged if any(word in text for word in _DAMAGE) else StorageFailure
    return kind(f"{path}: {text}.")
