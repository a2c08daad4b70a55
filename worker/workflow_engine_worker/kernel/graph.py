"""A flow as a LangGraph graph. Pure: no I/O, no clock.

Edges are chosen inside the node (`Command(goto=...)`) and not by conditional edges: a condition that raises on a
conditional edge is skipped for good when the run is resumed, and the run ends in silence.
"""

import inspect
from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import START, StateGraph
from langgraph.types import Command

from workflow_engine_shared.dsl.model import Flow
from workflow_engine_shared.dsl.nodes.node_type import Node
from workflow_engine_worker.kernel.state import RunState

#: Called with each node that is due; by tokens, with none.
RunNode: TypeAlias = Callable[[Any, RunState], "Command[Any]"]
#: The only node of a graph that moves tokens.
LONE_NODE = "tokens"


def _step(state: RunState) -> "Command[Any]":
    """What LangGraph is given for each node."""
    raise NotImplementedError


#: LangGraph asks each callable for its own, several times; to find out a partial's takes as long as a node's visit.
_SIGNATURE = inspect.signature(_step)


class RunGraph:
    """A run's graph, compiled: before it is known who carries out its nodes, and where it is saved.

    Args:
        flow: whose nodes it has; None: that of any flow that runs by tokens.
        first: the node that it begins with, if it is at no checkpoint.
    """

    _run_node: RunNode  #: as `invoke` was given it

    def __init__(self, flow: Flow | None, first: str) -> None:
        self._made_of = flow, first
        graph: StateGraph[RunState, None, RunState, RunState] = StateGraph(RunState)
        nodes = {LONE_NODE: None} if flow is None else {graph_name(node.id): node for node in flow.nodes}
        for name, node in nodes.items():
            graph.add_node(name, _known(partial(self._visit, node)), destinations=())
        graph.add_edge(START, LONE_NODE if flow is None else graph_name(first))
        self._compiled = graph.compile()

    def is_made_of(self, flow: Flow | None, first: str) -> bool:
        """Whether it has the nodes of this very flow, and begins there."""
        of, begins_with = self._made_of
        return of is flow and begins_with == first

    def invoke(
        self, begin: RunState | None, config: RunnableConfig, run_node: RunNode, saver: BaseCheckpointSaver[Any]
    ) -> Any:
        """Call `run_node` for the nodes that are due; what that returns says which are next. Returns the last state."""
        self._run_node, self._compiled.checkpointer = run_node, saver
        return self._compiled.invoke(begin, config, durability="sync")

    def _visit(self, node: Node | None, state: RunState) -> "Command[Any]":
        return self._run_node(node, state)


def _known(step: "partial[Command[Any]]") -> "partial[Command[Any]]":
    """A step that knows what it takes."""
    vars(step)["__signature__"] = _SIGNATURE
    return step


def graph_name(node_id: str) -> str:
    """A node's name in the graph: prefixed, because LangGraph wants names and state keys to differ."""
    return f"node.{node_id}"
