"""Built environments: where things are in one, whether it can be used, and whether it is as it was built.

An environment comes into its place whole, by one rename; supervisor and worker ask the same questions of it.
"""

import contextlib
import hashlib
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from workflow_engine_shared.errors.dependencies import EnvironmentDamaged
from workflow_engine_shared.paths import Home
from workflow_engine_shared.plain_files import kind_of, read_plain
from workflow_engine_shared.units import MIB

STAGE = ".new-"
FILES = "renflow-files.json"  #: path in the environment -> SHA-256, or `link:` and where it leads
_LINK = "link:"


def folder_of(home: Home, known_by: str) -> Path:
    return home.environments / known_by


def build_log(home: Home, known_by: str) -> Path:
    """What its last building said."""
    return home.environments / f"{known_by}.log"


def failed_mark(home: Home, known_by: str) -> Path:
    """A file that says why its last building failed; none: it did not, or is at it again."""
    return home.environments / f"{known_by}.failed"


def failure_of(home: Home, known_by: str) -> str | None:
    """Why an environment is not there that somebody tried to build; None: nobody did, or it is there."""
    if usable(home, known_by):
        return None
    try:
        return read_plain(failed_mark(home, known_by)).decode("utf-8", "replace").strip()
    except OSError:
        return None


def used_mark(home: Home, known_by: str) -> Path:
    """A file whose time is when it was used last."""
    return home.environments / f"{known_by}.used"


def python_in(folder: Path) -> Path:
    """Its interpreter."""
    return folder / "Scripts" / "python.exe" if sys.platform == "win32" else folder / "bin" / "python"


def packages_in(folder: Path) -> Path:
    """Where its packages are."""
    if sys.platform == "win32":
        packages = folder / "Lib" / "site-packages"
    else:
        packages = next(iter(sorted(folder.glob("lib/python3*/site-packages"))), folder / "lib")
    return packages


def usable(home: Home, known_by: str) -> bool:
    """Whether an environment is there, whole. Its files are not looked through."""
    folder = folder_of(home, known_by)
    return kind_of(folder) == "a folder" and python_in(folder).exists() and kind_of(folder / FILES) == "a file"


def is_here(home: Home, known_by: str) -> bool:
    """Whether this process's interpreter is that of the environment."""
    return Path(sys.prefix) == folder_of(home, known_by)


def note_use(home: Home, known_by: str) -> None:
    """The environment was used just now."""
    with contextlib.suppress(OSError):
        used_mark(home, known_by).touch(mode=0o600)


def verify(home: Home, known_by: str) -> None:
    """Compare each file with what was built.

    Raises:
        EnvironmentDamaged: with the first that is another one, is missing, or was put there since.
    """
    folder = folder_of(home, known_by)
    try:
        expected = msgspec.json.decode(read_plain(folder / FILES), type=dict[str, str])
    except (OSError, msgspec.MsgspecError) as error:
        raise EnvironmentDamaged(
            f"The list of the environment's files cannot be read: {folder / FILES}: {error}."
        ) from None
    there = set()
    for name, path in _every(folder):
        if name == FILES:
            continue
        there.add(name)
        if name not in expected:
            raise EnvironmentDamaged(f"{path} was not built with this environment: somebody put it there.")
        if digest_of(path) != expected[name]:
            raise EnvironmentDamaged(f"{path} is not what was built with this environment: somebody changed it.")
    for name in expected:
        if name not in there:
            raise EnvironmentDamaged(f"{folder / name} was built with this environment, and is not there.")


def list_files(folder: Path) -> dict[str, str]:
    """Each file of an environment with its hash, as it is now."""
    return {name: digest_of(path) for name, path in _every(folder) if name != FILES}


def digest_of(path: Path) -> str:
    """A file's hash, or where a link leads."""
    try:
        if stat.S_ISLNK(path.lstat().st_mode):
            return f"{_LINK}{path.readlink()}"
        with path.open("rb") as content:
            digest = hashlib.sha256()
            while piece := content.read(MIB):
                digest.update(piece)
        return digest.hexdigest()
    except OSError as error:
        raise EnvironmentDamaged(f"{path} cannot be read: {error}.") from None


def _every(folder: Path) -> Iterator[tuple[str, Path]]:
    """Files and links, in order."""
    for here, folders, files in os.walk(folder):
        folders.sort()
        links = [each for each in folders if Path(here, each).is_symlink()]
        for each in sorted([*files, *links]):
            path = Path(here, each)
            yield path.relative_to(folder).as_posix(), path
