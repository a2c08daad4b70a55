"""An item's view of the run, in a process of its own."""

from typing import Any

from workflow_engine_shared.errors import RenError
from workflow_engine_shared.sdk import RunInfo


class NotInItem(RenError):
    """This call does not work inside an item of a durable loop."""

    code = "NOT_IN_ITEM"
    hint = "Inside an item use logging, progress and current_run; call the rest in the node's function."


class ItemContext:
    """What an item in another process may use of the run."""

    def __init__(self, info: RunInfo) -> None:
        self.info = info

    def progress(self, done: int, total: int | None, message: str | None, label: str = "") -> None:
        """The loop's own progress counts."""

    def pause_requested(self) -> bool:
        return False

    def safe_point(self) -> None:
        """The safe points are between items."""

    def __getattr__(self, name: str) -> Any:
        raise NotInItem(f"{name} does not work inside an item of a process pool.")
