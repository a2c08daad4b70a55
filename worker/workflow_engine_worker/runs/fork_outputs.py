"""The outputs that a fork begins with: copies, because code that writes into a file would change the other run's, too.

Where Linux and the file system can (Btrfs, XFS), a copy is a clone that shares its blocks until somebody writes. Stands
alone: it knows files and no databases.
"""

import contextlib
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

from workflow_engine_shared.clock import parse_rfc3339
from workflow_engine_shared.errors import DiskFull, StorageFailure
from workflow_engine_shared.machine_limits import NO_SPACE
from workflow_engine_shared.units import MIB

TELL_EVERY_S = 1.0
_BLOCK = 8 * MIB
_FICLONE = 0x40049409  #: Linux: let a file share another one's blocks


def copy_outputs(source: Path, target: Path, until: str, tell: Callable[[str], None]) -> None:
    """Give a fork the files that were last written before a moment; `tell` hears how far it is. Bears being repeated.

    Raises:
        DiskFull, StorageFailure
    """
    limit = parse_rfc3339(until).timestamp() + 0.001  # recorded to the millisecond
    pace = _Pace(tell)
    try:
        for path in _files(source):
            _copy(path, target / path.relative_to(source), limit, pace)
            pace.files += 1
            pace.step()
    except OSError as error:
        kind = DiskFull if error.errno in NO_SPACE else StorageFailure
        raise kind(f"The outputs of the other run could not be copied: {error}.") from error


class _Pace:
    """Says how far it is, now and then: who is silent for long counts as one that never comes to its node."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self.files = 0
        self._tell = tell
        self._due = monotonic() + TELL_EVERY_S

    def step(self) -> None:
        now = monotonic()
        if now >= self._due:
            self._due = now + TELL_EVERY_S
            self._tell(f"copying outputs: {self.files:,} files")


def _files(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(root, name) for name in sorted(names) if not name.endswith(".part"))


def _copy(source: Path, target: Path, limit: float, pace: _Pace) -> None:
    try:
        facts = source.lstat()
    except FileNotFoundError:  # the other run may be at work
        return
    if (
        facts.st_mtime > limit
        or not (stat.S_ISREG(facts.st_mode) or stat.S_ISLNK(facts.st_mode))
        or _is_there(target, facts)
    ):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.part")
    with contextlib.suppress(FileNotFoundError):
        if stat.S_ISLNK(facts.st_mode):
            unfinished.unlink(missing_ok=True)
            unfinished.symlink_to(source.readlink())
        else:
            if not _cloned(source, unfinished):
                _copy_content(source, unfinished, pace)
            shutil.copystat(source, unfinished)
        unfinished.replace(target)


def _copy_content(source: Path, target: Path, pace: _Pace) -> None:
    with source.open("rb") as old, target.open("wb") as new:
        while block := old.read(_BLOCK):
            new.write(block)
            pace.step()


def _is_there(target: Path, facts: os.stat_result) -> bool:
    """Whether an earlier worker copied it already."""
    try:
        found = target.lstat()
    except FileNotFoundError:
        return False
    return stat.S_ISLNK(found.st_mode) or (found.st_size, found.st_mtime) == (facts.st_size, facts.st_mtime)


def _cloned(source: Path, target: Path) -> bool:
    cloned = False
    if sys.platform == "linux":
        import fcntl

        # This file system may not know it, or they are on two of them.
        with source.open("rb") as old, target.open("wb") as new, contextlib.suppress(OSError):
            fcntl.ioctl(new.fileno(), _FICLONE, old.fileno())
            cloned = True
    return cloned
