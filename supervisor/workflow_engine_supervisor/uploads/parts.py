"""A file that comes piece by piece: `.NAME.part` in its place until it is whole; its size says how much has come."""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from workflow_engine_shared.paths import sync_names
from workflow_engine_shared.plain_files import kind_of, open_plain


@dataclass(frozen=True)
class Piece:
    """A part of a file, and where it belongs."""

    offset: int
    size: int  #: of the whole file
    body: bytes


def append(target: Path, piece: Piece) -> None:
    """Write a piece behind what has come; the file stands in its place once it is whole, and on the disk.

    Raises:
        OSError: the disk; what has come before stays.
    """
    part = _part_of(target)
    begins = os.O_TRUNC if piece.offset == 0 else 0
    descriptor = open_plain(part, os.O_WRONLY | os.O_CREAT | begins)
    with os.fdopen(descriptor, "r+b" if piece.offset else "wb", buffering=0) as file:
        try:
            file.seek(piece.offset)
            file.write(piece.body)
        except OSError:
            with contextlib.suppress(OSError):
                file.truncate(piece.offset)
            raise
        if piece.offset + len(piece.body) < piece.size:
            return
        os.fsync(file.fileno())  # the run that takes it relies on it
    part.replace(target)
    sync_names(target.parent)


def received(target: Path) -> tuple[int, bool]:
    """How many bytes of a file have come, and whether that is all of it."""
    for path, whole in ((_part_of(target), False), (target, True)):
        if kind_of(path) == "a file":
            return path.lstat().st_size, whole
    return 0, False


def _part_of(target: Path) -> Path:
    return target.with_name(f".{target.name}.part")


def is_part(path: Path) -> bool:
    """Whether it is a file that is not whole yet: no uploaded name begins with a dot."""
    return path.name.startswith(".")


def shown_path(path: Path, files: Path) -> str:
    """The path as the client named it."""
    name = path.name[1:].removesuffix(".part") if is_part(path) else path.name
    return path.with_name(name).relative_to(files).as_posix()


def walk(folder: Path) -> Iterator[tuple[Path, int]]:
    """Every file below a folder, and its size. No links stand here: nothing of ours makes any."""
    for root, folders, names in os.walk(folder):
        folders[:] = [each for each in folders if not each.startswith(".")]
        for name in names:
            with contextlib.suppress(OSError):
                yield Path(root, name), Path(root, name).lstat().st_size
