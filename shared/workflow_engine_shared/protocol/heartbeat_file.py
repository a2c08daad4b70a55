"""The file in which a worker shows life to a supervisor that has no pipe to it.

The file's change is the sign of life; its content is the visits at hand with the time they may take. It is written when
a limited visit begins and, once the pipe is gone, every second. Never synced: it speaks of a living process only.
"""

from pathlib import Path

import msgspec

from workflow_engine_shared.paths import replace_file
from workflow_engine_shared.plain_files import read_plain
from workflow_engine_shared.protocol.messages import OpenVisit, Progress
from workflow_engine_shared.struct_types import ready_to_read


@ready_to_read
class Vitals(msgspec.Struct, frozen=True):
    """Where a worker stands; the supervisor that reads it may be of another version.

    So every further field has a default, and unknown ones are passed over.
    """

    epoch: int
    node: str | None = None  #: of the newest visit, as the next three
    visit: int = 0
    attempt: int = 1
    timeout: float | None = None  #: seconds the visit may take, counted from its begin
    progress: Progress | None = None  #: what was told last
    open: tuple[OpenVisit, ...] = ()  #: all visits that are under way; empty: an older worker, which has one at most
    others: tuple[Progress, ...] = ()  #: what was told last of each other visit


def write_vitals(path: Path, vitals: Vitals) -> None:
    """Replace the file; a reader sees the old content or the new.

    Raises:
        OSError: the folder cannot be written.
    """
    replace_file(path, msgspec.msgpack.encode(vitals))


def read_vitals(path: Path) -> tuple[int, Vitals] | None:
    """When the file changed (nanoseconds; only differences mean anything) and its content.

    None: there is none, or it is damaged.
    """
    try:
        return path.stat().st_mtime_ns, msgspec.msgpack.decode(read_plain(path), type=Vitals)
    except (OSError, msgspec.MsgspecError):
        return None
