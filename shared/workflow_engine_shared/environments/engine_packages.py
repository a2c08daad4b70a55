"""The packages that renflow itself is made of: which, at which versions, and in which folders their modules are."""

import functools
import importlib.metadata
import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

ENGINE = "renflow"
#: What it uses where it is installed: to check signatures.
OPTIONAL = ("cryptography",)
#: Its own modules that run flows, and those that flows import.
OWN_MODULES = ("renflow", "workflow_engine", "workflow_engine_shared", "workflow_engine_worker")
_TOP = re.compile(r"[A-Za-z_]\w*")


def needs_of(found: importlib.metadata.Distribution, extra: str = "") -> Iterator[Requirement]:
    """What a distribution requires here; with an extra, what this adds."""
    for text in found.requires or []:
        try:
            requirement = Requirement(text)
        except InvalidRequirement:
            continue
        marker = requirement.marker
        if marker is None:
            if not extra:
                yield requirement
        elif marker.evaluate({"extra": extra}) and not (extra and marker.evaluate({"extra": ""})):
            yield requirement


def engine_needs() -> frozenset[str]:
    """The distributions that the engine itself is made of."""
    return frozenset(_closure(ENGINE)[1])


def engine_versions() -> dict[str, str]:
    """The installed versions of what the engine needs, without itself."""
    return {name: found.version for name, found in _closure(ENGINE, *OPTIONAL)[0].items() if name != ENGINE}


def engine_requirements() -> list[str]:
    """What the engine asks for, as it is written: another Python may need other versions of it than are here."""
    written = [Requirement(text) for text in importlib.metadata.distribution(ENGINE).requires or []]
    optional = [name for name in OPTIONAL if name in engine_versions()]
    return [*(str(each) for each in written if "extra" not in str(each.marker or "")), *optional]


@functools.cache
def engine_folders() -> dict[str, list[str]]:
    """Each top-level module of the engine and of what it needs, with the folders that hold it."""
    tops = set(OWN_MODULES)
    for name, found in _closure(ENGINE, *OPTIONAL)[0].items():
        if name != ENGINE:
            tops.update(_tops(found))
    return {top: folders for top in sorted(tops) if (folders := _folders(top))}


def _closure(*roots: str) -> tuple[dict[str, importlib.metadata.Distribution], set[str]]:
    """These and all that they need: those that are installed, and the names of all."""
    found: dict[str, importlib.metadata.Distribution] = {}
    seen: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name in seen:
            continue
        seen.add(name)
        try:
            found[name] = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        waiting += [each.name for each in needs_of(found[name])]
    return found, seen


def _tops(found: importlib.metadata.Distribution) -> Iterator[str]:
    """The names that a distribution's files can be imported by."""
    for file in found.files or []:
        top = file.parts[0]
        if len(file.parts) == 1 and file.suffix in {".py", ".so", ".pyd"}:
            top = file.name.partition(".")[0]
        elif len(file.parts) == 1 or file.suffix not in {".py", ".so", ".pyd"}:
            continue
        if _TOP.fullmatch(top):
            yield top


def _folders(top: str) -> list[str]:
    try:
        spec = importlib.util.find_spec(top)
    except (ImportError, ValueError):
        return []
    if spec is None:
        return []
    if spec.submodule_search_locations:
        return [str(Path(place).parent) for place in spec.submodule_search_locations]
    return [str(Path(spec.origin).parent)] if spec.origin and spec.origin not in {"built-in", "frozen"} else []
