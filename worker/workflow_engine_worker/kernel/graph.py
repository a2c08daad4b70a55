"""A flow as a LangGraph graph. Pure: no I/O, no clock.

Edges are chosen inside the node (`Command(goto=...)`) and not by conditional edges: a condition that raises on a
conditional edge is skipped for good when the run is resumed, and the run ends in silence.
"""

import inspect
from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias

from langgraph.graph import START, StateGraph
from langgraph.types import Command

from workflow_engine_shared.dsl.model import Flow
from workflow_engine_shared.dsl.nodes.node_type import Node
from workflow_engine_worker.kernel.state import RunState

RunNode: TypeAlias = Callable[[Node, RunState], "Command[Any]"]
TokenStep: TypeAlias = Callable[[RunState], "Command[Any]"]
#: The only node of a graph that moves tokens.
LONE_NODE = "tokens"
Graph: TypeAlias = "StateGraph[RunState, None, RunState, RunState]"


def _step(state: RunState) -> "Command[Any]":
    """What LangGraph is given for each node."""
    raise NotImplementedError


#: LangGraph asks each callable for its own, several times; to find out a partial's takes as long as a node's visit.
_SIGNATURE = inspect.signature(_step)


def compile_flow(flow: Flow, run_node: RunNode, first: str) -> Graph:
    """A graph that calls `run_node` for each node, `first` for the first one; what that returns says where to go."""
    graph: Graph = StateGraph(RunState)
    for node in flow.nodes:
        graph.add_node(graph_name(node.id), _known(partial(run_node, node)), destinations=())
    graph.add_edge(START, graph_name(first))
    return graph


def token_graph(host: "TokenStep") -> Graph:
    """A graph of one node, which moves tokens until none is left."""
    graph: Graph = StateGraph(RunState)
    graph.add_node(LONE_NODE, _known(partial(host)), destinations=())
    graph.add_edge(START, LONE_NODE)
    return graph


def _known(step: "partial[Command[Any]]") -> "partial[Command[Any]]":
    """A step that knows what it takes."""
    vars(step)["__signature__"] = _SIGNATURE
    return step


def graph_name(node_id: str) -> str:
    """A node's name in the graph: prefixed, because LangGraph wants names and state keys to differ."""
    return f"node.{node_id}"
