"""A run's log, read while it is written: `logs.jsonl` and, oldest first, the parts that rotation made of it."""

import contextlib
import gzip
import json
import logging
import re
import zlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import msgspec
import xxhash

MAX_LINE = 1024 * 1024  #: more than the log's writer ever writes
MAX_RAW = 64 * 1024  #: of a damaged line, so much is shown
_BLOCK = 64 * 1024
_PART = re.compile(r"\.([0-9]+)\.jsonl(\.gz)?")
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
    """The log of one run."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def lines(self, after: Position | None = None) -> Iterator[Line]:
        """Complete lines behind a place, as far as they are written now. A half last line is left for later."""
        with contextlib.ExitStack() as stack:
            parts = self.parts(stack)
            start, offset, seq = find_place(parts, after)
            for part in parts[start:]:
                for line in part.lines(offset, seq):
                    seq = line.end.seq
                    yield line
                offset = 0

    def end(self) -> Position:
        """The place behind the last complete line."""
        with contextlib.ExitStack() as stack:
            for part in reversed(self.parts(stack)):
                found = part.end()
                if found is not None:
                    return found
        return Position()

    def parts(self, stack: contextlib.ExitStack) -> list["Part"]:
        # The live file first: what is rotated after this moment is then read through the file that is open.
        live = _open(self._path, stack)
        older: dict[int, Path] = {}
        for path in self._path.parent.glob(f"{self._path.stem}.*"):
            found = _PART.fullmatch(path.name.removeprefix(self._path.stem))
            if found and not (found[2] and int(found[1]) in older):  # the plain one is whole while it is compressed
                older[int(found[1])] = path
        parts = [part for n in sorted(older) if (part := _open(older[n], stack))]
        if live is not None and any(part.name == live.name for part in parts):
            return parts
        return parts if live is None else [*parts, live]


@dataclass(frozen=True)
class Part:
    """One file of a log."""

    name: str
    file: BinaryIO | gzip.GzipFile

    def lines(self, offset: int, after_seq: int) -> Iterator[Line]:
        seq = after_seq
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
                yield Line(raw, record, text, Position(self.name, offset, seq))
        except (OSError, EOFError, zlib.error) as error:
            _logger.warning("log part is damaged, its rest is left out: part=%s error=%s", self.file.name, error)

    def end(self) -> Position | None:
        if not self.name:
            return None
        if isinstance(self.file, gzip.GzipFile):
            newest = deque(self.lines(0, 0), maxlen=1)
            return newest[0].end if newest else None
        size = self.file.seek(0, 2)
        self.file.seek(max(0, size - MAX_LINE))
        block = self.file.read(MAX_LINE)
        whole = block.rfind(b"\n") + 1
        record, _ = read_line(block[block.rfind(b"\n", 0, whole - 1) + 1 : whole])
        number = record.get("seq")
        return Position(self.name, size - len(block) + whole, number if isinstance(number, int) else 0)


def _open(path: Path, stack: contextlib.ExitStack) -> Part | None:
    try:
        opener: Any = gzip.open if path.suffix == ".gz" else Path.open
        file = stack.enter_context(opener(path, "rb"))
        first = file.readline(MAX_LINE)
    except (OSError, EOFError, zlib.error):  # gone meanwhile, or no part yet
        return None
    return Part(xxhash.xxh3_64_hexdigest(first) if first.endswith(b"\n") else "", file)


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
