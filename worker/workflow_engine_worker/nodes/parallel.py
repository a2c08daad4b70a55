"""`parallel`: where branches begin; the tokens do that. Stands alone: each node type has a module."""

from typing import Any

from workflow_engine_shared.dsl.nodes.parallel import ParallelNode
from workflow_engine_worker.nodes.outcome import Outcome, Visitor


def visit(_node: ParallelNode, _state: dict[str, Any], _visitor: Visitor) -> Outcome:
    """Nothing to do."""
    return Outcome()
