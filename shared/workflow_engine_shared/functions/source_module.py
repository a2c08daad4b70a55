"""One Python file of a flows folder, read without importing it: the functions it registers, and what is wrong there."""

import ast
import functools
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from workflow_engine_shared.errors import FunctionNotImportable, Problem, RegistrationError, UserCodeError
from workflow_engine_shared.functions.registry import name_problem
from workflow_engine_shared.functions.signature import Signature, read_signature, takes_state
from workflow_engine_shared.functions.syntax_tree import syntax_tree
from workflow_engine_shared.units import MIB

FACE = "workflow_engine"
DECORATOR = "register_function"
MAX_SOURCE_BYTES = 4 * MIB
_CACHED_FILES = 4096
FileFacts: TypeAlias = tuple[int, int, int, int]
_NO_NAME = f"@{DECORATOR} stands there without a name, so the function cannot be called."
_NO_DECORATOR = f"{DECORATOR} is called there, not used as a decorator: what it registers is not found."
_WRITE_ONE = f'Write @{DECORATOR}("shop.prices") above the def.'
_BLOCKS = (ast.If, ast.Try, ast.With, ast.For, ast.While)


@dataclass(frozen=True)
class SourceFunction:
    """A function as its decorator and its `def` describe it."""

    name: str
    line: int
    doc: str
    requires: tuple[str, ...]
    signature: Signature | None  #: None: another decorator may have changed it
    timeout: float | None = None
    retry: int | None = None


@dataclass
class SourceModule:
    """The functions and problems of one file; problems point at `file:line`."""

    hash: str = ""  #: SHA-256 of the file, hex; empty: it cannot be read
    functions: list[SourceFunction] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def facts_of(path: str | Path) -> FileFacts | None:
    """What tells that a file was changed; None: it cannot be looked at."""
    try:
        facts = os.stat(path)  # noqa: PTH116 - a Path made for each of many files costs more than the look
    except OSError:
        return None
    return facts.st_mtime_ns, facts.st_ctime_ns, facts.st_size, facts.st_ino


def read_module(path: Path) -> SourceModule:
    """Read a file. One that did not change since it was read before is not read again."""
    try:
        facts = path.stat()
    except OSError as error:
        return _unreadable(path, 1, str(error))
    return _read(str(path), (facts.st_mtime_ns, facts.st_ctime_ns, facts.st_size, facts.st_ino))


def mentions_decorator(path: Path) -> bool:
    """Whether a file that is no module has the decorator's name in it."""
    facts = facts_of(path)
    try:
        return facts is not None and _mentions(path, facts)
    except OSError:
        return False


@functools.lru_cache(maxsize=_CACHED_FILES)
def _mentions(path: Path, facts: FileFacts) -> bool:
    return facts[2] <= MAX_SOURCE_BYTES and DECORATOR.encode() in path.read_bytes()


def path_text(path: Path) -> str:
    """A path that can be sent and printed, also one that is no UTF-8."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


@functools.lru_cache(maxsize=_CACHED_FILES)
def _read(file: str, facts: FileFacts) -> SourceModule:
    path = Path(file)
    if facts[2] > MAX_SOURCE_BYTES:
        return _unreadable(path, 1, f"it is larger than {MAX_SOURCE_BYTES // MIB} MiB")
    try:
        source = path.read_bytes()
        digest = hashlib.sha256(source).hexdigest()
        if DECORATOR.encode() not in source:
            return SourceModule(digest)
        found = SourceModule(digest)
        _look_through(syntax_tree(source, file), file, found)
    except (OSError, ValueError, SyntaxError, RecursionError, MemoryError) as error:
        line = error.lineno or 1 if isinstance(error, SyntaxError) else 1
        return _unreadable(path, line, str(error) or "it is nested too deeply")
    return found


def _unreadable(path: Path, line: int, why: str) -> SourceModule:
    detail = f"The module cannot be read: {why}."
    return SourceModule(problems=[Problem(UserCodeError.code, f"{path}:{line}", detail)])


def _look_through(tree: ast.Module, file: str, found: SourceModule) -> None:
    direct, through = _aliases(tree)
    if not direct and not through:
        return
    top = set(_definitions(tree.body))
    for line in _calls_elsewhere(tree, direct, through):
        found.problems.append(Problem(RegistrationError.code, f"{file}:{line}", _NO_DECORATOR, _WRITE_ONE))
    for node in ast.walk(tree):
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        for position, decorator in enumerate(node.decorator_list):
            if _is_ours(decorator, direct, through):
                found.problems.append(Problem(RegistrationError.code, f"{file}:{node.lineno}", _NO_NAME, _WRITE_ONE))
            elif isinstance(decorator, ast.Call) and _is_ours(decorator.func, direct, through):
                function = _function(node, decorator, plain=position == len(node.decorator_list) - 1)
                problem = _problem(node, function, importable=node in top)
                if problem is None:
                    found.functions.append(function)
                else:
                    error, detail, hint = problem
                    found.problems.append(Problem(error.code, f"{file}:{node.lineno}", detail, hint))


def _calls_elsewhere(tree: ast.Module, direct: set[str], through: set[str]) -> Iterator[int]:
    """The lines where the decorator is called, but decorates nothing that stands there."""
    decorators = {id(each) for node in ast.walk(tree) for each in getattr(node, "decorator_list", ())}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and id(node) not in decorators and _is_ours(node.func, direct, through):
            yield node.lineno


def _function(node: ast.FunctionDef | ast.AsyncFunctionDef, call: ast.Call, *, plain: bool) -> SourceFunction:
    name = _literal(call.args[0] if call.args else _keyword(call, "name"))
    requires = _literal(_keyword(call, "requires"))
    return SourceFunction(
        name if isinstance(name, str) else "",
        node.lineno,
        ast.get_docstring(node) or "",
        tuple(map(str, requires)) if isinstance(requires, (list, tuple)) else (),
        read_signature(node) if plain else None,
        _number(call, "timeout", float, int),
        _number(call, "retry", int),
    )


def _number(call: ast.Call, name: str, *kinds: type) -> Any:
    """A number that the decorator is given as it stands; None: it is not, or it is computed."""
    value = _literal(_keyword(call, name))
    return value if type(value) in kinds else None


def _problem(
    node: ast.FunctionDef | ast.AsyncFunctionDef, function: SourceFunction, *, importable: bool
) -> tuple[type[RegistrationError], str, str] | None:
    """What registering this function would be refused for, told before anything is imported."""
    wrong_name = name_problem(function.name)
    if wrong_name:
        return RegistrationError, f"Function name {function.name!r} {wrong_name}.", ""
    named = f"{function.name!r}"
    if not importable:
        detail = f"{named} stands inside a class or another function, where no worker can import it."
        return FunctionNotImportable, detail, FunctionNotImportable.hint
    if _yields(node):
        return RegistrationError, f"{named} is a generator: it must return its dict, not yield.", ""
    if not takes_state(node) and function.signature is not None:
        return RegistrationError, f"{named} must take the state as its first parameter.", ""
    if function.signature is not None and function.signature.unreachable:
        lost = ", ".join(function.signature.unreachable)
        return RegistrationError, f"{named} takes {lost} by position only, which no flow can give.", "Remove the '/'."
    return None


def _definitions(body: list[ast.stmt]) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Functions of the module itself, also those below `if` and `try`."""
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node
        elif isinstance(node, _BLOCKS):
            inner = [*node.body, *getattr(node, "orelse", []), *getattr(node, "finalbody", [])]
            handlers: list[ast.ExceptHandler] = getattr(node, "handlers", [])
            yield from _definitions([*inner, *(each for handler in handlers for each in handler.body)])


def _yields(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    waiting: list[ast.AST] = list(node.body)
    while waiting:
        each = waiting.pop()
        if isinstance(each, (ast.Yield, ast.YieldFrom)):
            return True
        if not isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            waiting.extend(ast.iter_child_nodes(each))
    return False


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
