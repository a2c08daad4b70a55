"""Nodes that only choose an edge are visited in the superstep of the node that leads to them; they cost none.

These are the conditions, and the start, which is visited before the first superstep. Each has its visit, its events and
its checkpoint as every node has. One that must not pass by in silence - somebody waits at its safe point, the visits
are used up, its expression fails - is left to a superstep of its own, which says so.
"""

from typing import Any

from workflow_engine_shared.dsl.model import Edge, Flow
from workflow_engine_shared.dsl.node_types import type_of
from workflow_engine_shared.dsl.nodes.node_type import Node
from workflow_engine_shared.protocol.messages import NodeMoved
from workflow_engine_shared.vocabulary import VisitStatus
from workflow_engine_worker.kernel.graph import graph_name
from workflow_engine_worker.nodes import visit_node
from workflow_engine_worker.nodes.branch import next_edge
from workflow_engine_worker.visits.tools import Tools

#: So many at most in one superstep: a circle of conditions comes by safe points, too.
MOST = 16


class PassingNodes:
    """Visits them on the way."""

    def __init__(self, flow: Flow, tools: Tools) -> None:
        self._nodes: dict[str, Node] = {node.id: node for node in flow.nodes if type_of(node).passes}
        self._flow = flow
        self._tools = tools

    def passed(self, number: int, following: str | None, state: dict[str, Any]) -> tuple[list[str], str | None]:
        """Those that follow `number`, the newest visit, as `EngineChannel` says them; and the node behind them."""
        passed: list[str] = []
        while following in self._nodes and len(passed) < MOST and self._may_pass(number + 1):
            placed = self._edge(self._nodes[following], state)
            if placed is None:
                break
            number += 1
            place, edge = placed
            self._record(following, number, place, edge.target)
            passed.append(graph_name(following))
            following = edge.target
        return passed, following

    def _may_pass(self, number: int) -> bool:
        return number <= self._flow.limits.max_steps and not self._tools.commands.stop_requested

    def _edge(self, node: Node, state: dict[str, Any]) -> tuple[int, Edge] | None:
        try:
            return next_edge(self._flow, node.id, visit_node(node, state, _NO_VISITOR).value)
        except Exception:  # noqa: BLE001 - raised again in a visit of its own, which is where it is recorded
            return None

    def _record(self, node_id: str, number: int, edge: int, target: str) -> None:
        beside = self._tools.visit_store.open_before(number)
        for status in (VisitStatus.RUNNING, VisitStatus.FINISHED):
            self._tools.report.node_moved(NodeMoved(node_id, number, status, 1, beside=beside))
        self._tools.visit_store.completed(number, VisitStatus.FINISHED, [(number + 1, target)], edges=[edge])


#: What passes looks at the state only.
_NO_VISITOR: Any = None
