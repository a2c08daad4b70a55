"""The paths of all files below the data directory (`~/.ren`, or `REN_HOME`), and how files are made there."""

import contextlib
import functools
import os
import secrets
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .errors import HomeNotWritable
from .plain_files import open_plain, refuse_odd_folder

_KNOWN = 64


@dataclass(frozen=True)
class RunPaths:
    """The folder of one run: deleting a run is deleting it, moving a run is copying it."""

    root: Path

    @property
    def db(self) -> Path:
        return self.root / "run.db"

    @property
    def log(self) -> Path:
        return self.root / "logs.jsonl"

    @property
    def log_marks(self) -> Path:
        return self.root / "logs.state"

    @property
    def stderr(self) -> Path:
        return self.root / "stderr.log"

    @property
    def lock(self) -> Path:
        return self.root / "worker.lock"

    @property
    def vitals(self) -> Path:
        return self.root / "vitals"

    @property
    def cluster_log(self) -> Path:
        """What Ray prints in the bridge to the cluster."""
        return self.root / "cluster.log"

    @property
    def cluster_state(self) -> Path:
        """Which lanes the run has on a cluster."""
        return self.root / "cluster.lanes"

    @property
    def stacks_asked(self) -> Path:
        return self.root / "stacks.asked"

    @property
    def inputs(self) -> Path:
        return self.root / "inputs"

    @property
    def outputs(self) -> Path:
        return self.root / "outputs"

    @property
    def tmp(self) -> Path:
        return self.root / "tmp"

    @property
    def work(self) -> Path:
        """The working directory of the run's functions: what they write by a relative path is here."""
        return self.root / "work"

    @property
    def folders(self) -> tuple[Path, ...]:
        """The run's folder and those inside it, outermost first."""
        return (self.root, self.inputs, self.outputs, self.tmp, self.work)

    def make(self, *, lasting: bool = True) -> None:
        """Create the folder and its subfolders, readable by the owner only. Bears being called again.

        Without `lasting`, none of their names is certain to be on the disk; a run's database brings them there.

        Raises:
            OddFile: a link or something else stands where one of them belongs.
        """
        if lasting:
            refuse_odd_folder(self.root)
            private_folder(self.root)
        made = [folder for folder in self.folders if self._made(folder)]
        if made and lasting:
            sync_names(self.root)  # once, for the names of all

    def _made(self, folder: Path) -> bool:
        """Make one of these folders; False: it is there. To try costs less than to look first."""
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            refuse_odd_folder(folder)
            return False
        except FileNotFoundError:  # the first run of this home
            private_folder(folder)
        return True


@dataclass(frozen=True)
class Home:
    """The data directory."""

    root: Path

    @property
    def db(self) -> Path:
        return self.root / "workflow.db"

    @property
    def config(self) -> Path:
        return self.root / "config.toml"

    @property
    def secrets(self) -> Path:
        return self.root / "secrets.toml"

    @property
    def hooks(self) -> Path:
        return self.root / "hooks.toml"

    @property
    def code(self) -> Path:
        """The code that was kept with versions of flows, a folder for each hash."""
        return self.root / "code"

    @property
    def code_lock(self) -> Path:
        """Who puts code in its place holds it."""
        return self.root / "code.lock"

    @property
    def environments(self) -> Path:
        """Environments of flows that were built: for each hash a folder, and what its building said."""
        return self.root / "envs"

    @property
    def locks(self) -> Path:
        """The lists of packages that environments are built of, a file for each hash."""
        return self.root / "locks"

    @property
    def keys(self) -> Path:
        """The keys that versions of flows are signed with, and the list of those that are trusted."""
        return self.root / "keys"

    @property
    def supervisor_lock(self) -> Path:
        return self.root / "supervisor.lock"

    @property
    def supervisor_info(self) -> Path:
        return self.root / "supervisor.json"

    @functools.cached_property
    def runs(self) -> Path:
        return self.root / "runs"

    @property
    def trash(self) -> Path:
        return self.root / "trash"

    @property
    def uploads(self) -> Path:
        return self.root / "uploads"

    @property
    def backups(self) -> Path:
        return self.root / "backups"

    def run(self, thread_id: str) -> RunPaths:
        """The folder of the run with this (checked) id."""
        return RunPaths(self.runs / thread_id)

    def make(self) -> None:
        """Create the directory.

        Raises:
            HomeNotWritable: it cannot be made or written.
        """
        try:
            private_folder(self.root)
            private_folder(self.runs)
        except OSError as error:
            raise HomeNotWritable(f"The data directory {self.root} cannot be made: {error.strerror}.") from error
        if not os.access(self.root, os.W_OK | os.X_OK):
            raise HomeNotWritable(f"The data directory {self.root} cannot be written.")


@functools.lru_cache(_KNOWN)
def home_of(root: str) -> Home:
    """The data directory at this path. Asked for with each request: a path is taken apart once."""
    return Home(Path(root))


@functools.lru_cache(_KNOWN)
def flows_folders(text: str) -> tuple[Path, ...]:
    """The folders that a setting, or a run's row, names: one, or several with the system's path separator between."""
    return tuple(Path(part) for part in text.split(os.pathsep) if part)


def private_folder(path: Path) -> None:
    """Make a folder (and its parents) that only its owner can read; its name is on the disk when this returns."""
    if path.is_dir():
        return
    if path.parent != path:
        private_folder(path.parent)
    path.mkdir(mode=0o700, exist_ok=True)
    sync_names(path.parent)


def sync_names(folder: Path) -> None:
    """A new name in a folder outlives a power cut only once the folder itself is synced (Windows does so by itself)."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def private_file(path: Path, *, append: bool = True) -> int:
    """Open a file for writing, made readable by its owner only; returns the file descriptor.

    Raises:
        OSError: it cannot be written, or is no plain file.
    """
    return open_plain(path, os.O_WRONLY | os.O_CREAT | (os.O_APPEND if append else 0))


def replace_file(path: Path, body: bytes, *, durable: bool = False, mode: int = 0o600) -> None:
    """Give a file a new content in one step: whoever reads it sees the old content or the new one.

    Args:
        path: the file, which need not exist; this is its only writer at the moment.
        body: the new content.
        durable: as for `replacing`.
        mode: who may read and write the file, less the umask.

    Raises:
        OSError: the folder cannot be written or, on Windows, somebody reads the file; it is as it was.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    with replacing(path, durable=durable) as unfinished, os.fdopen(open_plain(unfinished, flags, mode), "wb") as file:
        file.write(body)


@contextlib.contextmanager
def replacing(path: Path, *, durable: bool = False, many_writers: bool = False) -> Iterator[Path]:
    """Yield the path of a hidden file in the same folder; it replaces `path` if the body of the `with` succeeds.

    What a process that was killed left unfinished is overwritten by the next one that replaces the same file.

    Args:
        path: the file, which need not exist.
        durable: the new content is on the disk before it takes the place of the old one, so that a power cut leaves
            one of both, whole. Which one it is, is certain only after `sync_names`.
        many_writers: several may replace the file at once; what a killed one leaves unfinished then stays.

    Raises:
        OSError: the folder cannot be written or, on Windows, somebody reads the file; it is as it was.
    """
    token = f".{secrets.token_hex(4)}" if many_writers else ""
    unfinished = path.with_name(f".{path.name}{token}.part")
    try:
        yield unfinished
        if durable:
            _sync_content(unfinished)
        unfinished.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise


def _sync_content(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)  # Windows syncs only what may be written
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
