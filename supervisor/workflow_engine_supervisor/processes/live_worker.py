"""What the supervisor tells others of a run's worker: on being asked, and as it happens."""

from dataclasses import dataclass

from workflow_engine_shared.clock import moment_after
from workflow_engine_shared.protocol.messages import Progress


@dataclass(frozen=True)
class LiveRun:
    """What is known of a run's worker right now."""

    pid: int
    instance: str
    epoch: int
    started_at: str
    responsive: bool
    progress: Progress | None  #: what it told last
    node: str | None = None  #: where it is, as it reported last: of several nodes the newest visit's
    adopted: bool = False  #: its pipe went with the supervisor that started it
    held_s: float | None = None  #: for so long it has held the run, by the monotonic clock; None: unknown
    others: tuple[Progress, ...] = ()  #: what it told last of each visit besides

    @property
    def reported(self) -> tuple[Progress, ...]:
        """What it told last of each visit, the newest of all last."""
        return self.others if self.progress is None else (*self.others, self.progress)

    def now(self, wall: str) -> str:
        """The present, as if the wall clock had not been set since the worker began: for what it lasts."""
        return wall if self.held_s is None else moment_after(self.started_at, self.held_s)
