"""Compresses the parts of a log that were set aside, and removes the oldest when there are too many."""

import contextlib
import gzip
import os
import shutil
import zlib
from pathlib import Path
from typing import Any, NamedTuple

from workflow_engine_shared.paths import RunPaths, replace_file, replacing
from workflow_engine_shared.plain_files import open_plain

from .format import MAX_LINE, compressed_path, first_line, is_compressed, newest_seq, rotated_parts, seq_of

_BLOCK = 64 * 1024
DAMAGED = (OSError, EOFError, zlib.error)


class Removed(NamedTuple):
    """A part that had to go."""

    lines: int
    size: int  #: bytes on the disk


def compress_parts(log: Path) -> bool:
    """Compress what was set aside since. False: something could not be, for now."""
    plain = [part for part in rotated_parts(log).values() if not is_compressed(part)]
    return sum(map(_compress, plain)) == len(plain)


def remove_oldest(log: Path, max_bytes: int) -> Removed:
    """Remove the oldest parts until all of them together fit; the live file always stays."""
    parts = list(rotated_parts(log).values())
    sizes = [_size(part) for part in parts]
    lines = size = 0
    while parts and sum(sizes) > max_bytes:
        following = parts[1] if len(parts) > 1 else log
        first, following_first = _first_seq(parts[0]), _first_seq(following)
        try:
            parts[0].unlink()
        except OSError:  # Windows: somebody reads it
            break
        lines += max(0, following_first - first) if first and following_first else 0
        size += sizes[0]
        del parts[0], sizes[0]
    return Removed(lines, size)


def drop_repeated(log: Path) -> None:
    """Take out of the live file what the newest part has already. For the log's writer, before it numbers a line.

    Raises:
        OSError: the disk does not take it now.
    """
    parts = list(rotated_parts(log).values())
    if parts and _repeats(log, parts[-1]):
        kept = newest_seq(_readable(parts[-1])) or 0
        with _open(log) as source:
            rest = b"".join(line for line in source if (seq_of(line) or 0) > kept)
        replace_file(log, rest)


def last_seq(paths: RunPaths) -> int:
    """The number of the last line that the log has; 0: there is none."""
    found = 0
    with contextlib.suppress(FileNotFoundError), os.fdopen(open_plain(paths.log), "rb") as file:
        file.seek(0, os.SEEK_END)
        file.seek(max(0, file.tell() - MAX_LINE))
        found = newest_seq(file.read()) or 0
    parts = list(reversed(rotated_parts(paths.log).values()))
    if found and not (parts and _repeats(paths.log, parts[0])):
        return found
    return max(found, next(filter(None, (newest_seq(_readable(part)) for part in parts)), 0))


def _repeats(log: Path, newest: Path) -> bool:
    """Whether the live file is one that was set aside.

    A power cut can lose that it was, and keep the part that was made of it.
    """
    first = _first_seq(log)
    return 0 < first <= _first_seq(newest)


def _readable(part: Path) -> bytes:
    """The content of a part, as far as it is sound."""
    blocks = []
    with contextlib.suppress(*DAMAGED), _open(part) as file:
        while block := file.read(_BLOCK):
            blocks.append(block)
    return b"".join(blocks)


def _first_seq(part: Path) -> int:
    with contextlib.suppress(*DAMAGED), _open(part) as file:
        return seq_of(first_line(file)) or 0
    return 0


def _open(part: Path) -> Any:
    return gzip.open(part, "rb") if is_compressed(part) else part.open("rb")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _compress(part: Path) -> bool:
    try:
        with replacing(compressed_path(part), durable=True) as unfinished:  # before the plain one goes
            with part.open("rb") as source, gzip.open(unfinished, "wb", compresslevel=1) as sink:
                shutil.copyfileobj(source, sink)
            unfinished.chmod(0o600)
        part.unlink()
    except OSError:  # the disk is full, or on Windows somebody reads it: tried again later
        return False
    return True
