"""`end`: where a run is finished."""

from workflow_engine_shared.dsl.fields import Record

from .node_type import Node, NodeType


class EndNode(Node, frozen=True):
    """Where a run is finished."""


END = NodeType("end", "Where a run is finished.", EndNode, Record(dict), ends=True)
