"""What the modules of a flow ask for, read from their source: imports and PEP 723 blocks. Nothing is imported.

Imports are followed through the flows folders, so that a function's own helpers count as the function does.
"""

import ast
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from workflow_engine_shared.functions.imports import read_imports
from workflow_engine_shared.functions.own_files import FlowsFolders

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_BLOCK = re.compile(r"(?m)^# /// (?P<type>[a-zA-Z0-9-]+)$\s(?P<content>(^#(| .*)$\s)+)^# ///$")


@dataclass(frozen=True)
class Wanted:
    """A requirement, or the name of an imported module, and where it stands."""

    name: str
    place: str  #: file:line


@dataclass
class Wants:
    """What a flow's modules ask for."""

    declared: list[Wanted] = field(default_factory=list)
    imports: list[Wanted] = field(default_factory=list)


def read_wants(modules: Iterable[str], folders: Sequence[Path]) -> Wants:
    """What these modules of the flows folders ask for, and those that they import.

    A file that cannot be read asks for nothing: importing it will tell why.
    """
    wants, own = Wants(), FlowsFolders(folders)
    for source in own.sources_of(modules):
        wants.declared += [Wanted(each, f"{source.file}:1") for each in script_requirements(source.text)]
        for each in source.imports:
            if not each.level and not own.imported(each, source.file):
                wants.imports.append(Wanted(each.name, f"{source.file}:{each.line}"))
    return wants


def script_requirements(source: str) -> list[str]:
    """The `dependencies` of a PEP 723 block; of a broken one, none."""
    blocks = [match for match in _BLOCK.finditer(source.replace("\r\n", "\n")) if match.group("type") == "script"]
    if len(blocks) != 1:
        return []
    lines = blocks[0].group("content").splitlines()
    try:
        found = tomllib.loads("\n".join(line[2:] if line.startswith("# ") else line[1:] for line in lines))
    except tomllib.TOMLDecodeError:
        return []
    dependencies = found.get("dependencies", [])
    return [each for each in dependencies if isinstance(each, str)] if isinstance(dependencies, list) else []


def imports(tree: ast.Module, package: Sequence[str]) -> Iterator[tuple[str, int]]:
    """The modules that this code cannot do without, absolute, each with its line."""
    return ((each.name, each.line) for each in read_imports(tree, package))
