"""Which functions a flows folder registers, read from the source without importing anything.

A module that blocks, crashes or shadows something at import can thus harm neither the supervisor nor a run that does
not use it; a worker imports only the modules its flow needs.
"""

import ast
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from workflow_engine_shared.errors import Problem
from workflow_engine_shared.registry import name_problem

FACE = "workflow_engine"
DECORATOR = "register_function"
_SKIPPED_FOLDERS = frozenset({"__pycache__", "node_modules", "site-packages", "venv"})
MAX_SOURCE_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True)
class FoundFunction:
    """A function that some module of the flows folder registers."""

    name: str
    module: str  #: dotted, below the flows folder
    file: str
    line: int
    doc: str
    requires: tuple[str, ...]


@dataclass
class Scan:
    """What a flows folder holds; `problems` point at `file:line`."""

    functions: dict[str, FoundFunction] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def scan(folder: Path) -> Scan:
    """Read every module below `folder`. What can't be read is a problem of that file; the rest still counts."""
    found = Scan()
    for path in sorted(_modules(folder)):
        try:
            functions = list(_registered(path, folder))
        except (OSError, ValueError, SyntaxError, RecursionError, MemoryError) as error:
            line = error.lineno or 1 if isinstance(error, SyntaxError) else 1
            detail = f"The module cannot be read: {str(error) or 'it is nested too deeply'}."
            found.problems.append(Problem("USER_CODE_ERROR", f"{path}:{line}", detail))
            continue
        for function in functions:
            _take_in(function, found)
    return found


def _take_in(function: FoundFunction, found: Scan) -> None:
    place = f"{function.file}:{function.line}"
    problem = name_problem(function.name)
    if problem:
        found.problems.append(Problem("REGISTRATION_ERROR", place, f"Function name {function.name!r} {problem}."))
        return
    before = found.functions.setdefault(function.name, function)
    if before is not function:
        detail = f"Function name {function.name!r} is registered at {before.file}:{before.line} already."
        found.problems.append(Problem("REGISTRATION_ERROR", place, detail, "Give one of them another name."))


def _modules(folder: Path) -> Iterator[Path]:
    for root, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name.isidentifier() and name not in _SKIPPED_FOLDERS]
        for name in files:
            path = Path(root, name)
            # A named pipe or a device would be read for ever.
            if path.suffix == ".py" and path.stem.isidentifier() and path.is_file():
                yield path


def _registered(path: Path, folder: Path) -> Iterator[FoundFunction]:
    if path.stat().st_size > MAX_SOURCE_BYTES:
        raise ValueError(f"it is larger than {MAX_SOURCE_BYTES // 2**20} MiB")
    source = path.read_bytes()
    if DECORATOR.encode() not in source:
        return
    tree = ast.parse(source, filename=str(path))
    direct, through = _aliases(tree)
    for node in tree.body:
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        for decorator in node.decorator_list:
            if isinstance(decorator, ast.Call) and _is_ours(decorator.func, direct, through):
                name = _literal(decorator.args[0] if decorator.args else _keyword(decorator, "name"))
                requires = _literal(_keyword(decorator, "requires"))
                yield FoundFunction(
                    name if isinstance(name, str) else "",
                    _module_name(path, folder),
                    str(path),
                    node.lineno,
                    ast.get_docstring(node) or "",
                    tuple(map(str, requires)) if isinstance(requires, (list, tuple)) else (),
                )


def _aliases(tree: ast.Module) -> tuple[set[str], set[str]]:
    """The names under which this module knows the decorator, and those under which it knows our package."""
    direct, through = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == FACE and not node.level:
            direct |= {item.asname or item.name for item in node.names if item.name == DECORATOR}
            direct |= {DECORATOR for item in node.names if item.name == "*"}
        elif isinstance(node, ast.Import):
            through |= {item.asname or item.name for item in node.names if item.name == FACE}
    return direct, through


def _is_ours(function: ast.expr, direct: set[str], through: set[str]) -> bool:
    if isinstance(function, ast.Name):
        return function.id in direct
    return (
        isinstance(function, ast.Attribute)
        and function.attr == DECORATOR
        and isinstance(function.value, ast.Name)
        and function.value.id in through
    )


def _keyword(call: ast.Call, name: str) -> ast.expr | None:
    return next((keyword.value for keyword in call.keywords if keyword.arg == name), None)


def _literal(node: ast.expr | None) -> object:
    try:
        return None if node is None else ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        return None


def _module_name(path: Path, folder: Path) -> str:
    parts = path.relative_to(folder).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)
