"""Folders of deleted runs, on their way out: a rename decides, the slow removal follows."""

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from workflow_engine_shared.errors import RunNotFound
from workflow_engine_shared.paths import Home, private_folder
from workflow_engine_shared.plain_files import kind_of, refuse_odd_folder
from workflow_engine_shared.short_tmp import forget_short_tmp
from workflow_engine_shared.storage.workflow.store import Store
from workflow_engine_supervisor import event_log


def discard(home: Home, thread_id: str) -> Path | None:
    """Take a run's folder out of sight, in one step; returns where it is now. None: it had none.

    Raises:
        OSError: it stays where it was.
    """
    _own_folder(home.trash)
    target = home.trash / f"{thread_id}.{secrets.token_hex(4)}"
    try:
        home.run(thread_id).root.rename(target)
    except FileNotFoundError:
        return None
    forget_short_tmp(home.run(thread_id))
    return target


def restore(home: Home, discarded: Path) -> None:
    """Bring a folder back: its run is not deleted after all."""
    discarded.rename(home.run(_thread_id(discarded)).root)


def remove(discarded: Path) -> None:
    """Remove what was discarded; what cannot be removed now is tried again at the next start."""
    try:
        if discarded.is_dir() and not discarded.is_symlink():
            shutil.rmtree(discarded)
        else:
            discarded.unlink(missing_ok=True)
    except OSError as error:
        event_log.event("trash.stays", path=discarded, error=error)


@contextlib.contextmanager
def workshop(home: Home) -> Iterator[Path]:
    """A folder for what is to become a run's; whatever is left there goes, by whoever is killed at the next start.

    Raises:
        OSError: the data directory cannot be written.
    """
    _own_folder(home.trash)
    folder = home.trash / f".made.{secrets.token_hex(4)}"
    private_folder(folder)
    try:
        yield folder
    finally:
        remove(folder)


def clear(home: Home, store: Store) -> None:
    """Finish what a supervisor before us began: a folder whose row was not deleted goes back to its run."""
    if kind_of(home.trash) is None:
        return
    try:
        _own_folder(home.trash)
        left = sorted(home.trash.iterdir())
    except OSError as error:  # who deletes a run will be told
        event_log.event("trash.stays", path=home.trash, error=error)
        return
    for discarded in left:
        if _is_still_a_run(home, store, _thread_id(discarded)):
            _bring_back(home, discarded)
        else:
            remove(discarded)


def _bring_back(home: Home, discarded: Path) -> None:
    try:
        restore(home, discarded)
    except OSError as error:
        event_log.event("trash.stays", path=discarded, error=error)
    else:
        event_log.event("trash.restored", path=discarded)


def _own_folder(trash: Path) -> None:
    """Make the folder. A link in its place is set aside: what it leads to is not ours to move or to remove.

    Raises:
        OSError: something else stands in its place, or the data directory cannot be written.
    """
    if trash.is_symlink():
        aside = trash.with_name(f"{trash.name}.aside-{secrets.token_hex(4)}")
        trash.rename(aside)
        event_log.event("trash.link", path=trash, then=f"it was renamed to {aside.name}")
    refuse_odd_folder(trash)
    private_folder(trash)


def _is_still_a_run(home: Home, store: Store, thread_id: str) -> bool:
    if os.path.lexists(home.run(thread_id).root):  # another run of that name, or no name of a run at all
        return False
    try:
        with store.read() as tx:
            tx.get_run(thread_id)
    except RunNotFound:
        return False
    return True


def _thread_id(discarded: Path) -> str:
    return discarded.name.partition(".")[0]
