"""One visit of a node, as the graph calls it: the visit itself, and the choice of what follows."""

from collections.abc import Sequence
from typing import Any

from langgraph.graph import END
from langgraph.types import Command

from workflow_engine_shared.dsl.model import Flow
from workflow_engine_shared.dsl.node_types import type_of
from workflow_engine_shared.dsl.nodes.node_type import Node
from workflow_engine_shared.storage.run.visits import Visit
from workflow_engine_worker.control.leave import FreshProcessDue
from workflow_engine_worker.functions.loader import Functions
from workflow_engine_worker.kernel.conditions import Conditions
from workflow_engine_worker.kernel.graph import graph_name
from workflow_engine_worker.kernel.state import RunState, number_of, numbered
from workflow_engine_worker.nodes import Outcome
from workflow_engine_worker.nodes.branch import led_on, next_node
from workflow_engine_worker.visits.node_visit import NodeVisit
from workflow_engine_worker.visits.positions import Position
from workflow_engine_worker.visits.tools import Tools


class NodeRunner:
    """Calls nodes for the graph."""

    def __init__(self, flow: Flow, functions: Functions, tools: Tools, taken_over: Sequence[Visit]) -> None:
        self._flow = flow
        self._functions = functions
        self._tools = tools
        self._conditions = Conditions(flow, tools)
        self._attempts = {each.visit: each.attempt for each in taken_over}  #: possibly not their first
        self._has_run: Node | None = None  #: the last node whose function ran in this process
        self._over = 0  #: visits of this process whose end is on the disk once the next one begins

    def __call__(self, node: Node, state: RunState) -> "Command[Any]":
        ctl = state["ctl"]
        number, last = number_of(node.id, ctl), numbered(ctl)
        self._tell_failpoint()
        visit = self.visit(node, number)
        with visit.under_way():
            self._leave_to_a_fresh_process(node)
            with visit.failures_recorded():
                visit.refuse_too_many(self._flow.limits.max_steps)
                outcome, data = self._worked(visit, state["data"])
                following = self._following(node, outcome)
        visit.completed(outcome, [] if following is None else [(last + 1, following)])
        passed, following = self._conditions.passed(last, following, {**state["data"], **data})
        self._over += len(passed) + (number > 1)  # the start does no work that could be lost
        return Command(
            update={
                "data": data,
                "ctl": {
                    "visits": ctl["visits"] + 1 + len(passed),
                    "open": {} if following is None else {following: last + 1 + len(passed)},
                    "ended": outcome.ended,
                    "passed": passed,
                },
            },
            goto=END if following is None else graph_name(following),
        )

    def _worked(self, visit: NodeVisit, data: dict[str, Any]) -> tuple[Outcome, dict[str, Any]]:
        """What the node's work gives; its failure, where the flow draws an edge for it."""
        try:
            return visit.work(data)
        except BaseException as error:
            outcome = led_on(self._flow, visit.node.id, error)
            if outcome is None:
                raise
            return outcome, visit.changes(outcome)

    def _following(self, node: Node, outcome: Outcome) -> str | None:
        if outcome.led_on is not None:
            return outcome.led_on.edge.target
        return None if outcome.ended else next_node(self._flow, node.id, outcome.value)

    def visit(self, node: Node, number: int) -> NodeVisit:
        """A visit of a node that is due."""
        position = Position(node.id, number, self._attempts.pop(number, 1))
        return NodeVisit(node, position, self._functions, self._tools)

    def _tell_failpoint(self) -> None:
        for _ in range(self._over):
            self._tools.journal.node_finished()
        self._over = 0

    def _leave_to_a_fresh_process(self, node: Node) -> None:
        """The safe point before a node that shares its process with no other, and after one."""
        if not type_of(node).calls(node):
            return
        before, self._has_run = self._has_run, node
        if before is not None and (type_of(before).isolated(before) or type_of(node).isolated(node)):
            raise FreshProcessDue
