"""The flow's own files behind an import, by the source alone: what is a file of the author's is no package's."""

import functools
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from workflow_engine_shared.functions.discovery import scan
from workflow_engine_shared.functions.imports import Import, read_imports
from workflow_engine_shared.functions.module_names import files_run_by, installed, search_path
from workflow_engine_shared.functions.source_module import FileFacts, facts_of
from workflow_engine_shared.functions.syntax_tree import syntax_tree

_CACHED_FILES = 512


@dataclass(frozen=True)
class Source:
    """One module of the flows folders that a flow runs."""

    file: Path
    text: str
    imports: tuple[Import, ...]


class FlowsFolders:
    """The flows folders during one look at what a flow imports: a file that many import is asked for once."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders
        self._run_by: dict[tuple[str, Path], list[Path]] = {}
        self._packages: dict[Path, tuple[str, ...]] = {}

    def sources_of(self, modules: Iterable[str]) -> Iterator[Source]:
        """These modules and all of the flows folders that they import. One that cannot be read is left out."""
        seen = set[Path]()
        waiting = [file for module in modules for file in self.run_by(module)]
        while waiting:
            file = waiting.pop(0)
            if file in seen:
                continue
            seen.add(file)
            source = _read(file, self._package_of(file))
            if source is not None:
                yield source
                waiting += [own for each in source.imports for own in self.imported(each, file)]

    def imported(self, imported: Import, file: Path) -> list[Path]:
        """The files of the flows folders that an import in `file` runs; none: it is no module of theirs."""
        if not imported.level and imported.top in sys.stdlib_module_names:
            return []
        found = self.run_by(imported.name)
        if found or imported.level:
            return found
        return self.below_the_folders_name(imported) or self.beside(imported, file)

    def run_by(self, module: str) -> list[Path]:
        """The files that run when this module of a flows folder is imported."""
        return [file for folder in self._folders for file in self._below(folder, module)]

    def below_the_folders_name(self, imported: Import) -> list[Path]:
        """Those of `from flows.shop import prices`, as it is written from the folder above."""
        top, _, rest = imported.name.partition(".")
        named = [folder for folder in self._folders if folder.name == top] if rest else []
        return [own for folder in named for own in self._below(folder, rest)]

    def beside(self, imported: Import, file: Path) -> list[Path]:
        """Those of `import helpers` where helpers.py stands beside the importing file, in a folder of the flows folder.

        In the flows folder itself, that is the module's full name. A file that imports its own name means a package.
        """
        if file.parent in self._folders or not self._package_of(file):
            return []
        return [own for own in self._below(file.parent, imported.name) if own != file]

    def _below(self, folder: Path, module: str) -> list[Path]:
        asked = (module, folder)
        if asked not in self._run_by:
            self._run_by[asked] = list(files_run_by(module, folder))
        return self._run_by[asked]

    def _package_of(self, file: Path) -> tuple[str, ...]:
        if file not in self._packages:
            self._packages[file] = package_of(file, self._folders)
        return self._packages[file]


def read_ahead(folders: Sequence[Path]) -> None:
    """Read all modules of the flows folders, and look where what they import is.

    This process, and what is forked from it, then reads only changed ones and looks again only where packages came.
    """
    modules = dict.fromkeys(each.module for each in scan(folders).functions.values())
    path = search_path(folders)
    for source in FlowsFolders(folders).sources_of(modules):
        for each in source.imports:
            if not each.level and each.top not in sys.stdlib_module_names:
                installed(each.top, path)


def package_of(file: Path, folders: Sequence[Path]) -> tuple[str, ...]:
    """The package that a file's relative imports start from."""
    for folder in folders:
        if file.is_relative_to(folder):
            return file.relative_to(folder).parts[:-1]
    return ()


def _read(file: Path, package: tuple[str, ...]) -> Source | None:
    facts = facts_of(file)
    return None if facts is None else _parsed(file, package, facts)


@functools.lru_cache(maxsize=_CACHED_FILES)
def _parsed(file: Path, package: tuple[str, ...], _facts: FileFacts) -> Source | None:
    try:
        source = file.read_bytes()
        tree = syntax_tree(source, str(file))
        return Source(file, source.decode("utf-8", "replace"), tuple(read_imports(tree, package)))
    except (OSError, ValueError, SyntaxError, RecursionError, MemoryError):
        return None
