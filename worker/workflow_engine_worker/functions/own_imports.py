"""Imports that mean a file of the author's but would give something else, or nothing: refused, with the line to write.

`import retry` beside the own retry.py is none of the index's business, nor of a package that is installed by chance.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from workflow_engine_shared.errors import OwnModuleImport
from workflow_engine_shared.functions.flows_files import modules_below
from workflow_engine_shared.functions.imports import Import, Written
from workflow_engine_shared.functions.module_names import installed, installed_at, module_name, search_path
from workflow_engine_shared.functions.own_files import FlowsFolders


def refuse_ambiguous_imports(modules: Iterable[str], folders: Sequence[Path]) -> None:
    """Look through the source of these modules, and of those that they import.

    Raises:
        OwnModuleImport: an import means a file of the flows folders and would not give it.
    """
    look = _Look(folders)
    told = [
        f"{source.file}:{each.line}: '{each.written}' {why}."
        for source in look.own.sources_of(modules)
        for each in source.imports
        for why in look.problems(each, source.file)
    ]
    if told:
        raise OwnModuleImport("\n".join(dict.fromkeys(told)))


def files_named(top: str, folders: Sequence[Path]) -> list[tuple[Path, str]]:
    """What of the flows folders has this name, each with the line that imports it from anywhere in them, if one does.

    Files and folders that hold some, and the flows folders themselves.
    """
    found = [(folder, "") for folder in folders if folder.name == top]
    for folder in folders:
        for path in modules_below(folder):
            parts = module_name(path, folder).split(".")
            if top in parts:
                parts = parts[: parts.index(top) + 1]
                above, last = ".".join(parts[:-1]), parts[-1]
                found.append((path, str(Written(above or None, last)) if all(map(str.isidentifier, parts)) else ""))
    return found


class _Look:
    """One look at the flows folders and the environment."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.own = FlowsFolders(folders)
        self._folders = folders
        self._path = search_path(folders)

    def problems(self, imported: Import, file: Path) -> Iterator[str]:
        if imported.level:
            if imported.is_beyond and (own := self.own.run_by(imported.name)):
                yield f"leads out of the flows folder; {own[-1]} is meant: write '{imported.written.absolute()}'"
        elif imported.top not in sys.stdlib_module_names:
            yield from self._problems_of_absolute(imported, file)

    def _problems_of_absolute(self, imported: Import, file: Path) -> Iterator[str]:
        elsewhere = installed_at(imported.top, self._folders, self._path)
        own = [each for each in self.own.run_by(imported.name) if each != file]
        if own:
            if elsewhere:
                yield f"gives the installed package ({elsewhere}), not {own[0]}: rename the file"
        elif below := self.own.below_the_folders_name(imported):
            if Path(installed(imported.top, self._path)[0] or file) not in self._folders:
                yield f"has the flows folder's own name in it; {below[-1]} is meant: write '{_without_top(imported)}'"
        elif beside := self.own.beside(imported, file):
            either = f", or rename that file if the installed package ({elsewhere}) is meant" if elsewhere else ""
            yield f"does not give {beside[-1]}, which stands beside it: write '{imported.written.relative()}'{either}"


def _without_top(imported: Import) -> Written:
    written = imported.written
    if written.module is None:
        above, _, last = written.name.partition(".")[2].rpartition(".")
        return Written(above or None, last, written.alias)
    return Written(written.module.partition(".")[2] or None, written.name, written.alias)
