"""Environments that were built: what they take, and removing them.

Their locks stay, so that a run that needs one has it built again.
"""

import functools
import shutil
import uuid
from dataclasses import dataclass
from pathlib import Path

from workflow_engine_shared.environments.folder import (
    FILES,
    STAGE,
    build_log,
    failed_mark,
    failure_of,
    folder_of,
    usable,
    used_mark,
)
from workflow_engine_shared.errors.dependencies import EnvironmentInUse
from workflow_engine_shared.locks import Timeout, process_lock
from workflow_engine_shared.machine_limits import storage_error
from workflow_engine_shared.paths import Home
from workflow_engine_supervisor.home.disk_use import folder_mb

_WAIT_S = 1.0
_MOST_FILES = 500_000
_HEX = frozenset("0123456789abcdef")
_HASH_LENGTH = 64


@dataclass(frozen=True)
class BuiltEnvironments:
    """All that are built, and those that could not be."""

    sizes: dict[str, float | None]  #: hash -> MiB of all its files; None: it cannot be read
    failed: dict[str, str]  #: hash -> why

    @property
    def size_mb(self) -> float:
        """Of all of them; files that several share with uv's cache count each time."""
        return sum(filter(None, self.sizes.values()))


def built_environments(home: Home) -> BuiltEnvironments:
    """What is there. The files of one that was looked at before are not counted anew: they do not change."""
    try:
        names = {each.name.partition(".")[0] for each in home.environments.iterdir()}
    except OSError:
        names = set()
    known = sorted(filter(is_hash, names))
    failed = {each: why for each in known if (why := failure_of(home, each)) is not None}
    return BuiltEnvironments({each: size_of(home, each) for each in known if usable(home, each)}, failed)


def size_of(home: Home, known_by: str) -> float | None:
    """MiB in all files of a built environment."""
    folder = folder_of(home, known_by)
    try:
        return _weighed(folder, (folder / FILES).stat().st_mtime_ns)
    except OSError:
        return None


def is_hash(text: str) -> bool:
    """Whether this may be the name of an environment."""
    return len(text) == _HASH_LENGTH and set(text) <= _HEX


@functools.lru_cache(maxsize=1_000)
def _weighed(folder: Path, _built: int) -> float | None:
    return folder_mb(folder, _MOST_FILES)


def remove_environment(home: Home, known_by: str) -> bool:
    """Remove a built environment; False: it was not there. It is aside before the first of its files goes.

    Raises:
        EnvironmentInUse: it is being built.
        DiskFull, StorageFailure
    """
    if not home.environments.is_dir():
        return False
    try:
        lock = process_lock(home.environments / f"{known_by}.lock", timeout=_WAIT_S)
        lock.acquire()
    except Timeout:
        raise EnvironmentInUse(f"The environment {known_by[:12]} is being built.", hint="Try again later.") from None
    try:
        folder = folder_of(home, known_by)
        there = folder.is_dir()
        if there:
            aside = home.environments / f"{STAGE}{known_by}-{uuid.uuid4().hex[:8]}-removed"
            folder.rename(aside)
            shutil.rmtree(aside, ignore_errors=True)
        for each in (build_log(home, known_by), used_mark(home, known_by), failed_mark(home, known_by)):
            each.unlink(missing_ok=True)
    except OSError as error:
        raise storage_error(error, f"the environment {known_by[:12]} cannot be removed") from error
    finally:
        lock.release()
    return there
