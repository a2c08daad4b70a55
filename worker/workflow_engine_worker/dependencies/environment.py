"""The Python environment that this process runs in: what is installed there, and where its files are."""

import functools
import importlib
import importlib.machinery
import importlib.metadata
import importlib.util
import os
import re
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from workflow_engine_shared.environments.engine_packages import OWN_MODULES, engine_needs, needs_of
from workflow_engine_shared.functions.discovery import forget_installed
from workflow_engine_worker.functions.distributions import import_names

__all__ = ["Environment", "engine_needs", "forget_what_was_looked_up"]

_OURS = ".renflow"
_VERSION = re.compile(r"^Version: *(\S+)", re.MULTILINE)


@dataclass(frozen=True)
class Environment:
    """Where packages are installed; `stage` is a folder beside them that is looked at, too."""

    packages: Path  #: site-packages
    scripts: Path
    data: Path
    stage: Path | None = None

    @classmethod
    def here(cls) -> "Environment":
        """This process's own."""
        return cls(*_own_folders())

    @property
    def ours(self) -> Path:
        """Our folder among the packages: no import finds it, and files can be moved out of it by renaming."""
        return self.packages / _OURS

    @property
    def unwritable(self) -> str:
        """Why nothing may be installed here, or an empty string."""
        marker = Path(sysconfig.get_path("stdlib")) / "EXTERNALLY-MANAGED"
        if sys.prefix == sys.base_prefix and marker.exists():
            return f"this Python ({sys.prefix}) is managed by the operating system"
        return "" if os.access(self.packages, os.W_OK | os.X_OK) else f"{self.packages} cannot be written"

    def version(self, distribution: str) -> str | None:
        """The installed version of a distribution."""
        found = self._distribution(distribution)
        return None if found is None else _version(found)

    def satisfies(self, requirement: Requirement) -> bool:
        """Whether a requirement is met, extras included."""
        found = self._distribution(requirement.name)
        if found is None or not requirement.specifier.contains(_version(found) or "", prereleases=True):
            return False
        wanted = (each for extra in requirement.extras for each in needs_of(found, extra))
        return all(self._met(each) for each in wanted)

    def provides(self, module: str) -> bool:
        """Whether an import finds its module. Nothing is imported to know it."""
        names = import_names()
        shared = next((key for key in _parents(module) if key in names), None)
        if shared is not None:  # the top of its name belongs to several distributions
            return self._distribution(names[shared]) is not None or self._has(shared)
        top = module.partition(".")[0]
        if top in OWN_MODULES or top in sys.stdlib_module_names or top in sys.modules:
            return True
        try:
            return importlib.machinery.PathFinder.find_spec(top, self._path()) is not None
        except (ImportError, ValueError, OSError):
            return False

    def _has(self, module: str) -> bool:
        """Whether the module itself is there, whoever brought it."""
        path: Sequence[str] = self._path()
        for part in module.split("."):
            try:
                spec = importlib.machinery.PathFinder.find_spec(part, path)
            except (ImportError, ValueError, OSError):
                return False
            if spec is None:
                return False
            if spec.submodule_search_locations is None:
                return True
            path = list(spec.submodule_search_locations)
        return True

    def constraints(self) -> dict[str, str]:
        """Every installed distribution with its version: none of them is changed."""
        found: dict[str, str] = {}
        for each in importlib.metadata.distributions():
            name, version = each.metadata["Name"], each.version
            if name and _is_version(version):
                found.setdefault(canonicalize_name(name), version)
        return found

    def _path(self) -> list[str]:
        return [*sys.path, *([] if self.stage is None else [str(self.stage)])]

    def _distribution(self, name: str) -> importlib.metadata.Distribution | None:
        try:
            found = next(iter(importlib.metadata.distributions(name=name, path=self._path())), None)
            broken = found is None or not _is_version(_version(found))
        except (KeyError, TypeError, ValueError):
            return None
        return None if broken else found

    def _met(self, requirement: Requirement) -> bool:
        version = self.version(requirement.name)
        return version is not None and requirement.specifier.contains(version, prereleases=True)


def forget_what_was_looked_up() -> None:
    """Packages were installed since this process looked for modules."""
    importlib.invalidate_caches()
    forget_installed()


@functools.cache
def _own_folders() -> tuple[Path, Path, Path]:
    """Python stays where it is while it runs; to ask for its folders takes as long as to read a flow."""
    paths = sysconfig.get_paths()
    return Path(paths["purelib"]), Path(paths["scripts"]), Path(paths["data"])


def _parents(module: str) -> Iterator[str]:
    """`a.b.c`, then `a.b`: the names of which the list has those whose top several distributions share."""
    parts = module.split(".")
    return (".".join(parts[:end]) for end in range(len(parts), 1, -1))


def _version(found: importlib.metadata.Distribution) -> str | None:
    """From the file's head: parsing the whole of it takes milliseconds."""
    text = found.read_text("METADATA") or found.read_text("PKG-INFO") or ""
    match = _VERSION.search(text)
    return None if match is None else match.group(1)


def _is_version(text: str | None) -> bool:
    try:
        return text is not None and bool(Version(text))
    except InvalidVersion:
        return False
