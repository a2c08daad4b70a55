"""Puts a backup back: checked whole before anything in the data directory is touched."""

import os
import shutil
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from workflow_engine_shared.errors import BackupDamaged, HomeInUse, HomeNotEmpty
from workflow_engine_shared.locks import Timeout, is_held, process_lock
from workflow_engine_shared.machine_limits import storage_error
from workflow_engine_shared.paths import Home, private_folder, sync_names
from workflow_engine_shared.plain_files import kind_of
from workflow_engine_shared.storage.run.db import RUN
from workflow_engine_shared.storage.workflow.db import WORKFLOW
from workflow_engine_supervisor.backup.manifest import BACKUP, Manifest
from workflow_engine_supervisor.backup.unpack import check_database, unpack
from workflow_engine_supervisor.backup.verify import opened

#: What a data directory keeps, whatever is restored into it.
_STAYS = frozenset({"backups", "supervisor.lock"})
#: How a SQLite database begins.
_DATABASE = b"SQLite format 3\x00"
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
        _refuse_database(file)
        with opened(file, BACKUP) as (archive, manifest), ExitStack() as leaving:
            home.make()
            _take(home, leaving)
            has_data = _has_data(home)
            if has_data and not force:
                raise HomeNotEmpty(f"The data directory {home.root} holds data already.")
            staging = home.backups / f".restoring-{stamp}"
            leaving.callback(shutil.rmtree, staging, ignore_errors=True)
            unpack(archive, BACKUP, manifest, staging)
            _check_databases(staging, manifest)
            aside = _set_aside(home, home.backups / f"before-restore-{stamp}") if force and has_data else None
            kept = _move_in(home, staging)
    except OSError as error:
        raise storage_error(error, f"{error.filename or file} cannot be read or written") from error
    return Restored(manifest, aside, kept)


def _refuse_database(file: Path) -> None:
    """Raises BackupDamaged: it is what `renflow backup` makes without `--all`."""
    with file.open("rb") as opened_file:
        if opened_file.read(len(_DATABASE)) != _DATABASE:
            return
    told = f"{file} is a copy of a database alone, as 'renflow backup' makes it without --all: it has no files of runs."
    hint = "Restore what 'renflow backup --all' made; docs/cli.md, 'backup', says how to put workflow.db back by hand."
    raise BackupDamaged(told, hint=hint)


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


def _check_databases(staging: Path, manifest: Manifest) -> None:
    """Each database is sound and one that this renflow can open."""
    for entry in manifest.files:
        name = entry.path.rpartition("/")[2]
        if entry.path == "workflow.db":
            check_database(staging / entry.path, entry.path, WORKFLOW, BACKUP)
        elif name == "run.db" and entry.path.count("/") == 2:  # noqa: PLR2004 - runs/ID/run.db
            check_database(staging / entry.path, entry.path, RUN, BACKUP)


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
            if name in (home.code.name, home.locks.name):
                _move_in_missing(staging / name, target)
            else:
                kept.append(name)  # settings, flows, trusted keys
            continue
        (staging / name).rename(target)
        sync_names(home.root)
    private_folder(home.runs)
    return kept


def _move_in_missing(source: Path, target: Path) -> None:
    """Of code, or a lock, that is kept by its hash, what is there already is the same."""
    for each in source.iterdir():
        if not os.path.lexists(target / each.name):
            each.rename(target / each.name)
    sync_names(target)
