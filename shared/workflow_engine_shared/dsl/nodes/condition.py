"""`condition`: chooses an edge by the value of an expression."""

from typing import Any

from workflow_engine_shared.dsl.fields import Field, Record

from .node_type import Node, NodeType
from .readers import expression


class ConditionNode(Node, frozen=True):
    """Evaluates a JsonLogic expression over the state and chooses an edge by its value."""

    expr: Any


CONDITION = NodeType(
    "condition",
    "Evaluates an expression over the state and takes the edge that stands for its value.",
    ConditionNode,
    Record(dict, Field("expr", expression, to="expr", required=True, doc="What is evaluated over the state.")),
    branches=True,
    rule=lambda node: node.expr,
    passes=True,
    defaults={"expr": {"var": ""}},
)
