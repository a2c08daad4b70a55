"""Whether a folder takes a file: what statistics of a disk do not tell - a quota, a limit, a disk without an inode."""

import errno
import tempfile
from pathlib import Path

#: What systems say when a disk, or somebody's quota of it, is full.
NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT})


def takes_file(folder: Path, size: int, refusals: frozenset[int] = NO_SPACE) -> bool:
    """Try it, with a file of so many bytes. False: it was refused for one of these reasons, numbers of `errno`."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(size))
            file.flush()
    except OSError as error:
        return error.errno not in refusals
    return True
