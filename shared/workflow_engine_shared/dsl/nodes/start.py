"""`start`: where a run enters."""

from workflow_engine_shared.dsl.fields import Record

from .node_type import Node, NodeType


class StartNode(Node, frozen=True):
    """Where a run enters."""


START = NodeType("start", "Where a run enters.", StartNode, Record(dict), enters=True, passes=True)
