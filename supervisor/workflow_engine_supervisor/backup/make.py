"""Makes a backup of a whole data directory, while it is in use: one zip file, known to be whole before it has its name.

`workflow.db` is copied first, each run's own database next, its other files last. So whatever happens meanwhile, a
run is as after a crash: its own database knows at least what its row says, and its files are at least those that its
database tells of.
"""

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import msgspec

from workflow_engine_shared.errors import RenError, StorageFailure
from workflow_engine_shared.ids import shown
from workflow_engine_shared.machine_limits import storage_error
from workflow_engine_shared.paths import Home, replacing, sync_names
from workflow_engine_shared.plain_files import kind_of, open_plain
from workflow_engine_shared.signatures.keys import TRUSTED
from workflow_engine_shared.storage.run.db import RUN
from workflow_engine_shared.storage.run.history import owning_epoch
from workflow_engine_shared.storage.workflow import health
from workflow_engine_shared.units import MIB
from workflow_engine_supervisor.backup.manifest import FORMAT, KIND, NAME, Entry, Manifest, path_problem
from workflow_engine_supervisor.backup.verify import verify

_BLOCK = MIB
_LEVEL = 1
#: Of a run's folder: what a living process is known by, SQLite's own files, and what is thrown away in any case.
_LEFT_OUT = frozenset(
    {"worker.lock", "vitals", "stacks.asked", "tmp", "run.db", "run.db-wal", "run.db-shm", "run.db-journal"}
)
_LATER_LISTS = 3


@dataclass(frozen=True)
class Made:
    """A backup."""

    file: Path
    size: int
    manifest: Manifest
    runs: int


def back_up_home(home: Home, target: Path, version: str, now: str) -> Made:
    """Copy everything that a supervisor needs to go on; `version` is renflow's, `now` the time.

    Raises:
        StorageFailure: it cannot be read or written, or what was written is not what was read. Nothing stays.
    """
    _refuse_inside(home, target)
    try:
        with (
            replacing(target, durable=True, many_writers=True) as unfinished,
            tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as folder,
        ):
            os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
                writer = _Writer(archive, home, Path(folder))
                runs = writer.write()
                manifest = writer.manifest(version, now)
                archive.writestr(NAME, msgspec.json.encode(manifest))
            verify(unfinished)
        sync_names(target.parent)
    except OSError as error:
        raise storage_error(error, f"the backup {target} cannot be made") from error
    return Made(target, target.stat().st_size, manifest, runs)


@dataclass
class _Writer:
    archive: zipfile.ZipFile
    home: Home
    workshop: Path
    files: list[Entry] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)

    def write(self) -> int:
        """Everything; returns how many runs there are."""
        database = self.workshop / "workflow.db"
        health.sound_copy(self.home.db, database)
        runs = health.runs_in(database)
        owners = {thread_id: self._run(thread_id) for thread_id in runs}
        health.raise_epochs(database, owners)
        self._add_copy(database, "workflow.db")
        self._add(self.home.config, "config.toml")
        self._folder(self.home.root / "flows", "flows", frozenset({"__pycache__"}))
        self._folder(self.home.code, "code", frozenset())
        self._add(self.home.keys / TRUSTED, f"keys/{TRUSTED}")  # and no key that signs: a backup lies about
        return len(runs)

    def manifest(self, version: str, now: str) -> Manifest:
        return Manifest(KIND, FORMAT, version, now, str(self.home.root), self.files, self.folders, self.passed_over)

    def _run(self, thread_id: str) -> int:
        """One run's folder; returns the epoch that its database is owned by."""
        paths = self.home.run(thread_id)
        name = f"runs/{thread_id}"
        owner = 0
        if kind_of(paths.db) is not None:
            copy = self.workshop / "run.db"
            try:
                health.sound_copy(paths.db, copy, RUN)
                owner = owning_epoch(copy)
                self._add_copy(copy, f"{name}/run.db")
            except RenError as error:  # one damaged run must not cost the backup of all others
                self.passed_over.append(f"{name}/run.db: {error.detail}")
            finally:
                copy.unlink(missing_ok=True)
        self._folder(paths.root, name, _LEFT_OUT)
        return owner

    def _folder(self, folder: Path, name: str, left_out: frozenset[str]) -> None:
        """Everything below a folder. One that is written to is looked through again: a log may be renamed meanwhile."""
        if kind_of(folder) != "a folder":
            return
        done: set[str] = set()
        for _ in range(_LATER_LISTS):
            found = [each for each in _listed(folder, left_out) if each.as_posix() not in done]
            if not found:
                break
            for each in found:
                done.add(each.as_posix())
                self._add(folder / each, f"{name}/{each.as_posix()}")
        if not done:
            self.folders.append(name)

    def _add(self, path: Path, name: str) -> None:
        kind = kind_of(path)
        if kind == "a folder" and not path_problem(name) and not name_problem(name):
            self.folders.append(name)  # an empty one
            return
        if kind is None:
            return  # it went meanwhile
        why = path_problem(name) or name_problem(name)
        try:
            source = None if why else os.fdopen(open_plain(path), "rb")
        except OSError as error:
            source, why = None, f"cannot be read: {error.strerror}"
        if source is None:
            self.passed_over.append(f"{shown(name, 300)} {why}")
            return
        with source:
            self._pack(source, name)

    def _add_copy(self, copy: Path, name: str) -> None:
        with copy.open("rb") as source:
            self._pack(source, name)

    def _pack(self, source: IO[bytes], name: str) -> None:
        """As many bytes as the file had when it was opened: one that grows would never end."""
        left = size = os.fstat(source.fileno()).st_size
        taken = hashlib.sha256()
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o600 << 16
        with self.archive.open(info, "w", force_zip64=True) as packed:
            while left and (block := source.read(min(_BLOCK, left))):
                left -= len(block)
                taken.update(block)
                packed.write(block)
        self.files.append(Entry(name, size - left, taken.hexdigest()))


def _listed(folder: Path, left_out: frozenset[str]) -> Iterator[Path]:
    """Paths of files, and of folders without any, below a folder; links are named, not followed."""
    for root, folders, names in os.walk(folder):
        here = Path(root).relative_to(folder)
        at_top = Path(root) == folder
        folders[:] = sorted(each for each in folders if not (at_top and each in left_out))
        links = [each for each in folders if Path(root, each).is_symlink()]
        kept = [each for each in sorted([*names, *links]) if not (at_top and each in left_out)]
        yield from (here / each for each in kept)
        if not kept and not folders and not at_top:
            yield here


def name_problem(name: str) -> str:
    """Bytes that are no text have no name in an archive."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return "has a name that is no text"
    return ""


def _refuse_inside(home: Home, target: Path) -> None:
    """A backup that lay in a folder which it holds would hold itself.

    Raises:
        StorageFailure
    """
    for folder in (home.runs, home.root / "flows", home.trash):
        if folder in target.parents:
            raise StorageFailure(f"{target} lies in {folder}.", hint="Choose a place outside, or leave the name out.")
