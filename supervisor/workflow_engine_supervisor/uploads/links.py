"""Files and folders become a run's inputs: linked where the disk can, else copied."""

import os
import shutil
from itertools import count
from pathlib import Path

from workflow_engine_shared.paths import private_folder, sync_names


def place_for(source: Path, folder: Path) -> Path:
    """Where it comes to stand: a folder takes its input's name; a file keeps its own below it, for the ending."""
    return folder if source.is_dir() else folder / source.name


def own_folder(inputs: Path, name: str) -> Path:
    """Make a folder that nobody has, called `name` where that is free: what earlier states of a run name stays.

    Raises:
        OSError: it cannot be made.
    """
    private_folder(inputs)
    for number in count(1):
        folder = inputs / (name if number == 1 else f"{name}-{number}")
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            continue
        return folder
    raise AssertionError  # there is no end to numbers


def bring(source: Path, target: Path) -> list[Path]:
    """Make a file, or a folder with all that is in it, stand at `target` too. What stands there already stays.

    Links are followed. Returns what was left out: links that lead nowhere or back to a folder they lie in, pipes,
    devices.

    Raises:
        OSError: something can be neither linked nor copied.
    """
    if source.is_dir():
        return _bring_folder(source, target, frozenset())
    private_folder(target.parent)
    link_file(source, target)
    sync_names(target.parent)
    return []


def _bring_folder(source: Path, target: Path, above: frozenset[Path]) -> list[Path]:
    """`above`: the real folders that it lies in."""
    real = source.resolve()
    if real in above:
        return [source]
    private_folder(target)
    left_out: list[Path] = []
    for path in sorted(source.iterdir()):
        if path.is_dir():
            left_out += _bring_folder(path, target / path.name, above | {real})
        elif path.is_file():
            link_file(path, target / path.name)
        else:  # a named pipe or a device would be read for ever
            left_out.append(path)
    sync_names(target)
    return left_out


def link_file(source: str | Path, target: str | Path) -> None:
    """A hard link costs nothing, and the file guard keeps functions from writing through it; else a copy."""
    real = Path(source).resolve()
    if Path(target).exists():
        return
    try:
        os.link(real, target)
    except FileExistsError:
        return
    except OSError:  # another disk, a file system without links, somebody else's file
        shutil.copyfile(real, target)
