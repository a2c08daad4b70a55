"""A lane's process on a machine of the cluster: as `lanes.item_process`, with folders and code of its own."""

import contextlib
import ctypes
import json
import os
import signal
import sys
import tempfile
from multiprocessing.connection import Client
from pathlib import Path
from typing import Any, NoReturn

from workflow_engine_shared.paths import Home
from workflow_engine_worker.file_guard.rules import FileRules
from workflow_engine_worker.functions.modules import add_to_path
from workflow_engine_worker.lanes.item_process import ItemProcess, prepare

_PR_SET_PDEATHSIG = 1


def main() -> NoReturn:
    """Come to who started us, and run items until it is gone."""
    _end_with_parent()
    order = json.loads(sys.stdin.buffer.readline())
    if sys.path and sys.path[0] in ("", os.getcwd()):  # noqa: PTH109 - of `-m`; no folder of the flow's
        del sys.path[0]
    pipe: Any = Client(order["address"], authkey=bytes.fromhex(order["key"]))
    sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - for as long as the process lives
    home = Home(Path(order["home"]))
    paths = home.run(order["thread_id"])
    folders = [Path(folder) for folder in order["folders"]]
    os.environ["TMPDIR"] = os.environ["TEMP"] = os.environ["TMP"] = tempfile.tempdir = str(paths.tmp)
    os.chdir(paths.work)
    add_to_path(folders)
    rules = FileRules.of(home.root, folders, order["allow_paths"], paths) if order["file_guard"] else None
    prepare(rules)
    ItemProcess(pipe, paths, order["max_result"]).run()


def _end_with_parent() -> None:
    """Native code that holds the interpreter does not hear the pipe's end; the system ends us all the same."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


if __name__ == "__main__":
    main()
