"""Before a lane's process begins on a machine of the cluster: its folders, its code, and the order it is given."""

import contextlib
import getpass
import json
import os
import secrets
import shutil
import sys
import tempfile
from multiprocessing.connection import Listener
from pathlib import Path
from typing import Any

import psutil

from workflow_engine_shared.paths import Home, private_folder
from workflow_engine_worker.lanes.cluster.code_archive import unpacked

_MODULE = "workflow_engine_worker.lanes.cluster.far_process"
_LANE = "lane-"
_LONGEST_SOCKET = 100  #: characters of a path that every system takes for a socket's


def prepare(setup: dict[str, Any], archive: bytes) -> tuple[Path, dict[str, Any], Listener]:
    """The lane's folder, what its process is started with, and where that process comes to.

    Raises:
        OSError: the machine's temporary folder cannot be written, or belongs to somebody else.
    """
    base = _own_folder()
    _remove_leftovers(base / "lanes")
    code = unpacked(archive, setup["code_root"], base / "code")
    scratch = Path(tempfile.mkdtemp(prefix=f"{_LANE}{os.getpid()}-", dir=base / "lanes"))
    home = Home(scratch)
    home.run(setup["thread_id"]).make(lasting=False)
    address = str(scratch / "pipe")
    # AF_UNIX where there is such a thing, else a named pipe, for which Python finds a name.
    listener = Listener(
        address if sys.platform != "win32" and len(address) < _LONGEST_SOCKET else None,
        authkey=(key := secrets.token_bytes(32)),
    )
    order = {
        "address": listener.address,
        "key": key.hex(),
        "home": str(scratch),
        "thread_id": setup["thread_id"],
        "folders": [str(code / str(place)) for place in range(setup["folders"])],
        "file_guard": setup["file_guard"],
        "allow_paths": setup["allow_paths"],
        "max_result": setup["max_result"],
    }
    return scratch, {"module": _MODULE, "line": json.dumps(order).encode() + b"\n"}, listener


def _own_folder() -> Path:
    """Where this user's lanes on this machine keep their files; nobody else's, or others could change the code."""
    base = Path(tempfile.gettempdir()) / f"renflow-{getpass.getuser()}"
    for folder in (base, base / "code", base / "lanes"):
        private_folder(folder)
    if sys.platform != "win32":
        status = base.lstat()
        if base.is_symlink() or status.st_uid != os.getuid() or status.st_mode & 0o022:
            raise PermissionError(f"{base} belongs to somebody else, or others may write to it")
    return base


def _remove_leftovers(lanes: Path) -> None:
    """Folders of lanes whose machine or run ended without a word."""
    for folder in lanes.glob(f"{_LANE}*"):
        pid = folder.name.removeprefix(_LANE).partition("-")[0]
        if pid.isdecimal() and not psutil.pid_exists(int(pid)):
            with contextlib.suppress(OSError):
                shutil.rmtree(folder, ignore_errors=True)
