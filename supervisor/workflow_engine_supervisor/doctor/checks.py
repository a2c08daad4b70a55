"""Checks the machine, the data directory, its database and its locks for trouble. Changes nothing."""

import errno
import os
import platform
import shutil
import socket
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.errors import HomeOnNetwork, HomeUnsafe, RenError
from workflow_engine_shared.locks import is_held
from workflow_engine_shared.paths import Home
from workflow_engine_shared.settings import Settings
from workflow_engine_shared.storage.sqlite.version import Sqlite, has_wal_reset_bug, sqlite_at_hand
from workflow_engine_shared.storage.workflow import health
from workflow_engine_shared.units import GIB, MIB
from workflow_engine_supervisor.doctor import environment
from workflow_engine_supervisor.doctor.cluster import cluster
from workflow_engine_supervisor.doctor.flow_environments import flow_environments
from workflow_engine_supervisor.home.finding import Finding, Verdict
from workflow_engine_supervisor.home.safety import Mount, danger, existing, mount_of, mounts

LITTLE_SPACE = GIB
NO_SPACE = 100 * MIB
_NOT_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_SHOWN = 5


def examine(settings: Settings) -> list[Finding]:
    """Every check. A supervisor may be at work; nothing is held up by more than a moment."""
    home = settings.home_paths
    serving = _may_be_held(home.supervisor_lock)
    return [
        *quick_checks(settings),
        database(home),
        port(settings, serving=serving),
        *locks(home, serving=serving),
        *cluster(settings),
        *flow_environments(settings),
        environment.clock(home.root, SystemClock()),
        *environment.environment(os.environ),
    ]


def quick_checks(settings: Settings) -> Iterator[Finding]:
    """The checks that cost next to nothing."""
    home = settings.home_paths
    yield Finding("python", Verdict.OK, f"Python {platform.python_version()} on {platform.platform()}.")
    yield sqlite(sqlite_at_hand())
    yield environment.user()
    yield environment.exposure(settings)
    yield home_directory(home.root)
    yield file_system(settings, mounts())
    yield disk(shutil.disk_usage(existing(home.root)).free)
    yield modes(home)


def sqlite(found: Sqlite) -> Finding:
    """The WAL-reset bug lost committed pages of databases for sixteen years."""
    which = f"SQLite {found.text} ({found.source_id})"
    if has_wal_reset_bug(found.version):
        detail = (
            f"{which} may have the WAL-reset bug. renflow takes the write lock for each checkpoint, which avoids it."
        )
        return Finding(
            "sqlite", Verdict.WARNING, detail, "Other programs should not write workflow.db; 3.51.3 mends it."
        )
    return Finding("sqlite", Verdict.OK, f"{which}.")


def home_directory(root: Path) -> Finding:
    """Check whether the next start takes the data directory."""
    complaint = danger(root)
    if complaint:
        return Finding("home", Verdict.ERROR, f"{root} {complaint}.", HomeUnsafe.hint)
    return Finding("home", Verdict.OK, f"{root} is yours alone.")


def file_system(settings: Settings, found: Iterable[Mount]) -> Finding:
    """Check that the data directory is on no network file system."""
    mount = mount_of(settings.home_paths.root, found)
    if mount is None:
        return Finding("file_system", Verdict.OK, f"{settings.home} is on a file system of unknown kind.")
    where = f"{settings.home} is on {mount.kind or 'a file system of unknown kind'} ({mount.point})."
    if not mount.is_network:
        return Finding("file_system", Verdict.OK, where)
    verdict = Verdict.WARNING if settings.allow_network_home else Verdict.ERROR
    return Finding("file_system", verdict, f"{where} It belongs to the network.", HomeOnNetwork.hint)


def disk(free: int) -> Finding:
    """Check how much space is left, in bytes."""
    detail = f"{free / GIB:.1f} GiB are free."
    if free >= LITTLE_SPACE:
        return Finding("disk", Verdict.OK, detail)
    hint = "Free some space, or delete runs that are over: runs stop when the disk is full."
    return Finding("disk", Verdict.ERROR if free < NO_SPACE else Verdict.WARNING, detail, hint)


def modes(home: Home) -> Finding:
    """Check that nobody else may read states, inputs and tokens."""
    if not home.root.exists():
        return Finding("modes", Verdict.OK, f"{home.root} is not there yet; the first start makes it.")
    if os.name == "nt":
        return Finding("modes", Verdict.OK, "Windows keeps other users out of the data directory.")
    files = (home.root, home.root / "runs", home.db, home.config, home.supervisor_info)
    wal = [home.db.with_name(f"{home.db.name}-{kind}") for kind in ("wal", "shm")]
    wrong = [str(path) for path in (*files, *wal) if _is_open(path)]
    if wrong:
        hint = f"chmod -R go= {home.root}"
        return Finding("modes", Verdict.WARNING, f"Others can reach {', '.join(wrong)}, or own it.", hint)
    return Finding("modes", Verdict.OK, f"Only you can read {home.root}.")


def database(home: Home) -> Finding:
    """Check workflow.db with SQLite's own check."""
    if not home.db.exists():
        return Finding("database", Verdict.OK, f"{home.db} is not there yet; the first start makes it.")
    try:
        problems = health.workflow_db_problems(home.db)
    except RenError as error:
        return Finding("database", Verdict.ERROR, error.detail, error.advice)
    except OSError as error:
        return Finding("database", Verdict.ERROR, f"{home.db} cannot be read: {error.strerror}.")
    if problems:
        hint = "Stop renflow, keep a copy of workflow.db with its -wal file, and restore a backup."
        return Finding("database", Verdict.ERROR, " ".join(problems), hint)
    return Finding("database", Verdict.OK, f"{home.db} is sound.")


def port(settings: Settings, *, serving: bool) -> Finding:
    """Check whether the next start finds its port free."""
    if serving:
        return Finding("port", Verdict.OK, "The supervisor of this data directory is running.")
    try:
        family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            if os.name != "nt":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((settings.host, settings.port))
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        detail = "belongs to another program" if taken else f"cannot be used: {error.strerror}"
        hint = "Choose another with --port, or 0 for any free one."
        return Finding("port", Verdict.WARNING, f"Port {settings.port} of {settings.host} {detail}.", hint)
    return Finding("port", Verdict.OK, f"Port {settings.port} of {settings.host} is free.")


def locks(home: Home, *, serving: bool) -> Iterator[Finding]:
    """Look for locks that are held, and for files left behind."""
    if home.supervisor_info.exists() and not serving:
        detail = f"{home.supervisor_info} was left by a supervisor that died."
        yield Finding("locks", Verdict.WARNING, detail, "Nothing to do: the next start replaces it.")
    there = [] if serving else sorted(home.root.glob("runs/*/worker.lock"))
    held = [path.parent.name for path in there if _may_be_held(path)]
    if held:
        some = ", ".join(held[:_SHOWN]) + (" ..." if len(held) > _SHOWN else "")
        detail = f"{len(held)} worker(s) are at work without a supervisor: {some}."
        yield Finding("locks", Verdict.WARNING, detail, "renflow serve adopts them.")
    elif serving or not home.supervisor_info.exists():
        yield Finding("locks", Verdict.OK, "No lock is held by a process that should not.")


def _may_be_held(path: Path) -> bool:
    """Whether some process holds a lock; one that cannot be tried may well be held."""
    try:
        return is_held(path)
    except OSError:
        return True


def _is_open(path: Path) -> bool:
    try:
        facts = path.stat()
    except OSError:
        return False
    foreign = sys.platform != "win32" and facts.st_uid != os.getuid()
    return bool(facts.st_mode & _NOT_OTHERS) or foreign
