"""A few megabytes kept on the disk, so that when it is full the supervisor can still write down what happened."""

import contextlib
import shutil
from pathlib import Path

from workflow_engine_shared.paths import replace_file
from workflow_engine_shared.plain_files import kind_of
from workflow_engine_shared.units import MIB

SIZE = 4 * MIB
#: The reserve is made again only when so many times its size is free.
AMPLE = 16


class DiskReserve:
    """One file that is given up when nothing else is left."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.was_given_up = False  #: and was not made again since

    def fill(self) -> None:
        """Make it, if there is ample space."""
        with contextlib.suppress(OSError):
            if kind_of(self._path) == "a file" or shutil.disk_usage(self._path.parent).free < SIZE * AMPLE:
                return
            replace_file(self._path, bytes(SIZE))  # real blocks: a hole would reserve nothing
            self.was_given_up = False

    def release(self) -> bool:
        """Give it up. False: it was given up before."""
        try:
            self._path.unlink()
        except OSError:
            return False
        self.was_given_up = True
        return True
