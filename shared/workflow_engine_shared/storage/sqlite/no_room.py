"""Whether a file may not grow: SQLite knows one word for that (ENOSPC) and calls a quota or a limit an I/O error."""

import errno
import sys
import tempfile
from pathlib import Path

if sys.platform != "win32":
    import resource

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
#: What must fit, beside a database and behind it.
_PROBE = bytes(64 * 1024)


def lacks_room(path: Path) -> bool:
    """Whether a database whose write just failed has no room, by the disk, a quota or this process's own limit."""
    return _meets_limit(path) or _refuses(path.parent)


def _meets_limit(path: Path) -> bool:
    """The system's limit for the size of this process's files (`ulimit -f`)."""
    if sys.platform != "win32":
        limit = resource.getrlimit(resource.RLIMIT_FSIZE)[0]
        if limit != resource.RLIM_INFINITY:
            files = (path, path.with_name(f"{path.name}-wal"))
            return any(file.exists() and file.stat().st_size + len(_PROBE) > limit for file in files)
    return False


def _refuses(folder: Path) -> bool:
    """Whether a small file does not fit."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(_PROBE)
            file.flush()
    except OSError as error:
        return error.errno in _NO_ROOM
    return False
