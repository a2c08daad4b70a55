"""Syntax trees that several threads want at once."""

import ast
import gc
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from workflow_engine_shared.functions.syntax_tree import syntax_tree

THREADS = 4
FUNCTION = "def f(a, b=[1, {2: (3, 4)}]):\n    return [x for x in a if x] or f(b)\n"
SOURCE = FUNCTION * 100


@pytest.fixture
def restless() -> Iterator[None]:
    """Threads take turns in the midst of a tree: where garbage is looked for, and Python code hears of that."""
    interval, threshold = sys.getswitchinterval(), gc.get_threshold()

    def hears(*_: object) -> None:
        for _ in range(20):
            pass

    sys.setswitchinterval(1e-6)
    gc.set_threshold(50)
    gc.callbacks.append(hears)
    yield
    gc.callbacks.remove(hears)
    gc.set_threshold(*threshold)
    sys.setswitchinterval(interval)


def test_threads_that_parse_at_once_get_their_trees(restless: None) -> None:
    expected = ast.dump(ast.parse(SOURCE))
    with ThreadPoolExecutor(THREADS) as threads:
        trees = list(threads.map(lambda _: syntax_tree(SOURCE, "shop.py"), range(20 * THREADS)))
    assert {ast.dump(tree) for tree in trees} == {expected}


def test_one_that_meets_a_thread_of_somebody_else_tries_again(monkeypatch: pytest.MonkeyPatch) -> None:
    parse, met = ast.parse, [SystemError("AST constructor recursion depth mismatch")] * 3

    def meeting(*given, **named):
        if met:
            raise met.pop()
        return parse(*given, **named)

    monkeypatch.setattr(ast, "parse", meeting)
    assert ast.dump(syntax_tree("x = 1", "shop.py")) == ast.dump(parse("x = 1"))


def test_what_is_no_python_is_told_with_its_file() -> None:
    with pytest.raises(SyntaxError) as told:
        syntax_tree("def", "shop.py")
    assert (told.value.filename, told.value.lineno) == ("shop.py", 1)
