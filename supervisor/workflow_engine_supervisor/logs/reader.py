"""A run's log, read while it is written: `logs.jsonl` and, oldest first, the parts that rotation made of it."""

import contextlib
import gzip
import json
import logging
import re
import zlib
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import msgspec
import xxhash

from workflow_engine_shared.logs.rotation import rotated_parts

MAX_LINE = 1024 * 1024  #: more than the log's writer ever writes
MAX_RAW = 64 * 1024  #: of a damaged line, so much is shown
_BLOCK = 64 * 1024
_MAX_HEADS = 20_000
_PART = re.compile(r"\.[0-9]+\.jsonl(\.gz)?$")
_logger = logging.getLogger(__name__)


class Position(NamedTuple):
    """A place in a log: behind a line. It stays right when the file is rotated: a part is known by its first line."""

    part: str = ""
    offset: int = 0
    seq: int = 0  #: of the line before; finds the place again when the part is gone


class Line(NamedTuple):
    """One line, with its end. `text` is it as JSON that can be sent."""

    raw: bytes
    record: dict[str, Any]
    text: msgspec.Raw
    end: Position


class RunLog:
    """The log of one run. Of its parts only those are opened that are read."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def state(self) -> Path:
        """What its writer keeps beside it."""
        return self._path.with_suffix(".state")

    def lines(self, after: Position | None = None) -> Iterator[Line]:
        """Complete lines behind a place, as far as they are written now. A half last line is left for later."""
        with contextlib.ExitStack() as stack:
            parts = self.parts(stack)
            start, offset, seq = find_place(parts, after)
            for part in parts[start:]:
                for line in part.lines(offset, seq):
                    seq = line.end.seq
                    yield line
                part.close()
                offset = 0

    def removed(self) -> int:
        """How many lines are gone because the log outgrew its limit: they are numbered from 1 without gaps."""
        with contextlib.ExitStack() as stack:
            seqs = (part.head.seq for part in self.parts(stack))
            return max(0, next((seq for seq in seqs if seq is not None), 1) - 1)

    def end(self) -> Position:
        """The place behind the last complete line."""
        with contextlib.ExitStack() as stack:
            for part in reversed(self.parts(stack)):
                found = part.end()
                if found is not None:
                    return found
        return Position()

    def parts(self, stack: contextlib.ExitStack) -> list["Part"]:
        """All files, oldest first; the stack closes those that were opened."""
        # The live file first: what is rotated after this moment is then read through the file that is open.
        live = Part(self._path, stack)
        found = live.found()
        parts = [Part(path, stack) for path in rotated_parts(self._path).values()]
        if not found or (parts and live.name and parts[-1].name == live.name):
            return parts
        return [*parts, live]


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
                yield Line(raw, record, text, Position(name, offset, seq))
        except FileNotFoundError:  # it had to go: the log outgrew its limit
            return
        except (OSError, EOFError, zlib.error) as error:
            _logger.warning("log part is damaged, its rest is left out: part=%s error=%s", self._path, error)

    def end(self) -> Position | None:
        if not self.name:
            return None
        if self.compressed:
            newest = deque(self.lines(0, 0), maxlen=1)
            return newest[0].end if newest else None
        size = self.file.seek(0, 2)
        self.file.seek(max(0, size - MAX_LINE))
        block = self.file.read(MAX_LINE)
        whole = block.rfind(b"\n") + 1
        record, _ = read_line(block[block.rfind(b"\n", 0, whole - 1) + 1 : whole])
        number = record.get("seq")
        return Position(self.name, size - len(block) + whole, number if isinstance(number, int) else 0)

    def _opened(self) -> BinaryIO | gzip.GzipFile:
        if self._path.suffix != ".gz":
            try:
                return open_file(self._path)
            except FileNotFoundError:  # compressed since its name was read
                if not _PART.search(self._path.name):
                    raise
                self._path = self._path.with_name(f"{self._path.name}.gz")
        self._raw = open_file(self._path)
        return gzip.GzipFile(fileobj=self._raw, mode="rb")

    def _read_head(self) -> Head:
        if not _PART.search(self._path.name):  # the live one changes
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
    return path.open("rb")


def _head_of(file: BinaryIO | gzip.GzipFile) -> Head:
    file.seek(0)
    first = file.readline(MAX_LINE)
    if not first.endswith(b"\n"):
        return Head("", None)
    seq = read_line(first.rstrip(b"\r\n"))[0].get("seq")
    return Head(xxhash.xxh3_64_hexdigest(first), seq if isinstance(seq, int) else None)


def find_place(parts: list[Part], after: Position | None) -> tuple[int, int, int]:
    """Where to go on: the part's index, the offset in it, and the seq behind which lines count."""
    if after is None:
        return 0, 0, 0
    for index, part in enumerate(parts):
        if part.name and part.name == after.part:
            return index, after.offset, after.seq
    return 0, 0, after.seq


def complete_lines(file: BinaryIO | gzip.GzipFile) -> Iterator[tuple[bytes, int]]:
    """Each line that has its end, without it, and its size with it; of one that is too long the beginning."""
    while line := file.readline(MAX_LINE):
        size = len(line)
        rest = line
        while not rest.endswith(b"\n"):
            rest = file.readline(_BLOCK)
            if not rest:
                return
            size += len(rest)
        yield line[:MAX_LINE].rstrip(b"\r\n"), size


def read_line(raw: bytes) -> tuple[dict[str, Any], msgspec.Raw]:
    """A line as its writer meant it, or the raw text as an error of its own."""
    try:
        record = msgspec.json.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _read_leniently(raw)
    return (record, msgspec.Raw(raw)) if _is_record(record) else _damaged(raw)


def _read_leniently(raw: bytes) -> tuple[dict[str, Any], msgspec.Raw]:
    """A line whose text holds halves of surrogate pairs: names of files that are not UTF-8 come as such."""
    try:
        record = _clean(json.loads(raw))
        text = msgspec.Raw(msgspec.json.encode(record))
    except (ValueError, OverflowError, RecursionError):
        return _damaged(raw)
    return (record, text) if _is_record(record) else _damaged(raw)


def _damaged(raw: bytes) -> tuple[dict[str, Any], msgspec.Raw]:
    message = raw[:MAX_RAW].decode("utf-8", "backslashreplace")
    record = {"message": message, "level": "ERROR", "damaged": True}
    return record, msgspec.Raw(msgspec.json.encode(record))


def _is_record(value: Any) -> bool:
    return isinstance(value, dict) and "message" in value


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, list):
        return [_clean(item) for item in value]
    if isinstance(value, dict):
        return {_clean(key): _clean(item) for key, item in value.items()}
    return value
