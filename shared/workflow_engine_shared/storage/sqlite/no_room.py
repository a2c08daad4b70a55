"""Whether a file may not grow: SQLite knows one word for that (ENOSPC) and calls a quota or a limit an I/O error."""

import errno
import sys
from pathlib import Path

from workflow_engine_shared.machine_limits import NO_SPACE, takes_file

if sys.platform != "win32":
    import resource

_NO_ROOM = NO_SPACE | {errno.EFBIG}
#: Bytes that must fit, beside a database and behind it.
_PROBE = 64 * 1024


def lacks_room(path: Path) -> bool:
    """Whether a database whose write just failed has no room, by the disk, a quota or this process's own limit."""
    return _meets_limit(path) or not takes_file(path.parent, _PROBE, _NO_ROOM)


def _meets_limit(path: Path) -> bool:
    """The system's limit for the size of this process's files (`ulimit -f`)."""
    if sys.platform != "win32":
        limit = resource.getrlimit(resource.RLIMIT_FSIZE)[0]
        if limit != resource.RLIM_INFINITY:
            files = (path, path.with_name(f"{path.name}-wal"))
            return any(file.exists() and file.stat().st_size + _PROBE > limit for file in files)
    return False
