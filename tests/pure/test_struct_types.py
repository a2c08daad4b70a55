"""Struct types that threads read are worked out when their module is loaded."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.wait import patient

ROOT = Path(__file__).parents[2]
SOURCES = sorted(path for folder in ("shared", "worker", "supervisor") for path in (ROOT / folder).rglob("*.py"))


def types_read(tree: ast.AST) -> Iterator[ast.expr]:
    """The types that `msgspec.convert` and `decode(type=...)` are given."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
            if (
                call.func.attr == "convert"
                and isinstance(call.func.value, ast.Name)
                and call.func.value.id == "msgspec"
            ):
                yield call.args[1]
            elif call.func.attr == "decode":
                yield from (each.value for each in call.keywords if each.arg == "type")


def test_each_struct_that_is_read_is_ready() -> None:
    ready: set[str] = set()
    structs: set[str] = set()
    read: dict[str, Path] = {}
    for path in SOURCES:
        tree = ast.parse(path.read_text("utf-8"))
        for each in ast.walk(tree):
            if isinstance(each, ast.ClassDef) and re.search(r"\bStruct\b", " ".join(map(ast.unparse, each.bases))):
                structs.add(each.name)
                if any(ast.unparse(mark) == "ready_to_read" for mark in each.decorator_list):
                    ready.add(each.name)
        for kind in types_read(tree):
            read.update({name.id: path for name in ast.walk(kind) if isinstance(name, ast.Name)})
    assert {"RunRow", "Visit", "ErrorData"} <= ready
    assert len(read) > 15
    missing = {name: str(path) for name, path in read.items() if name in structs and name not in ready}
    assert not missing, "these need @ready_to_read"


_RACE = """
import sys, threading, typing
import msgspec
from workflow_engine_shared.struct_types import ready_to_read

sys.setswitchinterval(1e-6)
fields = [(f"f{i}", typing.Optional["typing.Union[int, str, None]"]) for i in range(30)]
data = {name: 1 for name, _ in fields}

def read_by_four(kind):
    together = threading.Barrier(4)
    def read():
        together.wait()
        msgspec.convert(data, kind)
    threads = [threading.Thread(target=read) for _ in range(4)]
    for each in threads: each.start()
    for each in threads: each.join()

for _ in range(int(sys.argv[2])):
    kind = msgspec.defstruct("T", fields, kw_only=True)
    read_by_four(ready_to_read(kind) if sys.argv[1] == "ready" else kind)
"""


@pytest.mark.skipif(sys.version_info < (3, 11), reason="one Python shows it")
def test_four_threads_may_be_the_first_to_read() -> None:
    """Without the mark, the process ends by a segmentation fault every few hundred rounds."""
    command = [sys.executable, "-c", _RACE, "ready", "300"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=patient(120))
    assert ended.returncode == 0, ended.stderr[-500:]
