"""The run as a node's function sees it in a process of another environment."""

from collections.abc import Callable
from time import monotonic
from typing import Any

from workflow_engine_shared.sdk import RunInfo
from workflow_engine_worker.artifacts.write import write_artifact
from workflow_engine_worker.lanes.item_context import NotInItem
from workflow_engine_worker.lanes.messages import Called, Kept, Progressed

EVERY_S = 0.1  #: how often progress is told; the end of it always is


class LeftAtSafePoint(BaseException):
    """Somebody asked the run to leave: the function begins anew with its next worker."""


class LaneNodeContext:
    """What such a function may use: where it is, safe points, progress and artifacts.

    The journal is in the run's own process.
    """

    def __init__(self, info: RunInfo, tell: Callable[[Called], None], leaves: Callable[[], bool]) -> None:
        """`leaves` is whether somebody asked the run to."""
        self.info = info
        self._tell = tell
        self._leaves = leaves
        self._shown: dict[str, float] = {}  #: when each label's progress was told last

    def progress(self, done: int, total: int | None, message: str | None, label: str = "") -> None:
        now = monotonic()
        if done != total and now - self._shown.get(label, -EVERY_S) < EVERY_S:
            return
        self._shown[label] = now
        self._tell(Progressed(done, total, None if message is None else str(message), label))

    def artifact(self, name: str, value: Any) -> dict[str, Any]:
        written = write_artifact(self.info.outputs_dir, name, value)
        self._tell(Kept(name))
        return written

    def pause_requested(self) -> bool:
        return self._leaves()

    def safe_point(self) -> None:
        if self._leaves():
            raise LeftAtSafePoint

    def checkpoint(self, update: dict[str, Any] | None) -> None:
        """Without an update it is a safe point."""
        if update:
            raise _not_there("checkpoint(update)")
        self.safe_point()

    def __getattr__(self, name: str) -> Any:
        raise _not_there(name)


def _not_there(name: str) -> NotInItem:
    return NotInItem(
        f"{name} does not work in a node with another environment than the run's own.",
        hint='Use a map node there, or a flow of its own with "mode": "run".',
    )
