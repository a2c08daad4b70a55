"""A lane on a cluster as the run's worker knows it, and what the run shows of its lanes."""

import contextlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from workflow_engine_shared.clock import Clock
from workflow_engine_shared.protocol.cluster_file import (
    ClusterState,
    LaneState,
    remove_cluster_state,
    write_cluster_state,
)
from workflow_engine_worker.lanes.engine import Lost
from workflow_engine_worker.lanes.messages import FromLane

_EVERY_S = 1.0


@dataclass(eq=False)
class ClusterLane:
    """One lane."""

    number: int
    options: dict[str, Any]  #: what it takes of a machine
    listener: "Listener | None"
    node_id: str | None
    asked_at: float
    machine: str = ""  #: where it is; empty: it has not come to be
    items: int = 0  #: that it has decided
    has_worked: bool = False

    @property
    def state(self) -> LaneState:
        """What is shown of it."""
        state = "starting" if not self.machine else "idle" if self.listener is None else "working"
        return LaneState(self.machine, state, self.items, self.node_id)


Listener: TypeAlias = Callable[[ClusterLane, FromLane | Lost], None]


class ShownState:
    """The run's file of lanes."""

    def __init__(self, path: Path, epoch: int, address: str, clock: Clock) -> None:
        self._path, self._epoch, self._address, self._clock = path, epoch, address, clock
        self._shown: ClusterState | None = None
        self._shown_at = float("-inf")
        self._waiting_since: str | None = None

    def show(self, lanes: Iterable[ClusterLane], lost: int, *, waits: bool, now: float) -> None:
        """Show these, unless something was shown just now. `waits`: a loop has no lane at all."""
        if now - self._shown_at < _EVERY_S:
            return
        self._shown_at = now
        if not waits:
            self._waiting_since = None
        elif self._waiting_since is None:
            self._waiting_since = self._clock.now()
        state = ClusterState(self._epoch, self._address, tuple(each.state for each in lanes), lost, self._waiting_since)
        if state != self._shown:
            with contextlib.suppress(OSError):  # whoever looks sees the old one
                write_cluster_state(self._path, state)
                self._shown = state

    def left_waiting(self, lost: int) -> None:
        """The run goes on waiting without a process."""
        since = self._waiting_since or self._clock.now()
        with contextlib.suppress(OSError):
            write_cluster_state(self._path, ClusterState(self._epoch, self._address, (), lost, since))

    def remove(self) -> None:
        """There is nothing to show any more."""
        remove_cluster_state(self._path)
