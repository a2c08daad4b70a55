"""A process for items by the interpreter of an environment: how it is begun, and its beginning.

It is given one end of a pipe, by its number, and as the first message what it has to know of the run. All else is as in
`lanes.item_process`.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NoReturn

import msgspec

from workflow_engine_shared.paths import Home
from workflow_engine_worker.lanes.lane_process import Origin

#: No file of the folder that it begins in, which is the run's, is found as a module.
_BEGINNING = f"import sys; sys.path[:] = filter(None, sys.path); from {__name__} import main; main()"
_GONE_S = 2.0  #: that a process whose pipe has ended may take until it is gone


@dataclass(frozen=True)
class Place:
    """What such a process has to know of the run."""

    home: str
    thread_id: str
    folders: tuple[str, ...]  #: with the flow's code
    file_guard: bool
    allow_paths: tuple[str, ...]


class Started:
    """A child of this process that was started by another interpreter."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process

    def kill(self, pid: int | None) -> None:  # noqa: ARG002 - it is our child
        self._process.kill()

    def exit_code(self, pid: int | None) -> int | None:  # noqa: ARG002
        try:
            return self._process.wait(_GONE_S)
        except subprocess.TimeoutExpired:
            return None


def begin(python: Path, place: Place) -> tuple[Connection, Origin]:
    """A process by this interpreter, and our end of its pipe.

    Raises:
        OSError: the system refused, or the interpreter is not there.
    """
    from multiprocessing import Pipe

    pipe: Any = Pipe()
    ours, theirs = pipe
    options: dict[str, Any] = {}
    try:
        number = theirs.fileno()
        if sys.platform == "win32":
            os.set_handle_inheritable(number, True)
            options["startupinfo"] = subprocess.STARTUPINFO(lpAttributeList={"handle_list": [number]})
        else:
            options["pass_fds"] = (number,)
        process = subprocess.Popen(
            [str(python), "-c", _BEGINNING, str(number)],
            stdin=subprocess.DEVNULL,
            **options,
        )
    except OSError:
        ours.close()
        raise
    finally:
        theirs.close()
    ours.send_bytes(msgspec.json.encode(place))
    return ours, Started(process)


def main() -> NoReturn:
    """Take the pipe, come to where the run is, and run items until the run's worker is gone."""
    from workflow_engine_worker.file_guard.rules import FileRules
    from workflow_engine_worker.functions.modules import add_to_path
    from workflow_engine_worker.lanes.item_process import ItemProcess, prepare

    pipe = _inherited(int(sys.argv[1]))
    place = msgspec.json.decode(pipe.recv_bytes(), type=Place)
    home = Home(Path(place.home))
    paths = home.run(place.thread_id)
    folders = [Path(each) for each in place.folders]
    os.chdir(paths.work)
    add_to_path(folders)
    prepare(FileRules.of(home.root, folders, place.allow_paths, paths) if place.file_guard else None)
    ItemProcess(pipe).run()


def _inherited(number: int) -> Any:
    if sys.platform == "win32":
        from multiprocessing.connection import PipeConnection

        pipe: Any = PipeConnection(number)
    else:
        os.set_inheritable(number, False)
        pipe = Connection(number)
    return pipe
