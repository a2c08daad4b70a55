"""Files of the data directory are plain files: a link, a pipe, a folder or a device in a file's place is not opened.

A link would lead what is written out of the data directory, and whoever opens a pipe waits for its other end for ever.
"""

import os
import stat
from pathlib import Path

#: Where the system has them: do not follow a link, do not wait for a pipe's other end, hand nothing down, no newlines.
_CAREFULLY = sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"))
_KINDS = (
    (stat.S_ISLNK, "a link"),
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISREG, "a file"),
)


class OddFile(OSError):
    """Something else than what belongs there: a link, a pipe, a folder, a device where a file or a folder should be."""

    def __init__(self, path: Path, kind: str, expected: str = "a file") -> None:
        super().__init__(f"{path} is not {expected} but {kind}")
        self.path = path

    def __str__(self) -> str:
        return str(self.args[0])

    @property
    def strerror(self) -> str:  # type: ignore[override]
        return str(self)


def refuse_odd(*paths: Path) -> None:
    """Each of these is a file of its own, or absent.

    Raises:
        OddFile: it is something else.
    """
    for path in paths:
        kind = kind_of(path)
        if kind not in (None, "a file"):
            raise OddFile(path, kind)


def refuse_odd_folder(path: Path) -> None:
    """This is a folder of its own, or absent.

    Raises:
        OddFile: it is something else.
    """
    kind = kind_of(path)
    if kind not in (None, "a folder"):
        raise OddFile(path, kind, "a folder")


def kind_of(path: Path) -> str | None:
    """What stands at a path, links not followed; None: nothing."""
    try:
        mode = path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None
    return next((name for is_so, name in _KINDS if is_so(mode)), "a device")


def file_id(path: Path) -> tuple[int, int] | None:
    """Which file stands at a path, links followed; None: there is none.

    Raises:
        OSError: the disk does not answer now, which says nothing.
    """
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_dev, found.st_ino


def open_plain(path: Path, flags: int = os.O_RDONLY, mode: int = 0o600) -> int:
    """Open a plain file in a folder that is no link, as `os.open` does; returns the file descriptor.

    Raises:
        OddFile: it is something else.
        OSError: as `os.open`.
    """
    refuse_odd_folder(path.parent)
    refuse_odd(path)
    descriptor = os.open(path, flags | _CAREFULLY, mode)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):  # put there since
        os.close(descriptor)
        raise OddFile(path, "something else by now")
    return descriptor


def read_plain(path: Path) -> bytes:
    """The content of a plain file.

    Raises:
        OSError: it cannot be read, or is something else.
    """
    with os.fdopen(open_plain(path), "rb") as file:
        return file.read()
