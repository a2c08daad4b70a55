"""Where a function that is not found may be: the files that have its name, and why it does not count there."""

import re
from collections.abc import Sequence
from pathlib import Path

from workflow_engine_shared.errors import Problem
from workflow_engine_shared.functions.discovery import PASSED_OVER, Scan
from workflow_engine_shared.functions.flows_files import SKIPPED_FOLDERS, near_files
from workflow_engine_shared.functions.source_module import DECORATOR, MAX_SOURCE_BYTES

_SHOWN = 3
_NAMES = 10  #: a flow with more unknown functions has another trouble, and each costs a look at every file


class NearMisses:
    """Hints for a flow's unknown functions, for as long as looking is cheap."""

    def __init__(self, folders: Sequence[Path], found: Scan) -> None:
        self._folders = folders
        self._found = found
        self._left = _NAMES

    def hint(self, name: str) -> str:
        self._left -= 1
        return " ".join(near_misses(name, self._folders, self._found)) if self._left >= 0 else ""


def near_misses(name: str, folders: Sequence[Path], found: Scan) -> list[str]:
    """A sentence for each file of the flows folders that has the name beside the decorator's."""
    told: list[str] = []
    for folder in folders:
        for path in near_files(folder):
            line = _line_of(name, path)
            if line:
                told.append(f"{path}:{line} has it, but {_reason(name, path, folder, found.problems)}")
            if len(told) >= _SHOWN:
                return told
    return told


def _line_of(name: str, path: Path) -> int:
    try:
        if path.stat().st_size > MAX_SOURCE_BYTES:
            return 0
        source = path.read_bytes()
    except OSError:
        return 0
    quoted = rb"[\"']" + re.escape(name.encode("utf-8", "replace")) + rb"\\?[\"']"  # a notebook escapes its quotes
    found = re.search(quoted, source) if DECORATOR.encode() in source else None
    return source.count(b"\n", 0, found.start()) + 1 if found else 0


def _reason(name: str, path: Path, folder: Path, problems: Sequence[Problem]) -> str:
    here = [each for each in problems if each.pointer.rpartition(":")[0] == str(path)]
    for problem in sorted(here, key=lambda each: repr(name) not in each.detail):  # its own before its neighbours'
        told = f"{problem.detail} {problem.hint}".strip()
        return told if problem.code == PASSED_OVER else f"there is a problem: {told}"
    for part in path.relative_to(folder).parts:
        if part.startswith("."):
            return f"{part} is hidden, and passed over."
        if part in SKIPPED_FOLDERS:
            return f"folders called {part} are passed over."
    return "no @register_function(NAME) from workflow_engine stands there that says so."
