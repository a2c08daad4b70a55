"""The space that a folder takes on the disk."""

import os
from collections.abc import Iterator
from pathlib import Path

from workflow_engine_shared.clock import Clock
from workflow_engine_shared.units import MIB

MOST_FILES = 1_000
#: A folder that changes all the time is measured at most so often for answers.
KEEP_SECONDS = 1.0
_MOST_KEPT = 256


def entry_sizes(root: Path) -> Iterator[int]:
    """The bytes of every entry below a folder, links not followed; a folder itself counts as 0.

    Raises:
        OSError: the folder cannot be read. What is gone meanwhile below it is passed over.
    """
    waiting: list[Path | str] = [root]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                        yield 0
                    else:
                        yield _size(entry)
        except OSError:
            if folder is root:
                raise


def _size(entry: os.DirEntry[str]) -> int:
    try:
        return entry.stat(follow_symlinks=False).st_size
    except OSError:  # gone meanwhile
        return 0


def folder_mb(root: Path, most: int = MOST_FILES) -> float | None:
    """MiB in all files below a folder; None: it cannot be read, or has more than `most` entries."""
    used = 0
    try:
        for seen, size in enumerate(entry_sizes(root), 1):
            if seen > most:
                return None
            used += size
    except OSError:
        return None
    return round(used / MIB, 3)


class RecentFolderSizes:
    """What folders that are being written to took at the last look, if that is not long ago. Any thread."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: dict[Path, tuple[float, float | None]] = {}

    def mb(self, root: Path) -> float | None:
        """As `folder_mb`, of a moment ago."""
        now = self._clock.monotonic()
        at, used = self._kept.get(root, (now - KEEP_SECONDS, None))
        if now - at < KEEP_SECONDS:
            return used
        used = folder_mb(root)
        if len(self._kept) >= _MOST_KEPT:
            self._kept.clear()
        self._kept[root] = now, used
        return used
