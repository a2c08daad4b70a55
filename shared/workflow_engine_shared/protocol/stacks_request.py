"""How a worker is asked for its stacks without a pipe, and how their end is known.

They are asked for by a file that the worker looks for every second, and come in its stderr.log.
"""

import contextlib
from pathlib import Path
from typing import Final

#: The line behind the stacks, which are written in many pieces.
END: Final = "End of the stacks.\n"


def ask_for_stacks(path: Path) -> None:
    """What `DumpStacks` says to a worker with a pipe."""
    with contextlib.suppress(OSError):  # a full disk, or a run that is being deleted: no stacks come
        path.touch(mode=0o600)


def stacks_are_asked_for(path: Path) -> bool:
    """Whether somebody asked since the last look."""
    try:
        path.unlink()
    except OSError:
        return False
    return True
