"""Puts a backup back: checked whole before anything in the data directory is touched."""

import os
import shutil
import zipfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from workflow_engine_shared.errors import (
    BackupDamaged,
    BackupNewer,
    DatabaseNewer,
    DatabaseNotOurs,
    DiskFull,
    HomeInUse,
    HomeNotEmpty,
    StorageFailure,
)
from workflow_engine_shared.locks import Timeout, is_held, process_lock
from workflow_engine_shared.machine_limits import storage_error
from workflow_engine_shared.paths import Home, private_file, private_folder, sync_names
from workflow_engine_shared.plain_files import kind_of
from workflow_engine_shared.storage.run.db import RUN
from workflow_engine_shared.storage.sqlite.migrate import Schema
from workflow_engine_shared.storage.workflow import health
from workflow_engine_shared.storage.workflow.db import WORKFLOW
from workflow_engine_shared.units import MIB
from workflow_engine_supervisor.backup.manifest import Entry, Manifest
from workflow_engine_supervisor.backup.verify import copy_entry, opened

_ROOM = 64 * MIB
#: What a data directory keeps, whatever is restored into it.
_STAYS = frozenset({"backups", "supervisor.lock"})
_DATABASE_FILES = ("workflow.db", "workflow.db-wal", "workflow.db-shm", "workflow.db-journal")


@dataclass(frozen=True)
class Restored:
    """What was put back."""

    manifest: Manifest
    aside: Path | None  #: where what was there before is kept
    kept: list[str]  #: what was there, and is not replaced


def restore_home(home: Home, file: Path, stamp: str, *, force: bool) -> Restored:
    """Put a backup into a data directory that has none, or set aside what it has.

    Args:
        home: the data directory; made where it is not there.
        file: the backup.
        stamp: the time, as a part of a folder's name.
        force: set aside what is there.

    Raises:
        BackupDamaged, BackupNewer: nothing was touched.
        HomeInUse: a supervisor or a worker is at work there.
        HomeNotEmpty: it has data, and `force` is not given.
        StorageFailure: the disk.
    """
    try:
        with opened(file) as (archive, manifest), ExitStack() as leaving:
            home.make()
            _take(home, leaving)
            has_data = _has_data(home)
            if has_data and not force:
                raise HomeNotEmpty(f"The data directory {home.root} holds data already.")
            _refuse_too_large(home, manifest)
            staging = home.backups / f".restoring-{stamp}"
            private_folder(staging)
            leaving.callback(shutil.rmtree, staging, ignore_errors=True)
            for entry in manifest.files:
                _write(staging, entry, archive)
            for folder in manifest.folders:
                private_folder(staging / folder)
            _check_databases(staging, manifest)
            aside = _set_aside(home, home.backups / f"before-restore-{stamp}") if force and has_data else None
            kept = _move_in(home, staging)
    except OSError as error:
        raise storage_error(error, f"{error.filename or file} cannot be read or written") from error
    return Restored(manifest, aside, kept)


def _take(home: Home, leaving: ExitStack) -> None:
    """Nobody else is at work in the data directory until we leave."""
    lock = process_lock(home.supervisor_lock)
    try:
        lock.acquire()
    except Timeout:
        raise HomeInUse(f"A supervisor is at work in {home.root}.") from None
    leaving.callback(lock.release)
    held = [path.parent.name for path in sorted(home.root.glob("runs/*/worker.lock")) if is_held(path)]
    if held:
        raise HomeInUse(f"{len(held)} worker(s) are at work in {home.root}: {', '.join(held[:5])}.")


def _has_data(home: Home) -> bool:
    """Whether there is anything of runs or flows. Settings alone are none: the restored ones do not replace them."""
    return home.db.exists() or (kind_of(home.runs) == "a folder" and any(home.runs.iterdir()))


def _refuse_too_large(home: Home, manifest: Manifest) -> None:
    free = shutil.disk_usage(home.root).free
    if free < manifest.bytes + _ROOM:
        raise DiskFull(f"The disk has {free:,} bytes left; the backup needs {manifest.bytes:,}.")


def _write(staging: Path, entry: Entry, archive: zipfile.ZipFile) -> None:
    target = staging.joinpath(*entry.path.split("/"))
    try:
        private_folder(target.parent)
        if os.path.lexists(target):
            raise BackupDamaged(f"The backup has {entry.path!r} under two spellings that are one on this disk.")
        descriptor = private_file(target, append=False)
    except (FileExistsError, NotADirectoryError, IsADirectoryError) as error:
        raise BackupDamaged(f"The backup has {entry.path!r} as a file and as a folder.") from error
    with os.fdopen(descriptor, "wb") as file:
        copy_entry(archive, entry, file.write)
        file.flush()
        os.fsync(file.fileno())


def _check_databases(staging: Path, manifest: Manifest) -> None:
    """Each database is sound and one that this renflow can open."""
    for entry in manifest.files:
        name = entry.path.rpartition("/")[2]
        if entry.path == "workflow.db":
            _check(staging / entry.path, entry.path, WORKFLOW)
        elif name == "run.db" and entry.path.count("/") == 2:  # noqa: PLR2004 - runs/ID/run.db
            _check(staging / entry.path, entry.path, RUN)


def _check(path: Path, name: str, schema: Schema) -> None:
    try:
        problems = health.damage_in(path, schema)
    except DatabaseNewer as error:
        raise BackupNewer(f"{name} in the backup was written by a newer renflow.") from error
    except (DatabaseNotOurs, StorageFailure) as error:
        raise BackupDamaged(f"{name} in the backup cannot be used: {error.detail}") from error
    if problems:
        raise BackupDamaged(f"{name} in the backup is damaged: {' '.join(problems)}")


def _set_aside(home: Home, aside: Path) -> Path:
    """Move everything away, the database first: what is left without it is refused by every start."""
    private_folder(aside)
    names = [name for name in _DATABASE_FILES if os.path.lexists(home.root / name)]
    names += sorted(each.name for each in home.root.iterdir() if each.name not in {*_STAYS, *names})
    for name in names:
        (home.root / name).rename(aside / name)
    return aside


def _move_in(home: Home, staging: Path) -> list[str]:
    """The database last: before it is there, every start is refused. Returns what was there and stays."""
    kept = []
    if kind_of(home.runs) == "a folder":
        home.runs.rmdir()
    names = sorted((each.name for each in staging.iterdir()), key=lambda name: (name == "workflow.db", name))
    for name in names:
        target = home.root / name
        if name != "workflow.db" and os.path.lexists(target):
            if name == home.code.name:
                _move_in_missing(staging / name, target)
            else:
                kept.append(name)  # settings, flows, trusted keys
            continue
        (staging / name).rename(target)
        sync_names(home.root)
    private_folder(home.runs)
    return kept


def _move_in_missing(source: Path, target: Path) -> None:
    """Of code that is kept by its hash, what is there already is the same."""
    for each in source.iterdir():
        if not os.path.lexists(target / each.name):
            each.rename(target / each.name)
    sync_names(target)
