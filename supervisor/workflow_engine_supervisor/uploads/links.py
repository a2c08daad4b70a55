"""Files and folders become a run's inputs: linked where the disk can, else copied."""

import os
import shutil
from pathlib import Path

from workflow_engine_shared.paths import private_folder, sync_names


def place_for(source: Path, folder: Path) -> Path:
    """Where it comes to stand: a folder takes its input's name; a file keeps its own below it, for the ending."""
    return folder if source.is_dir() else folder / source.name


def bring(source: Path, target: Path) -> None:
    """Make a file, or a folder with all that is in it, stand at `target` too. What stands there already stays.

    Raises:
        OSError: something can be neither linked nor copied.
    """
    if source.is_file():
        private_folder(target.parent)
        link_file(source, target)
        sync_names(target.parent)
    else:
        _bring_folder(source, target)


def _bring_folder(source: Path, target: Path) -> None:
    private_folder(target)
    for root, folders, files in os.walk(source, followlinks=False):
        below = target / Path(root).relative_to(source)
        for name in folders:
            private_folder(below / name)
        for name in files:
            if Path(root, name).is_file():  # a named pipe or a device would be read for ever
                link_file(Path(root, name), below / name)
        sync_names(below)


def link_file(source: str | Path, target: str | Path) -> None:
    """A hard link costs nothing, and the file guard keeps functions from writing through it; else a copy."""
    real = Path(source).resolve()
    if Path(target).exists():
        return
    try:
        os.link(real, target)
    except OSError:  # another disk, a file system without links, somebody else's file
        shutil.copyfile(real, target)
