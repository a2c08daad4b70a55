"""The syntax tree of an author's source, also where several threads want one.

CPython before 3.11.9 and 3.12.3 counts the depth of a tree for all threads together, so that two that make one at once
end in a SystemError (https://github.com/python/cpython/issues/106905): ours wait for each other, and one that met a
thread of the author's tries again.
"""

import ast
import contextlib
import threading
from typing import Final

_TRIES: Final = 20
_parsing = threading.Lock()


def syntax_tree(source: bytes | str, file: str) -> ast.Module:
    """What `ast.parse` makes of a source; messages name `file`.

    Raises:
        MemoryError, RecursionError: it is nested too deeply.
        SyntaxError, ValueError: it is no Python.
    """
    for _ in range(_TRIES - 1):
        with contextlib.suppress(SystemError), _parsing:
            return ast.parse(source, filename=file)
    with _parsing:
        return ast.parse(source, filename=file)
