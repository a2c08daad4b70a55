"""How much of the disk a run's folder takes."""

import os
from pathlib import Path

MOST_FILES = 1_000
_MIB = 1024 * 1024


def folder_mb(root: Path, most: int = MOST_FILES) -> float | None:
    """MiB in all files below a folder, links not followed; None: no folder, or more than `most` entries."""
    used = seen = 0
    waiting: list[Path | str] = [root]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    seen += 1
                    if seen > most:
                        return None
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    else:
                        used += entry.stat(follow_symlinks=False).st_size
        except OSError:  # gone meanwhile
            if folder is root:
                return None
    return round(used / _MIB, 3)
