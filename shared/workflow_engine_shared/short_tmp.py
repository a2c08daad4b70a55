"""A short name for a run's folder of temporary files: sockets below it have paths of at most 104 to 108 bytes.

`multiprocessing.Manager`, for one, makes sockets in TMPDIR, 32 bytes below it. A run's id may have 128 characters, so
a folder whose own path is too long is given to user code as a link with a short one.
"""

import contextlib
import hashlib
import os
import stat
import sys
from pathlib import Path

from .paths import RunPaths, private_folder

#: Bytes of a folder's path below which `multiprocessing` can make its sockets, on every system.
MAX_BYTES = 70


def short_tmp(paths: RunPaths) -> Path:
    """The folder `paths.tmp` itself or, if its path is too long, a link that leads to it."""
    for link in () if _fits(paths.tmp) else _links(paths):
        with contextlib.suppress(OSError):
            private_folder(link.parent)
            if _leads_there(link, paths.tmp):
                return link
    return paths.tmp


def forget_short_tmp(paths: RunPaths) -> None:
    """Remove the links of a run that is deleted."""
    for link in _links(paths):
        with contextlib.suppress(OSError):
            if _is_ours(link):
                link.unlink()


def _links(paths: RunPaths) -> list[Path]:
    """Where a link may be: below the data directory or, if that has a long path itself, in the system's folder."""
    found: list[Path] = []
    if sys.platform != "win32":  # which has no such limit
        name = hashlib.blake2b(os.fsencode(paths.root), digest_size=6).hexdigest()
        home = paths.root.parent.parent
        found = [home / "tmp" / name, Path("/tmp") / f"ren-{os.getuid()}-{name}"]  # noqa: S108 - a link, and checked
    return [link for link in found if _fits(link)]


def _fits(path: Path) -> bool:
    return len(os.fsencode(path)) <= MAX_BYTES


def _leads_there(link: Path, folder: Path) -> bool:
    """Whether the link leads to the folder now; it is made if it is not there."""
    try:
        link.symlink_to(folder, target_is_directory=True)
    except FileExistsError:
        return _is_ours(link) and link.readlink() == folder
    return True


def _is_ours(link: Path) -> bool:
    """Whether it is a link that this user made: anybody may put one into the system's folder."""
    found = link.lstat()
    ours = sys.platform == "win32" or found.st_uid == os.getuid()
    return ours and stat.S_ISLNK(found.st_mode)
