"""Locks: the exact packages of an environment with their hashes, for one Python and one system.

The hash of a lock is that of its text, so equal locks share one environment, and what is kept under a hash can be
compared with what was resolved by the hash alone.
"""

import hashlib
import os
import platform
import sys
import sysconfig

import msgspec

from workflow_engine_shared.codec.canonical_json import canonical
from workflow_engine_shared.errors.dependencies import EnvironmentDamaged, EnvironmentForeign
from workflow_engine_shared.paths import Home, private_file, private_folder, replacing, sync_names
from workflow_engine_shared.plain_files import read_plain
from workflow_engine_shared.struct_types import ready_to_read

HERE = f"{sys.version_info.major}.{sys.version_info.minor}"


@ready_to_read
class LockedPackage(msgspec.Struct, frozen=True):
    """A package at one version, and the files of it that may be installed."""

    name: str
    version: str
    hashes: list[str]  #: `sha256:…`, one for each file


@ready_to_read
class Lock(msgspec.Struct, frozen=True):
    """What an environment consists of."""

    python: str  #: `3.11`
    system: str  #: what it was resolved for, such as `linux-x86_64`
    packages: list[LockedPackage]

    @property
    def text(self) -> str:
        return canonical(msgspec.to_builtins(self))

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def requirements(self) -> str:
        """It as a requirements file."""
        return "".join(
            " ".join([f"{each.name}=={each.version}", *(f"--hash={digest}" for digest in each.hashes)]) + "\n"
            for each in self.packages
        )


def this_system() -> str:
    """The system that packages are resolved for, as a lock names it."""
    return f"{sysconfig.get_platform()}-{platform.machine()}" if sys.platform == "win32" else sysconfig.get_platform()


def keep_lock(home: Home, lock: Lock) -> str:
    """Write a lock down; returns its hash. It is on the disk when this returns.

    Raises:
        OSError: it cannot be written.
    """
    return keep_under_hash(home, lock.text)


def keep_under_hash(home: Home, text: str) -> str:
    """Write a text down among the locks; returns its hash, which is its name. It is on the disk when this returns.

    Raises:
        OSError: it cannot be written.
    """
    private_folder(home.locks)
    known_by = hashlib.sha256(text.encode()).hexdigest()
    file = home.locks / f"{known_by}.json"
    with replacing(file, durable=True, many_writers=True) as new, os.fdopen(private_file(new), "wb") as content:
        content.write(text.encode())
    sync_names(home.locks)
    return known_by


def read_lock(home: Home, known_by: str) -> Lock:
    """The lock with this hash.

    Raises:
        EnvironmentDamaged: it is not there, or not what was resolved.
    """
    file = home.locks / f"{known_by}.json"
    again = "Put the file back from a backup, or publish a new version and resume the run with it."
    try:
        body = read_plain(file)
        lock = msgspec.json.decode(body, type=Lock)
    except FileNotFoundError:
        raise EnvironmentDamaged(f"The list of the environment's packages is not there: {file}.", hint=again) from None
    except (OSError, msgspec.MsgspecError) as error:
        told = f"The list of the environment's packages cannot be read: {file}: {error}."
        raise EnvironmentDamaged(told, hint=again) from None
    if lock.hash != known_by or hashlib.sha256(body).hexdigest() != known_by:
        told = f"{file} is not the list of packages that was resolved with this version: somebody changed it."
        raise EnvironmentDamaged(told, hint=again)
    return lock


def refuse_foreign(lock: Lock) -> None:
    """Refuse a lock that was resolved for another system.

    Raises:
        EnvironmentForeign
    """
    if lock.system != this_system():
        raise EnvironmentForeign(f"The environment was resolved for {lock.system}; this machine is {this_system()}.")
