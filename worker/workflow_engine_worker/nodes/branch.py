"""Which edge a node's outcome takes."""

from typing import Any

import msgspec

from workflow_engine_shared.dsl.model import Flow
from workflow_engine_shared.errors import NoBranch
from workflow_engine_shared.ids import shown
from workflow_engine_shared.jsonlogic.matching import place_of
from workflow_engine_worker.nodes.outcome import NO_VALUE

_UNSET = msgspec.UNSET


def next_node(flow: Flow, node_id: str, value: Any = NO_VALUE) -> str:
    """The node that follows; `value` is what a condition evaluated to.

    JSON equality decides first; for a boolean `when`, JsonLogic's truthiness next; an edge without `when` is the else.

    Raises:
        NoBranch: no edge fits.
    """
    edges = flow.edges_from(node_id)
    if value is not NO_VALUE:
        labelled = [edge for edge in edges if edge.when is not _UNSET]
        place = place_of(value, [edge.when for edge in labelled])
        if place is not None:
            return labelled[place].target
    for edge in edges:
        if edge.when is _UNSET:
            return edge.target
    raise NoBranch(f"Node {node_id!r} evaluated to {shown(value)}, and no edge out of it fits.")
