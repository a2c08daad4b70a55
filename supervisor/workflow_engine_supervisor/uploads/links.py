"""Files and folders become a run's inputs: linked where the disk can, else copied."""

import os
import shutil
from pathlib import Path

from workflow_engine_shared.paths import private_folder, sync_names


def bring(source: Path, target: Path) -> None:
    """Make a file, or a folder with all that is in it, stand at `target` too. What stands there already stays.

    Raises:
        OSError: something can be neither linked nor copied.
    """
    if source.is_file():
        private_folder(target.parent)
        _link(source, target)
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
                _link(Path(root, name), below / name)
        sync_names(below)


def _link(source: Path, target: Path) -> None:
    """A hard link costs nothing, and the file guard keeps functions from writing through it."""
    real = source.resolve()
    if target.exists():
        return
    try:
        os.link(real, target)
    except OSError:  # another disk, a file system without links, somebody else's file
        shutil.copyfile(real, target)
