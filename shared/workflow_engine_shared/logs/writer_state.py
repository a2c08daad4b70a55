"""The state that a log's writer needs after a `kill -9`: a few numbers in a file beside the log, written in one go."""

import contextlib
import os
import struct
from pathlib import Path

from workflow_engine_shared.paths import private_file
from workflow_engine_shared.plain_files import read_plain

_FORM = struct.Struct("<8s5Q")
_MAGIC = b"renlogs1"


class WriterState:
    """How many lines were dropped, and how far stderr.log is copied. Used by the log's one writer."""

    def __init__(self, path: Path) -> None:
        self._fd = private_file(path, append=False)
        numbers = _read(path)
        self.stderr_from, self.stderr_to, self.first_seq, self.dropped, self.reported = numbers

    def copied(self, last_seq: int) -> int:
        """The place in stderr.log behind which nothing is copied, seen from the last line that the log has."""
        return self.stderr_to if last_seq >= self.first_seq else self.stderr_from

    def copying(self, begin: int, end: int, first_seq: int) -> None:
        """About to write the lines between these places, beginning with this number; 0: there are none."""
        self.stderr_from, self.stderr_to, self.first_seq = begin, end, first_seq
        self._write()

    def drop(self, lines: int) -> None:
        """So many more lines are dropped."""
        self.dropped += lines
        self._write()

    def mark_reported(self) -> None:
        """The log says how many were dropped so far."""
        self.reported = self.dropped
        self._write()

    @property
    def unreported(self) -> int:
        """Dropped lines that the log says nothing of."""
        return self.dropped - self.reported

    def close(self) -> None:
        os.close(self._fd)

    def _write(self) -> None:
        numbers = (self.stderr_from, self.stderr_to, self.first_seq, self.dropped, self.reported)
        with contextlib.suppress(OSError):  # the disk is full: this process still knows
            os.lseek(self._fd, 0, os.SEEK_SET)
            os.write(self._fd, _FORM.pack(_MAGIC, *numbers))


def dropped_lines(path: Path) -> int:
    """How many lines of a log were dropped; anybody may ask."""
    return _read(path)[3]


def is_finished(path: Path, stderr_size: int) -> bool:
    """Whether the log's last writer left nothing undone; right only while nobody writes."""
    _, copied, first_seq, dropped, reported = _read(path)
    return copied == stderr_size and not first_seq and dropped == reported


def _read(path: Path) -> tuple[int, int, int, int, int]:
    try:
        magic, *numbers = _FORM.unpack(read_plain(path))
    except (OSError, struct.error):
        return 0, 0, 0, 0, 0
    begin, end, first, dropped, reported = numbers
    return (begin, end, first, dropped, reported) if magic == _MAGIC else (0, 0, 0, 0, 0)
