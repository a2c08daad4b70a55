"""Where everything lies below the data directory (`~/.ren`, or `REN_HOME`)."""

import os
from dataclasses import dataclass
from pathlib import Path

from .errors import HomeNotWritable


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
    def stderr(self) -> Path:
        return self.root / "stderr.log"

    @property
    def lock(self) -> Path:
        return self.root / "worker.lock"

    @property
    def inputs(self) -> Path:
        return self.root / "inputs"

    @property
    def outputs(self) -> Path:
        return self.root / "outputs"

    @property
    def tmp(self) -> Path:
        return self.root / "tmp"

    def make(self) -> None:
        """Create the folder and its subfolders, readable by the owner only. Bears being called again."""
        for folder in (self.root, self.inputs, self.outputs, self.tmp):
            private_folder(folder)


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
    def supervisor_lock(self) -> Path:
        return self.root / "supervisor.lock"

    @property
    def supervisor_info(self) -> Path:
        return self.root / "supervisor.json"

    @property
    def trash(self) -> Path:
        return self.root / "trash"

    def run(self, thread_id: str) -> RunPaths:
        """The folder of the run with this (checked) id."""
        return RunPaths(self.root / "runs" / thread_id)

    def make(self) -> None:
        """Create the directory.

        Raises:
            HomeNotWritable: it cannot be made or written.
        """
        try:
            private_folder(self.root)
            private_folder(self.root / "runs")
        except OSError as error:
            raise HomeNotWritable(f"The data directory {self.root} cannot be made: {error.strerror}.") from error
        if not os.access(self.root, os.W_OK | os.X_OK):
            raise HomeNotWritable(f"The data directory {self.root} cannot be written.")


def private_folder(path: Path) -> None:
    """Make a folder (and its parents) that only its owner can read."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)


def private_file(path: Path) -> int:
    """Open a file for appending, made readable by its owner only; returns the file descriptor."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    return os.open(path, flags, 0o600)
