"""What the monitor tells others of a run's worker: on being asked, and as it happens."""

from dataclasses import dataclass
from typing import Protocol

from workflow_engine_shared.messages import Beat, NodeMoved, Progress


class Listener(Protocol):
    """Who wants to know. Called from several threads; must return at once."""

    def run_changed(self, thread_id: str) -> None: ...
    def node_moved(self, thread_id: str, moved: NodeMoved) -> None: ...
    def progressed(self, thread_id: str, progress: Progress) -> None: ...
    def beat(self, thread_id: str, beat: Beat) -> None: ...
    def log_grew(self, thread_id: str) -> None: ...


@dataclass(frozen=True)
class LiveRun:
    """What is known of a run's worker right now."""

    pid: int
    instance: str
    epoch: int
    started_at: str
    responsive: bool
    beat: Beat | None
    progress: Progress | None
    adopted: bool = False  #: its pipe went with the supervisor that started it
