"""`start`: where a run enters. Stands alone: each node type has a module."""

from typing import Any

from workflow_engine_shared.dsl.nodes.start import StartNode
from workflow_engine_worker.nodes.outcome import Outcome, Visitor


def visit(_node: StartNode, _state: dict[str, Any], _visitor: Visitor) -> Outcome:
    """Nothing to do."""
    return Outcome()
