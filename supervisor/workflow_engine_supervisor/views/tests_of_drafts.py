"""How a run tests a draft, as answers tell it."""

from collections.abc import Sequence
from typing import Any

from workflow_engine_shared.dsl.drawing.as_test import STOP
from workflow_engine_shared.storage.run.visits import NodeSummary
from workflow_engine_shared.storage.workflow.rows import DraftTest


def draft_test_answer(test: DraftTest | None, visited: Sequence[NodeSummary] | None = None) -> dict[str, Any] | None:
    """What is told of a test, None for other runs; `visited`: the nodes that the run came to, where they are known."""
    if test is None:
        return None
    return {
        "revision": test.revision,
        "stop_after": test.stop_after,
        "stopped": None if visited is None else any(each.node_id == STOP for each in visited),
        "pinned": list(test.pinned),
    }
