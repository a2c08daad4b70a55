"""Finds the functions that the flows folders register: reads the source, imports nothing.

A module that blocks, crashes or shadows something at import can thus harm neither the supervisor nor a run that does
not use it; a worker imports only the modules its flow needs.
"""

import functools
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from workflow_engine_shared.errors import Problem, RegistrationError, UserCodeError
from workflow_engine_shared.functions.flows_files import FlowsFiles, Listing, listing_of
from workflow_engine_shared.functions.module_names import SearchPath, as_folders, installed, module_name, search_path
from workflow_engine_shared.functions.signature import Signature
from workflow_engine_shared.functions.source_module import (
    FileFacts,
    SourceFunction,
    SourceModule,
    facts_of,
    mentions_decorator,
    path_text,
    read_module,
)

_SHOWN = 5
_KEPT = 4  #: scans
_RENAME = "Rename it, such as my_flow.py or v1_2; functions stand in files whose names end in .py."
SHADOWS_MODULE = "SHADOWS_MODULE"
PASSED_OVER = "PASSED_OVER"


@dataclass(frozen=True)
class FoundFunction:
    """A function that some module of the flows folders registers."""

    name: str
    module: str  #: dotted, below its flows folder
    file: str
    line: int
    doc: str
    requires: tuple[str, ...]
    signature: Signature | None = None  #: None: a decorator of the author's may have changed it
    source_hash: str = ""  #: SHA-256 of its file, hex
    timeout: float | None = None  #: as it was registered; None: not at all, or what only its module knows
    retry: int | None = None


@dataclass
class Scan:
    """The functions and problems of the flows folders; `problems` point at `file:line`."""

    functions: dict[str, FoundFunction] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def scan(folders: Path | Sequence[Path]) -> Scan:
    """Read every module below the folders. What can't be read is a problem of that file; the rest still counts.

    Files that did not change since they were read before are not read again; where none did, what was found is given
    once more, so nobody may change it.
    """
    folders = as_folders(folders)
    listings = tuple(map(listing_of, folders))
    facts = tuple(facts_of(path) for each in listings for path in each.paths())
    return _found_in(folders, listings, facts, search_path(folders))


def forget_installed() -> None:
    """Look anew, at the next scan, which packages are installed."""
    installed.cache_clear()
    _found_in.cache_clear()


@functools.lru_cache(_KEPT)
def _found_in(
    folders: tuple[Path, ...],
    listings: tuple[Listing, ...],
    _facts: tuple[FileFacts | None, ...],
    environment: SearchPath,
) -> Scan:
    found = Scan()
    modules: dict[str, Path] = {}
    for folder, listing in zip(folders, listings, strict=True):
        files = listing.files()
        found.problems += _passed_over(files)
        for path in files.modules:
            source = read_module(path)
            found.problems += source.problems
            module = module_name(path, folder)
            if source.functions and not _is_shadowed(module, path, folders, source, found, environment):
                before = modules.setdefault(module, path)
                if before == path:
                    _take_in(module, path, source, found)
                else:
                    found.problems.append(_shadow(path, source, f"{module} is {before} already"))
    return found


def _passed_over(files: FlowsFiles) -> Iterator[Problem]:
    for folder, why in files.unreadable:
        yield Problem(UserCodeError.code, f"{folder}:1", f"The folder cannot be read: {why}.")
    for path, why in files.passed_over:
        if not mentions_decorator(path):
            continue
        functions = read_module(path).functions if path.suffix == ".py" else []
        line = functions[0].line if functions else 1
        yield Problem(PASSED_OVER, f"{path_text(path)}:{line}", f"It is passed over: {why}.{_lost(functions)}", _RENAME)


def _take_in(module: str, path: Path, source: SourceModule, found: Scan) -> None:
    for each in source.functions:
        function = _found(each, module, path, source.hash)
        before = found.functions.setdefault(each.name, function)
        if before is not function:
            detail = f"Function name {each.name!r} is registered at {before.file}:{before.line} already."
            place, hint = f"{path}:{each.line}", "Give one of them another name."
            found.problems.append(Problem(RegistrationError.code, place, detail, hint))


def _found(each: SourceFunction, module: str, path: Path, source_hash: str) -> FoundFunction:
    known = (each.doc, each.requires, each.signature, source_hash, each.timeout, each.retry)
    return FoundFunction(each.name, module, str(path), each.line, *known)


def _is_shadowed(
    module: str, path: Path, folders: Sequence[Path], source: SourceModule, found: Scan, environment: SearchPath
) -> bool:
    """Flows folders stand last on the path, so that a flow's random.py harms nobody - and is never imported itself."""
    top = module.partition(".")[0]
    if top in sys.stdlib_module_names:
        found.problems.append(_shadow(path, source, f"'import {top}' gives the standard library's module"))
        return True
    origin, is_namespace = installed(top, environment)
    if not origin or any(Path(origin).is_relative_to(folder) for folder in folders):
        return False
    if is_namespace and "." in module and path.name != "__init__.py":
        return False  # several folders may share such a package
    found.problems.append(_shadow(path, source, f"'import {top}' gives the installed package ({origin})"))
    return True


def _shadow(path: Path, source: SourceModule, why: str) -> Problem:
    return Problem(
        SHADOWS_MODULE, f"{path}:1", f"The module's name is taken: {why}.{_lost(source.functions)}", "Rename the file."
    )


def _lost(functions: Sequence[SourceFunction]) -> str:
    if not functions:
        return ""
    some = ", ".join(each.name for each in functions[:_SHOWN]) + (", …" if len(functions) > _SHOWN else "")
    return f" Its functions cannot be called ({some})."
