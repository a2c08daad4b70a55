"""Whether a data directory may be used: nobody else can change it, and a database in it keeps what it is given."""

import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import psutil

from workflow_engine_shared.errors import DatabaseMissing, HomeOnNetwork, HomeUnsafe
from workflow_engine_shared.paths import Home
from workflow_engine_shared.plain_files import kind_of
from workflow_engine_shared.settings import Settings
from workflow_engine_shared.storage.sqlite.migrate import is_half_made

#: File systems of other machines, or that hand files on to them: there SQLite's log may lose what was committed.
NETWORK = frozenset(
    {"9p", "afpfs", "afs", "ceph", "cifs", "davfs", "drvfs", "fuse.davfs2", "fuse.gcsfuse", "fuse.glusterfs"}
    | {"fuse.rclone", "fuse.s3fs", "fuse.sshfs", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4", "prl_fs", "remote"}
    | {"smb2", "smb3", "smbfs", "v9fs", "vboxsf", "virtiofs", "vmhgfs", "webdav"}
)


class Mount(NamedTuple):
    """A file system, and where it begins."""

    point: str
    kind: str

    @property
    def is_network(self) -> bool:
        return self.kind.lower() in NETWORK


def refuse_unsafe_home(settings: Settings) -> None:
    """Asked before anything is written there.

    Raises:
        HomeUnsafe: it is a link, another user's, or one that everybody may write.
        HomeOnNetwork: it is on a file system of the network, and that was not allowed.
    """
    complaint = danger(Path(settings.home))
    if complaint:
        raise HomeUnsafe(f"The data directory {settings.home} {complaint}.")
    runs = settings.home_paths.runs
    if (kind := kind_of(runs)) not in (None, "a folder"):
        told = f"{runs} is not a folder but {kind}."
        raise HomeUnsafe(told, hint="Make it a folder of its own; to keep runs elsewhere, choose another --home.")
    mount = mount_of(Path(settings.home), mounts())
    if mount is not None and mount.is_network and not settings.allow_network_home:
        raise HomeOnNetwork(f"The data directory {settings.home} is on {mount.kind} ({mount.point}).")


def refuse_lost_database(home: Home) -> None:
    """A data directory with runs has a database: without it, all of them would be forgotten without a word.

    Raises:
        DatabaseMissing: it is absent or empty.
    """
    if _log_of(home.db).exists() or kind_of(home.db.resolve()) not in (None, "a file"):
        return  # whoever opens the database says what that means
    try:
        if home.db.stat().st_size > 0 and not is_half_made(home.db):
            return
        what = "empty"
    except FileNotFoundError:
        what = "missing"
    runs = [entry.name for entry in os.scandir(home.runs) if entry.is_dir(follow_symlinks=False)]
    if runs:
        raise DatabaseMissing(f"{home.db} is {what}, but {home.runs} holds {len(runs):,} run(s).")


def _log_of(database: Path) -> Path:
    return database.with_name(f"{database.name}-wal")


def danger(root: Path) -> str:
    """Why a directory must not be a data directory; empty: it may."""
    try:
        facts = root.lstat()
    except OSError:  # not there yet, or not to be reached: making it will tell
        return ""
    if stat.S_ISLNK(facts.st_mode):
        return "is a symbolic link: whoever can replace it decides where states and outputs go"
    if sys.platform != "win32" and facts.st_uid != os.geteuid():
        return f"belongs to another user (id {facts.st_uid}; this is {os.geteuid()})"
    # On Windows other users are kept out by inherited rights, which the mode says nothing of.
    if sys.platform != "win32" and stat.S_ISDIR(facts.st_mode) and facts.st_mode & stat.S_IWOTH:
        return "can be written by everybody"
    return ""


def mounts() -> list[Mount]:
    """The machine's file systems; a drive of Windows that is another machine's is of kind `remote`."""
    return [
        Mount(each.mountpoint, "remote" if "remote" in each.opts.split(",") else each.fstype)
        for each in psutil.disk_partitions(all=True)
    ]


def mount_of(root: Path, found: Iterable[Mount]) -> Mount | None:
    """Which of the file systems a directory is on, or will be; None: unknown."""
    place = existing(root).resolve()
    if str(place).startswith("\\\\"):
        return Mount(place.drive, "remote")
    # Of two at one place, the later one hides the other.
    around = [(len(Path(each.point).parts), index, each) for index, each in enumerate(found)]
    return max((each for each in around if place.is_relative_to(each[2].point)), default=(0, 0, None))[2]


def existing(path: Path) -> Path:
    """The directory, or the one in which it will be made."""
    while not path.exists() and path.parent != path:
        path = path.parent
    return path
