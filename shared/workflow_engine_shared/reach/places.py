"""Places on this machine that decide what functions may read: the user's home, and what of it is not private."""

import functools
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
        return cls(home, (*prefixes([str(data), *map(str, flows), *allow]), *environment_prefixes(home)))

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
    return tuple(dict.fromkeys(each for folder in folders for each in _prefixes(folder)))


def _prefixes(folder: str) -> tuple[str, str]:
    given, real = os.path.abspath(folder), os.path.realpath(folder)  # noqa: PTH100 - texts throughout
    return os.path.normcase(given).rstrip(os.sep) + os.sep, os.path.normcase(real).rstrip(os.sep) + os.sep


#: Python stays where it is while it runs; to follow the links of all its folders takes longer than a run's first row.
_known_prefixes = functools.lru_cache(maxsize=256)(_prefixes)


def environment_prefixes(home: tuple[str, ...]) -> tuple[str, ...]:
    """Where Python and its packages are, but for what the home lies in."""
    found = dict.fromkeys(each for folder in _environment_folders() for each in _known_prefixes(folder))
    return tuple(each for each in found if not contains(each, home))


def users_home() -> tuple[str, ...]:
    """The user's home as prefixes; none, where there is none to tell apart."""
    try:
        homes = {str(Path.home()), os.path.realpath(Path.home())}
    except RuntimeError:  # a user without one
        return ()
    # Where the home is the whole disk, as in some containers, there is nothing to tell apart.
    return tuple(each for each in prefixes(homes) if Path(each) != Path(each).parent)


def _environment_folders() -> list[str]:
    return sorted({*_pythons_folders(), *filter(None, sys.path)})


@functools.cache
def _pythons_folders() -> frozenset[str]:
    """Those that do not depend on the path."""
    folders = {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix, *sysconfig.get_paths().values()}
    with_user = getattr(site, "getusersitepackages", None)
    users = {with_user()} if with_user and site.ENABLE_USER_SITE else set()
    return frozenset(folders | {str(Path(sys.executable).parent)} | users)
