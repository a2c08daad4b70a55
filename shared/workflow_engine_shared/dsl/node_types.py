"""The table of node types: what is not in it cannot be written. What each does in a visit is the worker's table."""

from .nodes.condition import CONDITION
from .nodes.elements.element import ELEMENT
from .nodes.end import END
from .nodes.form import FORM
from .nodes.http import HTTP
from .nodes.join import JOIN
from .nodes.map import MAP
from .nodes.node_type import Node, NodeType
from .nodes.parallel import PARALLEL
from .nodes.pinned import PINNED
from .nodes.python import PYTHON
from .nodes.start import START
from .nodes.subflow import SUBFLOW
from .nodes.wait import WAIT

#: `type` in the document -> what is known of it, in the order in which messages and documents name them.
NODE_TYPES: dict[str, NodeType] = {
    kind.name: kind
    for kind in (
        START,
        END,
        PYTHON,
        CONDITION,
        MAP,
        HTTP,
        PARALLEL,
        JOIN,
        WAIT,
        FORM,
        SUBFLOW,
    )
}

#: Also what no document can hold: what nodes become in a test run, and elements of BPMN files.
_BY_NODE = {kind.node: kind for kind in (*NODE_TYPES.values(), PINNED, ELEMENT)}


def type_of(node: Node) -> NodeType:
    """The type a node was read as."""
    return _BY_NODE[type(node)]
