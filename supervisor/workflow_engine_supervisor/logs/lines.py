"""One line of a log: its place, its bytes, what is left of a damaged one."""

import gzip
import json
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

import msgspec

from workflow_engine_shared.logs.format import MAX_LINE

MAX_RAW = 64 * 1024  #: of a damaged line, so much is shown
_BLOCK = 64 * 1024


class LogPosition(NamedTuple):
    """A place in a log: behind a line. It stays right when the file is rotated: a part is known by its first line."""

    part: str = ""
    offset: int = 0
    seq: int = 0  #: of the line before; finds the place again when the part is gone


class Line(NamedTuple):
    """One line, with its end. `text` is it as JSON that can be sent."""

    raw: bytes
    record: dict[str, Any]
    text: msgspec.Raw
    end: LogPosition


def complete_lines(file: BinaryIO | gzip.GzipFile) -> Iterator[tuple[bytes, int]]:
    """Each line that has its end, without it, and its size with it; of one that is too long the beginning.

    A line may be met while it is written, and its rest come with the next reading: it is one line all the same.
    """
    while line := file.readline(MAX_LINE):
        size = len(line)
        rest = line
        while not rest.endswith(b"\n"):
            rest = file.readline(_BLOCK)
            if not rest:
                return
            size += len(rest)
            line += rest[: MAX_LINE - len(line)]
        yield line.rstrip(b"\r\n"), size


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
