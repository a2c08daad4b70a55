"""`subflow`: another flow as one node; the tokens go through its nodes. Stands alone: each node type has a module."""

from typing import Any

from workflow_engine_shared.dsl.nodes.subflow import SubflowNode
from workflow_engine_worker.nodes.outcome import Outcome, Visitor


def visit(_node: SubflowNode, _state: dict[str, Any], _visitor: Visitor) -> Outcome:
    """Nothing to do."""
    return Outcome()
