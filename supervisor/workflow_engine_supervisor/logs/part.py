"""One part of a log: the growing file, or a rotated and packed one."""

import contextlib
import gzip
import logging
import os
import zlib
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

import xxhash

from workflow_engine_shared.logs.format import (
    MAX_LINE,
    compressed_path,
    first_line,
    is_compressed,
    is_rotated,
    seq_of,
)
from workflow_engine_shared.plain_files import open_plain
from workflow_engine_supervisor.logs.lines import Line, LogPosition, complete_lines, read_line

_MAX_HEADS = 20_000
_logger = logging.getLogger(__name__)


class Head(NamedTuple):
    """How a part begins."""

    name: str  #: of its first line; empty: it has none yet
    seq: int | None  #: of its first line


class Part:
    """One file of a log, opened when it is first read."""

    def __init__(self, path: Path, stack: contextlib.ExitStack) -> None:
        self._path = path
        self._stack = stack
        self._file: BinaryIO | gzip.GzipFile | None = None
        self._raw: BinaryIO | None = None  #: what is compressed
        self._head: Head | None = None

    @property
    def compressed(self) -> bool:
        return isinstance(self.file, gzip.GzipFile)

    @property
    def file(self) -> BinaryIO | gzip.GzipFile:
        """The open file.

        Raises:
            OSError: it is gone, or cannot be read.
        """
        if self._file is None:
            self._file = self._opened()
            self._stack.callback(self.close)
        return self._file

    @property
    def name(self) -> str:
        """What it is called in cursors: it keeps this name when it is rotated and compressed."""
        return self.head.name

    @property
    def head(self) -> Head:
        if self._head is None:
            try:
                self._head = self._read_head()
            except (OSError, EOFError, zlib.error):  # gone meanwhile, or no part yet
                self._head = Head("", None)
        return self._head

    def found(self) -> bool:
        """Whether it is there; from now on it is open."""
        try:
            return self.file is not None
        except OSError:
            return False

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
        if self._raw is not None:
            self._raw.close()
            self._raw = None

    def lines(self, offset: int, after_seq: int) -> Iterator[Line]:
        seq, name = after_seq, self.name
        try:
            self.file.seek(offset)
            for raw, size in complete_lines(self.file):
                offset += size
                record, text = read_line(raw)
                number = record.get("seq")
                if isinstance(number, int):
                    if number <= after_seq:
                        continue
                    seq = number
                yield Line(raw, record, text, LogPosition(name, offset, seq))
        except FileNotFoundError:  # it had to go: the log outgrew its limit
            return
        except (OSError, EOFError, zlib.error) as error:
            _logger.warning("log part is damaged, its rest is left out: part=%s error=%s", self._path, error)

    def end(self) -> LogPosition | None:
        if not self.name:
            return None
        if self.compressed:
            last = deque(self.lines(0, 0), maxlen=1)
            return last[0].end if last else None
        size = self.file.seek(0, 2)
        self.file.seek(max(0, size - MAX_LINE))
        block = self.file.read(MAX_LINE)
        whole = block.rfind(b"\n") + 1
        newest = seq_of(block[block.rfind(b"\n", 0, whole - 1) + 1 : whole])
        return LogPosition(self.name, size - len(block) + whole, newest or 0)

    def _opened(self) -> BinaryIO | gzip.GzipFile:
        if not is_compressed(self._path):
            try:
                return open_file(self._path)
            except FileNotFoundError:  # compressed since its name was read
                if not is_rotated(self._path):
                    raise
                self._path = compressed_path(self._path)
        self._raw = open_file(self._path)
        return gzip.GzipFile(fileobj=self._raw, mode="rb")

    def _read_head(self) -> Head:
        if not is_rotated(self._path):  # the live one changes
            return _head_of(self.file)
        if not self._path.exists():
            self.found()  # perhaps it is compressed since
        stat = self._path.stat()
        key = (str(self._path), stat.st_ino, stat.st_size, stat.st_mtime_ns)
        known = _HEADS.get(key)
        if known is None:
            if len(_HEADS) >= _MAX_HEADS:
                _HEADS.clear()
            known = _HEADS[key] = _head_of(self.file)
            self.close()
        return known


#: How parts begin that nobody changes any more, by what tells a file from another one.
_HEADS: dict[tuple[str, int, int, int], Head] = {}


def open_file(path: Path) -> BinaryIO:
    """Every reading of a log begins here."""
    return os.fdopen(open_plain(path), "rb")


def _head_of(file: BinaryIO | gzip.GzipFile) -> Head:
    first = first_line(file)
    return Head(xxhash.xxh3_64_hexdigest(first), seq_of(first)) if first else Head("", None)
