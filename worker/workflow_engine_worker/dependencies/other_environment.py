"""Another Python environment than this process's: what functions find in it. Nothing is started to know it."""

import functools
import importlib.machinery
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from packaging.utils import canonicalize_name

from workflow_engine_shared.environments.engine_packages import OWN_MODULES, engine_folders, engine_versions
from workflow_engine_shared.environments.folder import packages_in
from workflow_engine_worker.dependencies.environment import Environment


@dataclass(frozen=True)
class OtherEnvironment(Environment):
    """One that was built for flows: its packages, Python's own modules, and what renflow is made of."""

    folders: tuple[Path, ...] = ()  #: with the flow's code

    @classmethod
    def of(cls, folder: Path, folders: Sequence[Path]) -> "OtherEnvironment":
        """The environment in a folder."""
        return cls(packages_in(folder), folder, folder, None, tuple(folders))

    def version(self, distribution: str) -> str | None:
        return _engine().get(canonicalize_name(distribution)) or super().version(distribution)

    def provides(self, module: str) -> bool:
        top = module.partition(".")[0]
        if top in OWN_MODULES or top in sys.stdlib_module_names or top in engine_folders():
            return True
        try:
            return importlib.machinery.PathFinder.find_spec(top, self._path()) is not None
        except (ImportError, ValueError, OSError):
            return False

    def _path(self) -> list[str]:
        return [str(self.packages), *map(str, self.folders)]


@functools.cache
def _engine() -> dict[str, str]:
    return engine_versions()
