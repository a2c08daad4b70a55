"""Places on this machine that decide what functions may read: the user's home, and what of it is not private."""

import os
import site
import sys
import sysconfig
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Reach:
    """What functions can read of the user's home, while the file guard is on."""

    home: tuple[str, ...]
    read: tuple[str, ...]

    @classmethod
    def of(cls, data: Path, flows: Iterable[Path], allow: Sequence[str]) -> "Reach":
        """Of the home nothing but these folders, and Python."""
        home = users_home()
        environment = tuple(each for each in prefixes(environment_folders()) if not contains(each, home))
        return cls(home, (*prefixes([str(data), *map(str, flows), *allow]), *environment))

    def ends_before(self, path: str) -> bool:
        """Whether functions are kept from this path."""
        real = os.path.normcase(os.path.realpath(path))
        return inside(real, self.home) and not inside(real, self.read)


def inside(path: str, folders: tuple[str, ...]) -> bool:
    """Whether a path is one of these folders, or below one; they end with a separator."""
    return (path + os.sep).startswith(folders)


def contains(prefix: str, homes: tuple[str, ...]) -> bool:
    """Whether a folder is the home itself, or above it: letting that be read would let everything be read."""
    return any(home.startswith(prefix) for home in homes)


def prefixes(folders: Iterable[str]) -> tuple[str, ...]:
    """Each folder as given and with its links resolved, as a text that paths below it begin with."""
    found: dict[str, None] = {}
    for folder in folders:
        for path in (os.path.abspath(folder), os.path.realpath(folder)):  # noqa: PTH100 - texts throughout
            found[os.path.normcase(path).rstrip(os.sep) + os.sep] = None
    return tuple(found)


def users_home() -> tuple[str, ...]:
    """The user's home as prefixes; none, where there is none to tell apart."""
    try:
        homes = {str(Path.home()), os.path.realpath(Path.home())}
    except RuntimeError:  # a user without one
        return ()
    # Where the home is the whole disk, as in some containers, there is nothing to tell apart.
    return tuple(each for each in prefixes(homes) if Path(each) != Path(each).parent)


def environment_folders() -> list[str]:
    """Where Python and its packages are."""
    folders = {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix, *sysconfig.get_paths().values()}
    folders |= {each for each in sys.path if each} | {str(Path(sys.executable).parent)}
    with_user = getattr(site, "getusersitepackages", None)
    return sorted(folders | ({with_user()} if with_user and site.ENABLE_USER_SITE else set()))
