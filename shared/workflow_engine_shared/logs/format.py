"""The files of a run's log and the shape of their lines: written by the worker, read by the supervisor.

`logs.jsonl` grows. Rotation renames it to `logs.<n>.jsonl`, with numbers that count up, and compresses that to
`logs.<n>.jsonl.gz`. Each line is a JSON object: the fields of `LogLine`, then "truncated" and "length" where the
message was cut, "dropped" where it tells of lines that are missing, and last "seq", which counts from 1 over all parts.
"""

import gzip
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, Literal, TypeAlias, get_args

import msgspec

from workflow_engine_shared.plain_files import kind_of
from workflow_engine_shared.units import MIB

#: The words for a line's level, the least severe first.
Level: TypeAlias = Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]
LEVELS: tuple[Level, ...] = get_args(Level)
MAX_LINE = MIB  #: bytes; more than the writer ever writes
_PART = re.compile(r"\.([0-9]+)\.jsonl(\.gz)?$")


class LogLine(msgspec.Struct):
    """What every line has, but for its number."""

    ts: str  #: RFC 3339, UTC, with milliseconds
    level: str  #: one of LEVELS, or a word of the flow's own
    thread_id: str
    node_id: str | None
    message: str
    context: Mapping[str, Any]


class _Numbered(msgspec.Struct):
    message: msgspec.Raw
    seq: int | None = None


#: Looks at nothing else of a line: up to a whole part is looked through.
_NUMBERED = msgspec.json.Decoder(_Numbered)


def numbered(body: bytes, seq: int) -> bytes:
    """A line as it stands in the file, from its JSON without the closing brace."""
    return b'%b,"seq":%d}\n' % (body, seq)


def seq_of(line: bytes) -> int | None:
    """A line's number. None: it has none, or is too damaged to tell."""
    try:
        return _NUMBERED.decode(line).seq
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        pass
    try:
        record = json.loads(line)  # reads halves of surrogate pairs, too
    except (ValueError, RecursionError):
        return None
    number = record.get("seq") if isinstance(record, dict) and "message" in record else None
    return number if isinstance(number, int) else None


def first_line(file: BinaryIO | gzip.GzipFile) -> bytes:
    """A file's first line with its end; empty: it has none yet."""
    file.seek(0)
    line = file.readline(MAX_LINE)
    return line if line.endswith(b"\n") else b""


def newest_seq(block: bytes) -> int | None:
    """The number of the last line in a piece of a file that has one."""
    return next(filter(None, map(seq_of, reversed(block.splitlines()))), None)


def part_path(log: Path, number: int) -> Path:
    """Where the log's n-th part is set aside, not compressed yet."""
    return log.with_name(f"{log.stem}.{number}.jsonl")


def compressed_path(part: Path) -> Path:
    """What a part that was set aside is called once it is compressed."""
    return part.with_name(f"{part.name}.gz")


def is_compressed(path: Path) -> bool:
    return path.suffix == ".gz"


def is_rotated(path: Path) -> bool:
    """Whether the file is a part that was set aside: nothing is written to it any more."""
    return _PART.search(path.name) is not None


def rotated_parts(log: Path) -> dict[int, Path]:
    """The parts set aside so far by their numbers, oldest first. The plain one is whole while it is compressed."""
    found: dict[int, Path] = {}
    for path in log.parent.glob(f"{log.stem}.*"):
        match = _PART.fullmatch(path.name.removeprefix(log.stem))
        odd = match and kind_of(path) not in {None, "a file"}  # None: compressed just now
        if match and not odd and not (match[2] and int(match[1]) in found):
            found[int(match[1])] = path
    return dict(sorted(found.items()))
