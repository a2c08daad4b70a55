"""The files that a flow's functions consist of: their modules, what these import of the flows folders, and their data.

Read from the source; nothing is imported. What only running shows is taken in generously: a module that imports by a
name which it makes itself takes all modules along that stand in and below its folder.
"""

import ast
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from workflow_engine_shared.errors.code import CodeNotFreezable
from workflow_engine_shared.functions.discovery import scan
from workflow_engine_shared.functions.flows_files import SKIPPED_FOLDERS, modules_below
from workflow_engine_shared.functions.imports import every_import
from workflow_engine_shared.functions.module_names import files_run_by
from workflow_engine_shared.functions.own_files import package_of
from workflow_engine_shared.functions.syntax_tree import syntax_tree

MAX_FILES = 10_000
_MAX_NAME = 200
_FLOW_FILE = "flow.json"  #: a version has its document; that a node was moved in the designer changes no code
_IMPORTERS = frozenset({"import_module", "__import__"})
_WALKERS = frozenset({"iter_modules", "walk_packages"})


def code_files(names: Iterable[str], folders: Sequence[Path]) -> dict[str, Path]:
    """The files behind some functions, by their path below all flows folders: `0/shop/prices.py` is in the first one.

    Functions that are not there have none. A link counts as what it leads to.

    Raises:
        CodeNotFreezable: there are too many.
    """
    found = scan(folders).functions
    modules = dict.fromkeys(found[name].module for name in names if name in found)
    search = _Search(folders)
    search.take(file for module in modules for folder in folders for file in files_run_by(module, folder))
    return dict(sorted((search.name_of(path), path) for path in search.seen))


@dataclass
class _Search:
    folders: Sequence[Path]
    seen: dict[Path, None] = field(default_factory=dict)

    def take(self, files: Iterable[Path]) -> None:
        """These modules and all that they need."""
        waiting = list(files)
        packages: set[Path] = set()
        while waiting:
            file = waiting.pop()
            if file in self.seen:
                continue
            self._add(file)
            tree = _tree(file)
            if tree is not None:
                waiting += self._modules_of(tree, file)
                self._add_named(tree, file)
            if file.parent not in self.folders and file.parent not in packages:
                packages.add(file.parent)
                for data in _data_below(file.parent):
                    self._add(data)

    def name_of(self, path: Path) -> str:
        return next(
            f"{place}/{path.relative_to(folder).as_posix()}"
            for place, folder in enumerate(self.folders)
            if path.is_relative_to(folder)
        )

    def _add(self, file: Path) -> None:
        self.seen[file] = None
        if len(self.seen) > MAX_FILES:
            raise CodeNotFreezable(f"It has more than {MAX_FILES:,} files; the one too many is {file}.")

    def _modules_of(self, tree: ast.Module, file: Path) -> Iterator[Path]:
        package = package_of(file, self.folders)
        for each in every_import(tree, package):
            if each.level or each.top not in sys.stdlib_module_names:
                yield from self._files_of(each.name)
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            called = _name(call.func)
            text = _text(call.args[0]) if call.args else None
            if called in _WALKERS or (called in _IMPORTERS and text is None):
                yield from modules_below(file.parent)
            elif called in _IMPORTERS and text:
                dots = len(text) - len(text.lstrip("."))
                above = package[: len(package) - dots + 1] if dots else ()
                yield from self._files_of(".".join([*above, text.lstrip(".")]))

    def _files_of(self, module: str) -> Iterator[Path]:
        if module and all(module.split(".")):
            for folder in self.folders:
                yield from files_run_by(module, folder)

    def _add_named(self, tree: ast.Module, file: Path) -> None:
        """What a module that asks for its own place names: `Path(__file__).with_name("rates.csv")`."""
        nodes = list(ast.walk(tree))
        if not any(isinstance(node, ast.Name) and node.id == "__file__" for node in nodes):
            return
        for text in {text for node in nodes if (text := _text(node))}:
            if len(text) > _MAX_NAME or text.startswith((".", "/", "\\")) or ".." in text or "\0" in text:
                continue
            beside = file.parent / text
            if _is_file(beside):
                self._add(beside)
            elif beside.is_dir() and not any(part in SKIPPED_FOLDERS for part in beside.parts):
                for data in _data_below(beside):
                    self._add(data)


def _data_below(folder: Path) -> Iterator[Path]:
    """The files of a folder, and of folders in it that hold no modules, that are no modules. Links are followed."""
    seen: set[str] = set()
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        real = os.path.realpath(here)
        try:
            entries = sorted(here.iterdir()) if real not in seen else []
        except OSError:
            continue
        seen.add(real)
        if here != folder and any(each.suffix == ".py" for each in entries):
            continue
        for each in entries:
            if each.name.startswith(".") or each.suffix in {".py", ".pyc"} or each.name == _FLOW_FILE:
                continue
            if _is_file(each):
                yield each
            elif each.is_dir() and each.name not in SKIPPED_FOLDERS:
                waiting.append(each)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _tree(file: Path) -> ast.Module | None:
    """None: it is no source that this Python can read."""
    try:
        return syntax_tree(file.read_bytes(), str(file))
    except (OSError, ValueError, SyntaxError, RecursionError, MemoryError):
        return None


def _name(function: ast.expr) -> str:
    return (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )


def _text(node: ast.AST) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
