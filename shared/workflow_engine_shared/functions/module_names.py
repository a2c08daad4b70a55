"""The names under which files of the flows folders are imported, and who else has such a name."""

import importlib.machinery
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

_INIT = "__init__.py"


def module_name(path: Path, folder: Path) -> str:
    """The name under which a module of a flows folder is imported."""
    parts = path.relative_to(folder).with_suffix("").parts
    return ".".join(parts[:-1] if path.name == _INIT and len(parts) > 1 else parts)


def files_run_by(module: str, folder: Path) -> Iterator[Path]:
    """The files below `folder` that importing the module runs; of `a.b.c`, also those of `a` and `a.b`."""
    place = folder
    for part in module.split("."):
        place /= part
        yield from (each for each in (place / _INIT, place.with_name(f"{part}.py")) if each.is_file())


def installed_at(top: str, folders: Iterable[Path]) -> str:
    """Where the environment has a module of this name, outside the flows folders; empty: nowhere."""
    origin, _ = installed(top)
    return "" if not origin or any(Path(origin).is_relative_to(folder) for folder in folders) else origin


@lru_cache(maxsize=1024)
def installed(top: str) -> tuple[str, bool]:
    """Where a module of the environment is (or ""), and whether it is a namespace package; nothing is imported."""
    here = str(Path.cwd())  # 'python -m' looks there, a worker does not
    try:
        spec = importlib.machinery.PathFinder.find_spec(top, [each for each in sys.path if each not in ("", here)])
    except (ImportError, ValueError, OSError):
        return "", False
    if spec is None:
        return "", False
    places = list(spec.submodule_search_locations or [])
    return (spec.origin, False) if spec.origin else (places[0] if places else "", True)


def as_folders(folders: Path | Sequence[Path]) -> tuple[Path, ...]:
    return (folders,) if isinstance(folders, Path) else tuple(folders)
