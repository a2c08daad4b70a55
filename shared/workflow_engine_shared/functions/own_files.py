"""The flow's own files behind an import, by the source alone: what is a file of the author's is no package's."""

import functools
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from workflow_engine_shared.functions.discovery import forget_installed, scan
from workflow_engine_shared.functions.imports import Import, read_imports
from workflow_engine_shared.functions.module_names import files_run_by
from workflow_engine_shared.functions.syntax_tree import syntax_tree

_CACHED_FILES = 512


@dataclass(frozen=True)
class Source:
    """One module of the flows folders that a flow runs."""

    file: Path
    text: str
    imports: tuple[Import, ...]


def sources_of(modules: Iterable[str], folders: Sequence[Path]) -> Iterator[Source]:
    """These modules and all of the flows folders that they import. One that cannot be read is left out."""
    seen = set[Path]()
    waiting = [file for module in modules for folder in folders for file in files_run_by(module, folder)]
    while waiting:
        file = waiting.pop(0)
        if file in seen:
            continue
        seen.add(file)
        source = _read(file, package_of(file, folders))
        if source is not None:
            yield source
            waiting += [own for each in source.imports for own in own_files(each, file, folders)]


def read_ahead(folders: Sequence[Path]) -> None:
    """Read all modules of the flows folders: then this process, and what is forked from it, reads only changed ones."""
    modules = dict.fromkeys(each.module for each in scan(folders).functions.values())
    for _ in sources_of(modules, folders):
        pass
    forget_installed()  # packages may come meanwhile


def own_files(imported: Import, file: Path, folders: Sequence[Path]) -> list[Path]:
    """The files of the flows folders that an import in `file` runs; none: it is no module of theirs."""
    if not imported.level and imported.top in sys.stdlib_module_names:
        return []
    found = [own for folder in folders for own in files_run_by(imported.name, folder)]
    if found or imported.level:
        return found
    return below_the_folders_name(imported, folders) or files_beside(imported, file, folders)


def below_the_folders_name(imported: Import, folders: Sequence[Path]) -> list[Path]:
    """Those of `from flows.shop import prices`, as it is written from the folder above."""
    rest = imported.name.partition(".")[2]
    return [own for folder in folders if folder.name == imported.top for own in files_run_by(rest, folder) if rest]


def files_beside(imported: Import, file: Path, folders: Sequence[Path]) -> list[Path]:
    """Those of `import helpers` where helpers.py stands beside the importing file, in a folder of the flows folder.

    In the flows folder itself, that is the module's full name. A file that imports its own name means a package.
    """
    if file.parent in folders or not package_of(file, folders):
        return []
    return [own for own in files_run_by(imported.name, file.parent) if own != file]


def package_of(file: Path, folders: Sequence[Path]) -> tuple[str, ...]:
    """The package that a file's relative imports start from."""
    for folder in folders:
        if file.is_relative_to(folder):
            return file.relative_to(folder).parts[:-1]
    return ()


def _read(file: Path, package: tuple[str, ...]) -> Source | None:
    try:
        facts = file.stat()
    except OSError:
        return None
    return _parsed(file, package, (facts.st_mtime_ns, facts.st_ctime_ns, facts.st_size, facts.st_ino))


@functools.lru_cache(maxsize=_CACHED_FILES)
def _parsed(file: Path, package: tuple[str, ...], _facts: tuple[int, ...]) -> Source | None:
    try:
        source = file.read_bytes()
        tree = syntax_tree(source, str(file))
        return Source(file, source.decode("utf-8", "replace"), tuple(read_imports(tree, package)))
    except (OSError, ValueError, SyntaxError, RecursionError, MemoryError):
        return None
