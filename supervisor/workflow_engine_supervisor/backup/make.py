"""Makes a backup of a whole data directory, while it is in use: one zip file, known to be whole before it has its name.

`workflow.db` is copied first, each run's own database next, its other files last. So whatever happens meanwhile, a
run is as after a crash: its own database knows at least what its row says, and its files are at least those that its
database tells of.
"""

from dataclasses import dataclass
from pathlib import Path

from workflow_engine_shared.errors import RenError
from workflow_engine_shared.paths import Home
from workflow_engine_shared.plain_files import kind_of
from workflow_engine_shared.signatures.keys import TRUSTED
from workflow_engine_shared.storage.run.db import RUN
from workflow_engine_shared.storage.run.history import owning_epoch
from workflow_engine_shared.storage.workflow import health
from workflow_engine_supervisor.backup.archive_file import archive_file
from workflow_engine_supervisor.backup.manifest import BACKUP, Manifest
from workflow_engine_supervisor.backup.pack import NOT_OF_A_RUN, Packer


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
    inside = (home.runs, home.root / "flows", home.trash)
    with archive_file(target, BACKUP, inside) as (packer, workshop):
        runs = _Writer(packer, home, workshop).write()
        manifest = packer.finish(version, now, home.root)
    return Made(target, target.stat().st_size, manifest, runs)


@dataclass
class _Writer:
    packer: Packer
    home: Home
    workshop: Path

    def write(self) -> int:
        """Everything; returns how many runs there are."""
        database = self.workshop / "workflow.db"
        health.sound_copy(self.home.db, database)
        runs = health.runs_in(database)
        owners = {thread_id: self._run(thread_id) for thread_id in runs}
        health.raise_epochs(database, owners)
        self.packer.copy(database, "workflow.db")
        self.packer.file(self.home.config, "config.toml")
        self.packer.folder(self.home.root / "flows", "flows", frozenset({"__pycache__"}))
        self.packer.folder(self.home.code, "code", frozenset())
        self.packer.folder(self.home.locks, "locks", frozenset())
        self.packer.file(self.home.keys / TRUSTED, f"keys/{TRUSTED}")  # and no key that signs: a backup lies about
        return len(runs)

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
                self.packer.copy(copy, f"{name}/run.db")
            except RenError as error:  # one damaged run must not cost the backup of all others
                self.packer.passed_over.append(f"{name}/run.db: {error.detail}")
            finally:
                copy.unlink(missing_ok=True)
        self.packer.folder(paths.root, name, NOT_OF_A_RUN)
        return owner
