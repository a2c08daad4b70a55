"""The names under which files of the flows folders are imported, and who else has such a name."""

import importlib.machinery
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from workflow_engine_shared.functions.source_module import facts_of

_INIT = "__init__.py"
#: Folders that modules are imported from, each with the moment of its last change (ns of the system's clock).
SearchPath: TypeAlias = tuple[tuple[str, int], ...]


def module_name(path: Path, folder: Path) -> str:
    """The name under which a module of a flows folder is imported."""
    parts = path.relative_to(folder).with_suffix("").parts
    return ".".join(parts[:-1] if path.name == _INIT and len(parts) > 1 else parts)


def files_run_by(module: str, folder: Path) -> Iterator[Path]:
    """The files below `folder` that importing the module runs; of `a.b.c`, also those of `a` and `a.b`."""
    place, join, is_file = str(folder), os.path.join, os.path.isfile  # a start asks hundreds of times: paths are slow
    for part in module.split("."):
        place = join(place, part)
        yield from (Path(file) for file in (join(place, _INIT), f"{place}.py") if is_file(file))


def search_path(folders: Iterable[Path] = ()) -> SearchPath:
    """Where the environment's modules are now; `folders` are the flows folders, which are on Python's path, too.

    As long as it stays the same, so does what was looked up: a package that comes changes one of its folders.
    """
    left_out = {"", str(Path.cwd()), *map(str, folders)}  # 'python -m' looks there, a worker does not
    return tuple([(each, last_change(each)) for each in sys.path if each not in left_out])


def last_change(path: str | Path) -> int:
    """When a file or the names in a folder were changed last, in ns of the system's clock; 0: there is none."""
    facts = facts_of(path)
    return 0 if facts is None else facts[0]


def installed_at(top: str, folders: Iterable[Path], path: SearchPath) -> str:
    """Where the environment has a module of this name, outside the flows folders; empty: nowhere."""
    origin, _ = installed(top, path)
    return "" if not origin or any(Path(origin).is_relative_to(folder) for folder in folders) else origin


@lru_cache(maxsize=1024)
def installed(top: str, path: SearchPath) -> tuple[str, bool]:
    """Where a module of the environment is (or ""), and whether it is a namespace package; nothing is imported."""
    try:
        spec = importlib.machinery.PathFinder.find_spec(top, [folder for folder, _ in path])
    except (ImportError, ValueError, OSError):
        return "", False
    if spec is None:
        return "", False
    places = list(spec.submodule_search_locations or [])
    return (spec.origin, False) if spec.origin else (places[0] if places else "", True)


def as_folders(folders: Path | Sequence[Path]) -> tuple[Path, ...]:
    return (folders,) if isinstance(folders, Path) else tuple(folders)
