"""Whether "no space left" is said of a disk: systems say the same of watches, semaphores and quotas of other things."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from workflow_engine_shared.machine_limits import takes_file
from workflow_engine_shared.paths import Home, RunPaths
from workflow_engine_shared.units import MIB

#: A disk with less room than this, or than one in a hundred of its bytes, is full.
LITTLE = 64 * MIB
_SHARE = 100
#: Bytes that must fit where statistics say nothing.
_PROBE = 256 * 1024


class DiskSpace:
    """Where this worker's run keeps files. One run a process, known from where errors are looked at."""

    home: Path | None = None
    run: RunPaths | None = None

    @classmethod
    def begin(cls, home: Home, run: RunPaths) -> None:
        cls.home, cls.run = home.root, run

    @classmethod
    def lacks(cls, error: OSError) -> bool:
        """Whether a disk is to blame for this error: one that is full, or it met a file of the engine's own."""
        named = [Path(os.fsdecode(name)) for name in (error.filename, error.filename2) if _is_path(name)]
        if any(cls._is_engines(path) for path in named):
            return True
        # A write says no name; it went where the function's files lie, as far as anybody can tell.
        folders = {_existing(path) for path in named} or {*cls._places()}
        return any(map(is_full, folders)) or not all(takes_file(folder, _PROBE) for folder in cls._probed(folders))

    @classmethod
    def _is_engines(cls, path: Path) -> bool:
        if cls.home is None or cls.run is None:
            return False
        given = (cls.run.inputs, cls.run.outputs, cls.run.tmp, cls.run.work)
        there = _absolute(path)
        return there.is_relative_to(cls.home) and not any(there.is_relative_to(folder) for folder in given)

    @classmethod
    def _places(cls) -> Iterator[Path]:
        yield _existing(Path())
        yield _existing(Path(tempfile.gettempdir()))
        if cls.run is not None:
            yield _existing(cls.run.outputs)

    @classmethod
    def _probed(cls, folders: set[Path]) -> Iterator[Path]:
        """The run's own folder, if these lie on its disk: nobody else's folder is written to."""
        if cls.run is not None and cls.run.tmp.is_dir():
            disk = cls.run.tmp.stat().st_dev
            if any(folder.stat().st_dev == disk for folder in folders):
                yield cls.run.tmp


def is_full(folder: Path) -> bool:
    """Whether there is next to no room on the disk of a folder."""
    try:
        usage = shutil.disk_usage(folder)
    except OSError:  # what does not answer says nothing
        return False
    return usage.free < min(LITTLE, usage.total // _SHARE)


def _is_path(name: object) -> bool:
    return isinstance(name, (str, bytes)) and bool(name)


def _existing(path: Path) -> Path:
    """The folder itself, or the nearest one above it that is there."""
    there = _absolute(path)
    return next((folder for folder in (there, *there.parents) if folder.exists()), there)


def _absolute(path: Path) -> Path:
    try:
        return path.absolute()
    except FileNotFoundError:  # the working directory is gone
        return Path(tempfile.gettempdir()) / path
