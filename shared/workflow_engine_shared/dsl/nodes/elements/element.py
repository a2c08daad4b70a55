"""An element of a BPMN file that does no work of its own: an event, a gateway, a sub-process. No document has one."""

from workflow_engine_shared.dsl.fields import Record
from workflow_engine_shared.dsl.nodes.node_type import Node, NodeType


class ElementNode(Node, frozen=True):
    """Tokens pass through it, or stand in it, as the program says."""

    element: str = ""  #: what BPMN calls it


ELEMENT = NodeType("element", "An element of a BPMN file.", ElementNode, Record(dict), passes=True)
