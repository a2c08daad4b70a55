"""An item's view of the run, in a thread of the worker: the visit's, with the item's own attempt and idempotency key.

Stands alone: the visit that makes it stands for all else.
"""

from collections.abc import Callable
from typing import Any

from workflow_engine_shared.sdk import NodeContext, RunInfo
from workflow_engine_worker.lanes.item_context import NotInItem


class ItemContext:
    """What an item in this process may use of the run."""

    is_item = True

    def __init__(self, visit: NodeContext, info: Callable[[], RunInfo]) -> None:
        self._visit = visit
        self._info = info

    @property
    def info(self) -> RunInfo:
        return self._info()

    def step(self, *_: Any) -> Any:
        raise NotInItem("step() does not work inside an item of map_steps: the item is the step.")

    def map_steps(self, *_: Any) -> Any:
        raise NotInItem("map_steps() does not work inside an item of map_steps: give the outer one all items.")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._visit, name)
