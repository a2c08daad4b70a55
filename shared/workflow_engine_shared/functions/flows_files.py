"""The files of a flows folder: which are modules, and which are passed over for a reason their author should hear.

Any name will do for a folder or a module - `my-flow`, `01 scrape.py`, `商店` - as Python imports it by its text; only a
dot in it means something else there. Quietly left out is what is nobody's flow: hidden files, caches, environments.
"""

import functools
import itertools
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

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
    found = FlowsFiles()
    _walk(folder, "", {os.path.realpath(folder)}, found)
    for paths in (found.modules, found.passed_over, found.unreadable):
        paths.sort()
    return found


def _walk(top: Path, why: str, seen: set[str], found: FlowsFiles) -> None:
    """Take in what stands below `top`; `why` is the reason that passes over all of it, if there is one."""
    for root, folders, files in os.walk(top, onerror=functools.partial(_note, found)):
        if "pyvenv.cfg" in files:
            folders.clear()
            continue
        for name in files:
            _take(Path(root, name), why, found)
        own = sorted(name for name in folders if name not in SKIPPED_FOLDERS and not name.startswith("."))
        apart = [name for name in own if Path(root, name).is_symlink() or (not why and _wrong_name(name, "folder"))]
        folders[:] = sorted(set(own) - set(apart))
        for name in apart:
            path = Path(root, name)
            if not path.is_symlink() or _leads_to_modules(path, seen):
                _walk(path, why or _wrong_name(name, "folder"), seen, found)


def _note(found: FlowsFiles, error: OSError) -> None:
    if not isinstance(error, (FileNotFoundError, NotADirectoryError)):
        found.unreadable.append((Path(error.filename), error.strerror or str(error)))


def _take(path: Path, why: str, found: FlowsFiles) -> None:
    """A named pipe or a device would be read for ever, so only files count."""
    stem, suffix = path.stem, path.suffix
    if path.name.startswith(".") or not path.is_file():
        return
    if suffix == ".py":
        reason = why or _wrong_name(stem, "file")
        if reason:
            found.passed_over.append((path, reason))
        else:
            found.modules.append(path)
    elif suffix.lower() == ".py":
        found.passed_over.append((path, f"its name ends in {suffix}, not in .py"))
    elif suffix.lower() in _NO_MODULES and (suffix.lower() != ".txt" or stem.lower().endswith(".py")):
        found.passed_over.append((path, _NO_MODULES[suffix.lower()]))


def _wrong_name(name: str, kind: str) -> str:
    if "." in name:
        return f"the {kind}'s name {shown(name)} has a dot in it, which separates packages in an import"
    try:
        name.encode()
    except UnicodeEncodeError:
        return f"the {kind}'s name is no UTF-8"
    return ""


def _leads_to_modules(link: Path, seen: set[str]) -> bool:
    """Not to what is looked through already, nor up the tree, nor to a folder of pictures."""
    real = os.path.realpath(link)
    if any(os.path.commonpath([real, each]) in (real, each) for each in seen if _same_drive(real, each)):
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
