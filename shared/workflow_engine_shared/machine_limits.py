"""Limits of the machine that pass by themselves: room on a disk, handles of files.

To know whether a folder takes a file, it is tried: statistics of a disk tell of no quota, no limit, no lack of inodes.
"""

import errno
import os
import tempfile
from pathlib import Path

from workflow_engine_shared.errors import DiskFull, StorageFailure, TooManyOpenFiles

#: What systems say when a disk, or somebody's quota of it, is full.
NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT})
_NO_HANDLES = frozenset({errno.EMFILE, errno.ENFILE})


def takes_file(folder: Path, size: int, refusals: frozenset[int] = NO_SPACE) -> bool:
    """Try it, with a file of so many bytes. False: it was refused for one of these reasons, numbers of `errno`."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(size))
            file.flush()
    except OSError as error:
        return error.errno not in refusals
    return True


def storage_error(error: OSError, what: str) -> StorageFailure:
    """What the system's error is to whoever asked; `what` says what failed."""
    if error.errno in NO_SPACE:
        return DiskFull(f"The disk is full: {what}.")
    kind = TooManyOpenFiles if lacks_handles(error) else StorageFailure
    return kind(f"{what}: {error.strerror}.")


def lacks_handles(error: BaseException) -> bool:
    """Whether something failed for want of a file handle."""
    return isinstance(error, TooManyOpenFiles) or (isinstance(error, OSError) and error.errno in _NO_HANDLES)


def none_left() -> bool:
    """Whether no file can be opened right now, for those who are told only that theirs was not."""
    try:
        os.close(os.open(os.devnull, os.O_RDONLY))
    except OSError as error:
        return lacks_handles(error)
    return False
