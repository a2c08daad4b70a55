"""Modules of the flows folders: where Python looks for them, and importing one."""

import importlib
import sys
from collections.abc import Iterable
from importlib.machinery import FileFinder
from pathlib import Path

from workflow_engine_worker.functions.frozen_loader import follow
from workflow_engine_worker.functions.monkey_patches import refuse_monkey_patches


def add_to_path(folders: Iterable[Path]) -> None:
    """Let Python find the flows' modules, behind everything else: a flow's random.py must not shadow the library's.

    Raises:
        CodeDamaged: they are kept code, and not what was published.
    """
    folders = list(folders)
    follow(map(str, folders))
    for folder in folders:
        if str(folder) not in sys.path:
            sys.path.append(str(folder))


def import_module(name: str, folders: Iterable[Path] = ()) -> None:
    """Import a module of the flows folders, as they are now; without these, whatever folder it is in.

    Raises:
        MonkeyPatched: it replaced what the worker stands on.
        BaseException: whatever the module raises.
    """
    _look_anew(tuple(map(str, folders)))
    try:
        importlib.import_module(name)
    except BaseException:
        refuse_monkey_patches(name)  # whatever it raised came of that
        raise
    refuse_monkey_patches(name)


def _look_anew(folders: tuple[str, ...]) -> None:
    """A file may have been written since a folder was first looked at. Python's own it need not list again for that."""
    if not folders:
        importlib.invalidate_caches()
        return
    for path, finder in list(sys.path_importer_cache.items()):
        if path.startswith(folders):
            if isinstance(finder, FileFinder):
                finder.invalidate_caches()
            else:  # there was no such folder
                del sys.path_importer_cache[path]
