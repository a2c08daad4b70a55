"""A flow as a LangGraph graph, and the choice of the next node. Pure: no I/O, no clock.

Edges are chosen inside the node (`Command(goto=...)`) and not by conditional edges: a condition that raises on a
conditional edge is skipped for good when the run is resumed, and the run ends in silence.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias

import msgspec
from langgraph.graph import START, StateGraph
from langgraph.types import Command

from workflow_engine_shared.dsl.model import Flow, Node
from workflow_engine_shared.errors import NoBranch
from workflow_engine_shared.ids import shown
from workflow_engine_shared.jsonlogic.rules import json_equal, truthy
from workflow_engine_worker.kernel.state import RunState

Visit: TypeAlias = Callable[[Node, RunState], "Command[Any]"]
Graph: TypeAlias = "StateGraph[RunState, None, RunState, RunState]"

#: Marks a node that has no branch to choose by.
NO_VALUE = object()
_UNSET = msgspec.UNSET


def compile_flow(flow: Flow, visit: Visit) -> Graph:
    """A graph that calls `visit` for each node; what `visit` returns says where to go."""
    graph: Graph = StateGraph(RunState)
    for node in flow.nodes:
        graph.add_node(graph_name(node.id), partial(visit, node), destinations=())
    graph.add_edge(START, graph_name(flow.start.id))
    return graph


def graph_name(node_id: str) -> str:
    """A node's name in the graph: prefixed, because LangGraph wants names and state keys to differ."""
    return f"node.{node_id}"


def next_node(flow: Flow, node_id: str, value: Any = NO_VALUE) -> str:
    """The node that follows; `value` is what a condition evaluated to.

    JSON equality decides first; for a boolean `when`, JsonLogic's truthiness next; an edge without `when` is the else.

    Raises:
        NoBranch: no edge fits.
    """
    edges = flow.edges_from(node_id)
    if value is not NO_VALUE:
        labelled = [edge for edge in edges if edge.when is not _UNSET]
        for edge in labelled:
            if json_equal(edge.when, value):
                return edge.target
        for edge in labelled:
            if isinstance(edge.when, bool) and edge.when == truthy(value):
                return edge.target
    for edge in edges:
        if edge.when is _UNSET:
            return edge.target
    raise NoBranch(f"Node {node_id!r} evaluated to {shown(value)}, and no edge out of it fits.")
