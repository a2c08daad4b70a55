"""docs/glossary.md: its names exist, and the code has no private words for what it lists."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line.startswith("| ")]
TERMS = [row for row in ROWS if row[0] not in ("word", "---")]

#: Words that we used once, each with what the field says. Names are taken apart at underscores and capitals.
REPLACED = {
    "bench": "harness (of tests) or benchmark",
    "disturbance": "fault",
    "disturbed": "fault_came",
    "drill": "failpoint",
    "glance": "poll, or quick_checks",
    "hearing": "messages",
    "heed": "handle",
    "holder": "worker",
    "holds": "assignments (a noun), has or contains (a verb)",
    "last_words": "last_output (of a process), stack_watchdog (what dumps its stacks)",
    "ledger": "visit_store, loop_summaries or journal",
    "lookout": "poller",
    "settle": "record_exit, record_outcomes or apply_commands",
    "settler": "run_records",
    "spares": "warm_pool",
    "surroundings": "environment",
    "told": "sent, published, reported, logged or answered: whichever it is",
    "turns": "run_queue",
    "unsettled": "unrecorded",
    "untold": "unreported",
}


class Name(NamedTuple):
    """A name that other code, or a reader of another module, meets."""

    path: Path
    line: int
    text: str

    @property
    def words(self) -> str:
        return f"_{re.sub(r'(?<=[a-z0-9])(?=[A-Z])', '_', self.text).lower().strip('_')}_"


def names_of(path: Path) -> Iterator[Name]:
    """The module, its classes, functions, their arguments, and attributes. Local variables are their function's own."""
    yield Name(path, 1, path.stem if path.stem != "__init__" else path.parent.name)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield Name(path, node.lineno, node.name)
        if isinstance(node, ast.arg):
            yield Name(path, node.lineno, node.arg)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield Name(path, node.lineno, node.attr)
        if isinstance(node, ast.ClassDef):
            yield from (Name(path, target.lineno, target.id) for target in fields_of(node))


def fields_of(kind: ast.ClassDef) -> Iterator[ast.Name]:
    for statement in kind.body:
        targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        yield from (target for target in targets if isinstance(target, ast.Name))


def private_words(path: Path) -> list[str]:
    return [
        f"{path}:{name.line}: {name.text!r} has our own word {word!r}; say: {instead}"
        for name in names_of(path)
        for word, instead in REPLACED.items()
        if f"_{word}_" in name.words
    ]


def test_the_code_has_no_private_words() -> None:
    sources = [path for folder in ("shared", "supervisor", "worker") for path in (ROOT / folder).rglob("*.py")]
    assert len(sources) > 200
    found = [complaint for path in sources for complaint in private_words(path)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "source",
    [
        "class Drill: ...",
        "def find_drill(): ...",
        "def act(last_words): ...",
        "class A:\n    def __init__(self): self._told = 1",
        "class A:\n    ledger: int",
        "class A:\n    TURNS = 1",
    ],
)
def test_a_private_word_is_found_wherever_it_stands(tmp_path: Path, source: str) -> None:
    path = tmp_path / "module.py"
    path.write_text(source, encoding="utf-8")
    assert len(private_words(path)) == 1


def test_a_local_variable_may_have_any_name(tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_text("def act():\n    told = 1\n    return told\n", encoding="utf-8")
    assert private_words(path) == []


@pytest.mark.parametrize("row", TERMS, ids=lambda row: row[0])
def test_each_word_is_where_the_page_says(row: list[str]) -> None:
    word, chinese, meaning, code, _api = row
    assert word
    assert meaning.endswith(".")
    assert re.search(r"[\u4e00-\u9fff]", chinese)
    name = code.strip("`")
    try:
        importlib.import_module(name)
    except ModuleNotFoundError:
        module, _, attribute = name.rpartition(".")
        assert hasattr(importlib.import_module(module), attribute)


def test_each_word_stands_once() -> None:
    words = [row[0] for row in TERMS]
    assert len(words) == len(set(words)) >= 25
