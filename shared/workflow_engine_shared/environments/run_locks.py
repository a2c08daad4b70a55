"""The locks of all environments that a run uses: one for its own process, and one for each that nodes of it name.

Versions and runs keep one hash. Where no node names an environment it is that of the lock; else that of a list of
them, which is kept beside the locks.
"""

import functools
import hashlib
from collections.abc import Iterator

import msgspec

from workflow_engine_shared.codec.canonical_json import canonical
from workflow_engine_shared.environments.lock import keep_lock, keep_under_hash, read_lock
from workflow_engine_shared.errors.dependencies import EnvironmentDamaged
from workflow_engine_shared.paths import Home
from workflow_engine_shared.plain_files import read_plain
from workflow_engine_shared.struct_types import ready_to_read


@ready_to_read
class RunLocks(msgspec.Struct, frozen=True):
    """The hashes of the locks that a run uses."""

    own: str | None  #: of the environment of its own process; None: that is the one renflow is in
    nodes: dict[str, str]  #: the name of an environment that nodes are executed in -> its lock

    @property
    def every(self) -> list[str]:
        """All of them, each once."""
        return list(dict.fromkeys([*([] if self.own is None else [self.own]), *self.nodes.values()]))

    @property
    def text(self) -> str:
        return canonical(msgspec.to_builtins(self))


def keep_locks(home: Home, locks: RunLocks) -> str | None:
    """Write down which locks a run uses; returns the hash that stands for them. None: it uses none.

    Raises:
        OSError: it cannot be written.
    """
    if not locks.nodes:
        return locks.own
    return keep_under_hash(home, locks.text)


def read_locks(home: Home, known_by: str | None) -> RunLocks:
    """The locks that a hash stands for; one that is not there stands for itself, and says so when it is read.

    Raises:
        EnvironmentDamaged: the list of them is not what was kept.
    """
    if known_by is None:
        return RunLocks(None, {})
    try:
        return _read(home, known_by)
    except OSError:
        return RunLocks(known_by, {})


@functools.lru_cache(maxsize=1_000)
def _read(home: Home, known_by: str) -> RunLocks:
    body = read_plain(home.locks / f"{known_by}.json")
    try:
        locks = msgspec.json.decode(body, type=RunLocks)
    except msgspec.MsgspecError:
        return RunLocks(known_by, {})
    if hashlib.sha256(body).hexdigest() != known_by:
        file = home.locks / f"{known_by}.json"
        told = f"{file} is not the list of environments that was kept with this version: somebody changed it."
        again = "Put the file back from a backup, or publish a new version and resume the run with it."
        raise EnvironmentDamaged(told, hint=again)
    return locks


def files_of(home: Home, known_by: str) -> Iterator[str]:
    """The names of the files that say what a hash stands for."""
    for each in dict.fromkeys([known_by, *read_locks(home, known_by).every]):
        yield f"{each}.json"


def bring_locks(home: Home, other: Home, known_by: str) -> None:
    """Keep what a hash stands for in another data directory.

    Raises:
        EnvironmentDamaged: it is not there, or not what was kept.
        OSError: it cannot be written.
    """
    locks = read_locks(other, known_by)
    for each in locks.every:
        keep_lock(home, read_lock(other, each))
    keep_locks(home, locks)
