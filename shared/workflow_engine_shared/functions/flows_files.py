"""The files of a flows folder: which are modules, and which are passed over for a reason their author should hear.

Any name will do for a folder or a module - `my-flow`, `01 scrape.py`, `商店` - as Python imports it by its text; only a
dot in it means something else there. Quietly left out is what is nobody's flow: hidden files, caches, environments.
"""

import itertools
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from workflow_engine_shared.ids import shown

SKIPPED_FOLDERS = frozenset({"__pycache__", "node_modules", "site-packages", "venv"})
_NO_MODULES = {
    ".pyw": "its name ends in .pyw, which no import finds",
    ".ipynb": "it is a notebook",
    ".txt": "its name ends in .txt",
}
_LOOKED_AT = 10_000  #: entries of a linked folder that are looked at for Python files


@dataclass
class FlowsFiles:
    """What stands below one flows folder, in order."""

    modules: list[Path] = field(default_factory=list)
    passed_over: list[tuple[Path, str]] = field(default_factory=list)  #: each with the reason, a part of a sentence
    unreadable: list[tuple[Path, str]] = field(default_factory=list)  #: folders


def modules_below(folder: Path) -> list[Path]:
    """The files of a flows folder that can be imported."""
    return files_of(folder).modules


def files_of(folder: Path) -> FlowsFiles:
    """Look through a flows folder. Links to folders are followed where Python files stand behind them, never round."""
    return listing_of(folder).files()


class Listing(NamedTuple):
    """What stands below a flows folder, as it was met; quickly compared with what stood there before."""

    modules: tuple[str, ...]
    passed_over: tuple[tuple[str, str], ...]
    unreadable: tuple[tuple[str, str], ...]

    def files(self) -> FlowsFiles:
        """The same, in order."""
        passed, unreadable = ([(Path(path), why) for path, why in each] for each in self[1:])
        return FlowsFiles(sorted(map(Path, self.modules)), sorted(passed), sorted(unreadable))

    def paths(self) -> Iterator[str]:
        """Every file that counts or is passed over."""
        yield from self.modules
        yield from (path for path, _ in self.passed_over)


def listing_of(folder: Path) -> Listing:
    """Look through a flows folder, as `files_of` does."""
    found = _Found([], [], [])
    _walk(str(folder), "", {str(folder)}, found)
    return Listing(tuple(found.modules), tuple(found.passed_over), tuple(found.unreadable))


class _Found(NamedTuple):
    modules: list[str]
    passed_over: list[tuple[str, str]]
    unreadable: list[tuple[str, str]]


def _walk(top: str, why: str, seen: set[str], found: _Found) -> None:
    """Take in what stands below `top`; `why` is the reason that passes over all of it, if there is one."""
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as listed:
                entries = sorted(listed, key=lambda entry: entry.name)
        except OSError as error:
            if not isinstance(error, (FileNotFoundError, NotADirectoryError)):
                found.unreadable.append((str(error.filename), error.strerror or str(error)))
            continue
        if any(entry.name == "pyvenv.cfg" and not _is(entry.is_dir) for entry in entries):
            continue
        below = []
        for entry in entries:
            name = entry.name
            if not _is(entry.is_dir):
                _take(entry, why, found)
            elif name in SKIPPED_FOLDERS or name.startswith("."):
                continue
            elif not entry.is_symlink() and (why or not _wrong_name(name, "folder")):
                below.append(entry.path)
            elif not entry.is_symlink() or _leads_to_modules(entry.path, seen):
                _walk(entry.path, why or _wrong_name(name, "folder"), seen, found)
        waiting += reversed(below)


def _is(kind: Callable[[], bool]) -> bool:
    """Whether an entry is of a kind; of what cannot be looked at, nobody knows."""
    try:
        return kind()
    except OSError:
        return False


def _take(entry: os.DirEntry[str], why: str, found: _Found) -> None:
    """A named pipe or a device would be read for ever, so only files count."""
    stem, dot, end = entry.name.rpartition(".")
    suffix = dot + end
    kind = suffix.lower()
    if entry.name.startswith(".") or (kind != ".py" and kind not in _NO_MODULES) or not _is(entry.is_file):
        return
    if suffix == ".py":
        reason = why or _wrong_name(stem, "file")
        if reason:
            found.passed_over.append((entry.path, reason))
        else:
            found.modules.append(entry.path)
    elif kind == ".py":
        found.passed_over.append((entry.path, f"its name ends in {suffix}, not in .py"))
    elif kind != ".txt" or stem.lower().endswith(".py"):
        found.passed_over.append((entry.path, _NO_MODULES[kind]))


def _wrong_name(name: str, kind: str) -> str:
    if "." in name:
        return f"the {kind}'s name {shown(name)} has a dot in it, which separates packages in an import"
    try:
        name.encode()
    except UnicodeEncodeError:
        return f"the {kind}'s name is no UTF-8"
    return ""


def _leads_to_modules(link: str, seen: set[str]) -> bool:
    """Not to what is looked through already, nor up the tree, nor to a folder of pictures."""
    real = os.path.realpath(link)
    tops = map(os.path.realpath, seen)
    if any(os.path.commonpath([real, each]) in (real, each) for each in tops if _same_drive(real, each)):
        return False
    try:
        with os.scandir(real) as entries:
            has_modules = any(entry.name.endswith(".py") for entry in itertools.islice(entries, _LOOKED_AT))
    except OSError:
        return False
    if has_modules:
        seen.add(real)
    return has_modules


def _same_drive(a: str, b: str) -> bool:
    return os.path.splitdrive(a)[0].lower() == os.path.splitdrive(b)[0].lower()


def near_files(folder: Path, limit: int = 5000) -> Iterator[Path]:
    """Whatever might hold a function that is not found, also where no module is looked for; no environment's files."""
    taken = 0
    for root, folders, files in os.walk(folder):
        is_environment = "pyvenv.cfg" in files
        folders[:] = (
            [] if is_environment else sorted(set(folders) - {".git", "__pycache__", "node_modules", "site-packages"})
        )
        for name in sorted(files) if not is_environment else ():
            path = Path(root, name)
            if path.suffix.lower() in {".py", *_NO_MODULES} and path.is_file():
                yield path
                taken += 1
            if taken >= limit:
                return
