"""The imports that a module cannot do without, read from its source."""

import ast
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

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
class Written:
    """One name of an import statement as its author wrote it, and as it could be written."""

    module: str | None  #: what stands behind `from`; None: there is no `from`, or only dots
    name: str
    alias: str | None = None
    level: int = 0  #: how many dots stand before the module

    def __str__(self) -> str:
        as_ = f" as {self.alias}" if self.alias else ""
        if not self.level and self.module is None:
            return f"import {self.name}{as_}"
        return f"from {'.' * self.level}{self.module or ''} import {self.name}{as_}"

    def relative(self) -> "Written":
        """The line that means the file beside the importing one."""
        if self.module is not None:
            return replace(self, level=1)
        above, _, last = self.name.rpartition(".")
        return Written(above or None, last, self.alias, 1)

    def absolute(self) -> "Written":
        """The line that means the same file by its name below the flows folder."""
        return replace(self, level=0)


@dataclass(frozen=True)
class Import:
    """A module that is imported, or - with `from` - a name in one."""

    name: str  #: absolute
    line: int
    level: int  #: how many dots it is written with
    written: Written
    is_beyond: bool = False  #: more dots than there are packages around

    @property
    def top(self) -> str:
        return self.name.partition(".")[0]


def read_imports(tree: ast.Module, package: Sequence[str]) -> Iterator[Import]:
    """The imports that this code cannot do without.

    Left out: what an `except ImportError` forgives, what only type checkers or other systems and versions read, what
    stands below `if __name__ == "__main__"`.
    """
    yield from _imports(tree.body, package)


def every_import(tree: ast.Module, package: Sequence[str]) -> Iterator[Import]:
    """All imports that stand anywhere in this code, also those that it can do without."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for item in node.names:
                yield Import(item.name, node.lineno, 0, _written(item, None, 0))
        elif isinstance(node, ast.ImportFrom):
            for item in node.names:
                yield _from(node, item, package)


def _imports(nodes: Iterable[ast.AST], package: Sequence[str]) -> Iterator[Import]:
    for node in nodes:
        if isinstance(node, ast.Import):
            for item in node.names:
                yield Import(item.name, node.lineno, 0, _written(item, None, 0))
        elif isinstance(node, ast.ImportFrom):
            for item in node.names:
                yield _from(node, item, package)
        elif isinstance(node, ast.Try) and any(_forgives(handler) for handler in node.handlers):
            yield from _imports([*node.orelse, *node.finalbody], package)
        elif isinstance(node, ast.If):
            holds = _known_value(node.test)
            yield from _imports(node.body if holds is not False else (), package)
            yield from _imports(node.orelse if holds is not True else (), package)
        else:
            for name in _BLOCKS:  # an import is a statement: expressions, most of a module, hold none
                yield from _imports(getattr(node, name, ()), package)


def _from(node: ast.ImportFrom, item: ast.alias, package: Sequence[str]) -> Import:
    """`from a import b`: b may be a module of a, or a name in it."""
    above = list(package[: max(0, len(package) - node.level + 1)]) if node.level else []
    name = ".".join([*above, *([node.module] if node.module else []), item.name])
    beyond = node.level > len(package)
    return Import(name, node.lineno, node.level, _written(item, node.module, node.level), is_beyond=beyond)


def _written(item: ast.alias, module: str | None, level: int) -> Written:
    return Written(module, item.name, item.asname, level)


def _forgives(handler: ast.ExceptHandler) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or (isinstance(kind, ast.Name) and kind.id in _FORGIVEN) for kind in kinds)


def _known_value(test: ast.expr) -> bool | None:
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
