"""Environments as lists show them: what is built and what would be, who uses each, since when nobody does."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import Literal, TypeAlias

from workflow_engine_shared.clock import rfc3339
from workflow_engine_shared.environments.folder import FILES, build_log, failure_of, folder_of, usable, used_mark
from workflow_engine_shared.environments.lock import Lock, read_lock
from workflow_engine_shared.environments.run_locks import read_locks
from workflow_engine_shared.errors.dependencies import EnvironmentDamaged
from workflow_engine_shared.locks import is_held
from workflow_engine_shared.paths import Home
from workflow_engine_shared.storage.workflow.store import Store
from workflow_engine_supervisor.home.environments import is_hash, size_of

#: failed: its last building was; absent: nobody needed it yet, or it was removed.
State: TypeAlias = Literal["built", "building", "failed", "absent"]


@dataclass(frozen=True)
class FoundEnvironment:
    """An environment."""

    known_by: str
    lock: Lock | None  #: None: it cannot be read
    built_at: str | None  #: None: it is not built
    used_at: str | None
    size_mb: float | None
    has_log: bool
    state: State
    failure: str | None  #: why its last building failed
    versions: list[tuple[str, int]] = field(default_factory=list)
    runs: list[tuple[str, str]] = field(default_factory=list)  #: those that are not over, with their status


def found_environments(home: Home, store: Store, beginning: str = "") -> list[FoundEnvironment]:
    """Those whose hash begins so, those that were used last first. The files of each are counted."""
    with store.read() as tx:
        of_versions, of_runs = tx.used_environments()
    versions = [(flow, version, each) for flow, version, known in of_versions for each in _locks(home, known)]
    runs = [(run, status, each) for run, status, known in of_runs for each in _locks(home, known)]
    alone = (each for each in _hashes(home) if _locks(home, each) == [each])
    names = {each for _, _, each in versions} | {each for _, _, each in runs} | set(alone)
    found = [
        _found(
            home,
            name,
            [(flow, version) for flow, version, each in versions if each == name],
            [(run, status) for run, status, each in runs if each == name],
        )
        for name in names
        if name.startswith(beginning)
    ]
    return sorted(found, key=lambda each: (each.used_at or "", each.known_by), reverse=True)


def _locks(home: Home, known_by: str) -> list[str]:
    """The environments that a hash stands for."""
    try:
        return read_locks(home, known_by).every
    except EnvironmentDamaged:
        return []


def _hashes(home: Home) -> Iterator[str]:
    for folder in (home.locks, home.environments):
        try:
            yield from filter(is_hash, (each.name.partition(".")[0] for each in folder.iterdir()))
        except OSError:
            continue


def _found(home: Home, name: str, versions: list[tuple[str, int]], runs: list[tuple[str, str]]) -> FoundEnvironment:
    try:
        lock = read_lock(home, name)
    except EnvironmentDamaged:
        lock = None
    folder = folder_of(home, name)
    is_built, failure = usable(home, name), failure_of(home, name)
    return FoundEnvironment(
        name,
        lock,
        _changed(folder / FILES) if is_built else None,
        _changed(used_mark(home, name)),
        size_of(home, name) if is_built else None,
        build_log(home, name).is_file(),
        _state(home, name, failure, is_built=is_built),
        failure,
        versions,
        runs,
    )


def _state(home: Home, name: str, failure: str | None, *, is_built: bool) -> State:
    if is_built:
        return "built"
    try:
        if is_held(home.environments / f"{name}.lock"):
            return "building"
    except OSError:
        return "absent"
    return "absent" if failure is None else "failed"


def _changed(path: Path) -> str | None:
    try:
        return rfc3339(datetime.fromtimestamp(path.stat().st_mtime, timezone.utc))
    except OSError:
        return None
