"""The run as a node's function sees it in a process of another environment."""

from collections.abc import Callable
from typing import Any

from workflow_engine_shared.sdk import RunInfo
from workflow_engine_worker.artifacts.write import write_artifact
from workflow_engine_worker.lanes.item_context import NotInItem
from workflow_engine_worker.lanes.messages import Called, Kept, Progressed


class LaneNodeContext:
    """What such a function may use: where it is, progress and artifacts. The journal is in the run's own process."""

    def __init__(self, info: RunInfo, tell: Callable[[Called], None]) -> None:
        self.info = info
        self._tell = tell

    def progress(self, done: int, total: int | None, message: str | None, label: str = "") -> None:
        self._tell(Progressed(done, total, None if message is None else str(message), label))

    def artifact(self, name: str, value: Any) -> dict[str, Any]:
        written = write_artifact(self.info.outputs_dir, name, value)
        self._tell(Kept(name))
        return written

    def pause_requested(self) -> bool:
        return False

    def safe_point(self) -> None:
        """The safe points are before the function and after it."""

    def __getattr__(self, name: str) -> Any:
        raise NotInItem(
            f"{name} does not work in a node with another environment than the run's own.",
            hint='Use a map node there, or a flow of its own with "mode": "run".',
        )
