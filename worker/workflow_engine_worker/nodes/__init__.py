"""What each type of node does in a visit, found in one table."""

from typing import Any

from workflow_engine_shared.dsl.model import ConditionNode, EndNode, Node, PythonNode, StartNode
from workflow_engine_worker.nodes import condition, end, python, start
from workflow_engine_worker.nodes.outcome import Outcome, Visitor

__all__ = ["Outcome", "Visitor", "visit_node"]

_TYPES: dict[type, Any] = {
    StartNode: start.visit,
    EndNode: end.visit,
    PythonNode: python.visit,
    ConditionNode: condition.visit,
}


def visit_node(node: Node, state: dict[str, Any], visitor: Visitor) -> Outcome:
    """Carry out one visit of a node."""
    outcome: Outcome = _TYPES[type(node)](node, state, visitor)
    return outcome
