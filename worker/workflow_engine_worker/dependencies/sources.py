"""What the modules of a flow ask for, read from their source: imports and PEP 723 blocks. Nothing is imported.

Imports are followed through the flows folders, so that a function's own helpers count as the function does.
"""

import ast
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_BLOCK = re.compile(r"(?m)^# /// (?P<type>[a-zA-Z0-9-]+)$\s(?P<content>(^#(| .*)$\s)+)^# ///$")
_FORGIVEN = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})
_BLOCKS = ("body", "handlers", "orelse", "finalbody", "cases")
_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: lambda a, b: a == b,
    ast.NotEq: lambda a, b: a != b,
    ast.Lt: lambda a, b: a < b,
    ast.LtE: lambda a, b: a <= b,
    ast.Gt: lambda a, b: a > b,
    ast.GtE: lambda a, b: a >= b,
}


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
    wants, seen = Wants(), set[Path]()
    waiting = [file for module in modules for file in _own_files(module, folders)]
    while waiting:
        file = waiting.pop(0)
        if file in seen:
            continue
        seen.add(file)
        try:
            source = file.read_bytes()
            tree = ast.parse(source, filename=str(file))
        except (OSError, ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        text = source.decode("utf-8", "replace")
        wants.declared += [Wanted(each, f"{file}:1") for each in script_requirements(text)]
        for module, line in imports(tree, _package(file, folders)):
            own = list(_own_files(module, folders))
            waiting += own
            if not own:
                wants.imports.append(Wanted(module, f"{file}:{line}"))
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
    """The modules that this code cannot do without, absolute, each with its line.

    Left out: what an `except ImportError` forgives, what only type checkers or other systems and versions read, what
    stands below `if __name__ == "__main__"`.
    """
    yield from _imports(tree.body, package)


def _imports(nodes: Iterable[ast.AST], package: Sequence[str]) -> Iterator[tuple[str, int]]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from ((item.name, node.lineno) for item in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((name, node.lineno) for name in _from(node, package))
        elif isinstance(node, ast.Try) and any(_forgives(handler) for handler in node.handlers):
            yield from _imports([*node.orelse, *node.finalbody], package)
        elif isinstance(node, ast.If):
            holds = _contains(node.test)
            yield from _imports(node.body if holds is not False else (), package)
            yield from _imports(node.orelse if holds is not True else (), package)
        else:
            for name in _BLOCKS:  # an import is a statement: expressions, most of a module, hold none
                yield from _imports(getattr(node, name, ()), package)


def _from(node: ast.ImportFrom, package: Sequence[str]) -> list[str]:
    """`from a import b`: b may be a module of a, or a name in it."""
    above = list(package[: len(package) - node.level + 1]) if node.level else []
    base = ".".join([*above, *([node.module] if node.module else [])])
    return [f"{base}.{item.name}" if base else item.name for item in node.names]


def _forgives(handler: ast.ExceptHandler) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or (isinstance(kind, ast.Name) and kind.id in _FORGIVEN) for kind in kinds)


def _contains(test: ast.expr) -> bool | None:
    """What a condition is here and now; None: only running it tells."""
    words = ast.unparse(test)
    if words in {"TYPE_CHECKING", "typing.TYPE_CHECKING"} or words.replace("'", '"') == '__name__ == "__main__"':
        return False
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and words.startswith(("sys.platform", "sys.version_info")):
        here: Any = {"sys.platform": sys.platform, "sys.version_info": sys.version_info}.get(ast.unparse(test.left))
        compare = _COMPARISONS.get(type(test.ops[0]))
        try:
            return None if here is None or compare is None else compare(here, ast.literal_eval(test.comparators[0]))
        except (ValueError, TypeError):
            return None
    return None


def _package(file: Path, folders: Sequence[Path]) -> list[str]:
    """The package that a file's relative imports start from."""
    for folder in folders:
        if file.is_relative_to(folder):
            return list(file.relative_to(folder).parts[:-1])
    return []


def _own_files(module: str, folders: Sequence[Path]) -> Iterator[Path]:
    """The files of the flows folders that importing a module runs; none: it is no module of theirs.

    The standard library and installed packages come first on the path, but not with a flow's own files inside.
    """
    parts = module.split(".")
    if parts[0] in sys.stdlib_module_names:
        return
    for folder in folders:
        for end in range(1, len(parts) + 1):
            place = folder.joinpath(*parts[:end])
            yield from (each for each in (place / "__init__.py", place.with_suffix(".py")) if each.is_file())
