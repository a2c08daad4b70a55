"""The file `logs.jsonl`, as its one writer holds it: appended to, set aside when full, found again when replaced."""

import contextlib
import os
from pathlib import Path

from workflow_engine_shared.paths import private_file
from workflow_engine_shared.plain_files import open_plain

from .format import part_path, rotated_parts


class LogFile:
    """An open log. Nothing here ever ends a run: what cannot be written raises OSError, and the caller counts it."""

    def __init__(self, path: Path, max_bytes: int) -> None:
        self._path = path
        self.max_bytes = max_bytes
        self.rotations = 0
        self._torn = False  #: it ends with half a line
        self._take(_opened(path))

    def append(self, body: bytes) -> None:
        """Write complete lines.

        Raises:
            OSError: they are not, or not wholly, written.
        """
        if self._size and self._size + len(body) > self.max_bytes:
            self._set_aside()
        if self._torn:  # a power cut or a full disk left half a line: end it, so that the next one stands alone
            body = b"\n" + body
        written = os.write(self._fd, body)
        self._size += written
        self._torn = written < len(body)
        if self._torn:
            raise OSError(f"{written} of {len(body)} bytes were written")

    def look(self) -> None:
        """Go on in a new file when somebody removed or replaced this one."""
        here, there = _stat(self._fd), _stat(self._path)
        if here is not None and there is not None and os.path.samestat(here, there):
            self._size = here.st_size
            return
        fresh = _opened(self._path)
        if here is not None and self._fd != fresh and here.st_ino == self._inode:  # else user code closed it
            os.close(self._fd)
        self._take(fresh)

    def close(self) -> None:
        os.close(self._fd)

    def _set_aside(self) -> None:
        """Make the full file the next part and begin an empty one; if that is refused, the file grows on."""
        number = max(rotated_parts(self._path), default=0) + 1
        os.close(self._fd)
        with contextlib.suppress(OSError):  # Windows: somebody reads it
            self._path.rename(part_path(self._path, number))
            self.rotations += 1
        self._take(_opened(self._path))

    def _take(self, descriptor: int) -> None:
        stat = os.fstat(descriptor)
        self._fd, self._size, self._inode = descriptor, stat.st_size, stat.st_ino
        self._torn = not _ends_with_a_line(self._path, self._size)


def _stat(file: int | Path) -> os.stat_result | None:
    try:
        return file.stat() if isinstance(file, Path) else os.fstat(file)
    except OSError:
        return None


def _opened(path: Path) -> int:
    """Never as file descriptor 0 to 2: user code may have closed those, and native code still writes to them."""
    descriptor = private_file(path)
    low = []
    while descriptor <= 2:  # noqa: PLR2004 - stdin, stdout, stderr
        low.append(descriptor)
        descriptor = os.dup(descriptor)
    for each in low:
        os.close(each)
    return descriptor


def _ends_with_a_line(path: Path, size: int) -> bool:
    if not size:
        return True
    with os.fdopen(open_plain(path), "rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"
