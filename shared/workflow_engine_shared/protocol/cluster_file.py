"""The file in which a worker shows which lanes its run has on a cluster. Never synced: it speaks of a living process.

What is left of a worker that was killed is known by its epoch. A run that waits for its cluster without a process has
a file that says since when.
"""

import contextlib
import os
from pathlib import Path

import msgspec

from workflow_engine_shared.paths import replace_file
from workflow_engine_shared.plain_files import read_plain
from workflow_engine_shared.struct_types import ready_to_read


@ready_to_read
class LaneState(msgspec.Struct, frozen=True):
    """One lane."""

    machine: str  #: where it is; empty: it has not come to be
    state: str  #: starting, working or idle
    items: int  #: that it has decided
    node: str | None = None  #: whose items they are


@ready_to_read
class ClusterState(msgspec.Struct, frozen=True):
    """A run's lanes; further fields have defaults, as another version may read it."""

    epoch: int
    address: str
    lanes: tuple[LaneState, ...] = ()
    lost: int = 0  #: lanes of this worker that went without being asked to
    waiting_since: str | None = None  #: since when it has no lane; None: it has one, or needs none


def write_cluster_state(path: Path, state: ClusterState) -> None:
    """Replace the file.

    Raises:
        OSError
    """
    replace_file(path, msgspec.msgpack.encode(state))


def remove_cluster_state(path: Path) -> None:
    """Nothing is shown any more. It is the engine's own file: removed by the engine, whoever's code waits meanwhile."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def read_cluster_state(path: Path) -> ClusterState | None:
    """Its content; None: there is none, or it is damaged."""
    if not os.path.lexists(path):  # as of nearly every run, each time that somebody asks how it stands
        return None
    try:
        return msgspec.msgpack.decode(read_plain(path), type=ClusterState)
    except (OSError, msgspec.MsgspecError):
        return None
