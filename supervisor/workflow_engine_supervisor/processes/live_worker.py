"""What the supervisor tells others of a run's worker: on being asked, and as it happens."""

from dataclasses import dataclass

from workflow_engine_shared.protocol.messages import Progress


@dataclass(frozen=True)
class LiveRun:
    """What is known of a run's worker right now."""

    pid: int
    instance: str
    epoch: int
    started_at: str
    responsive: bool
    progress: Progress | None
    node: str | None = None  #: where it is, as it reported last
    adopted: bool = False  #: its pipe went with the supervisor that started it
