"""Compresses the parts of a log that were set aside, and removes the oldest when there are too many."""

import contextlib
import gzip
import os
import shutil
import zlib
from pathlib import Path
from typing import Any, NamedTuple

from workflow_engine_shared.paths import RunPaths, replacing
from workflow_engine_shared.plain_files import open_plain

from .format import MAX_LINE, compressed_path, first_line, is_compressed, newest_seq, rotated_parts, seq_of

_DAMAGED = (OSError, EOFError, zlib.error)


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


def last_seq(paths: RunPaths) -> int:
    """The number of the last line that the log has; 0: there is none."""
    with contextlib.suppress(FileNotFoundError), os.fdopen(open_plain(paths.log), "rb") as file:
        file.seek(0, os.SEEK_END)
        file.seek(max(0, file.tell() - MAX_LINE))
        found = newest_seq(file.read())
        if found:
            return found
    for part in reversed(rotated_parts(paths.log).values()):
        with contextlib.suppress(*_DAMAGED), _open(part) as file:
            found = newest_seq(file.read())
            if found:
                return found
    return 0


def _first_seq(part: Path) -> int:
    with contextlib.suppress(*_DAMAGED), _open(part) as file:
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
        with replacing(compressed_path(part)) as unfinished:
            with part.open("rb") as source, gzip.open(unfinished, "wb", compresslevel=1) as sink:
                shutil.copyfileobj(source, sink)
            unfinished.chmod(0o600)
        part.unlink()
    except OSError:  # the disk is full, or on Windows somebody reads it: tried again later
        return False
    return True
