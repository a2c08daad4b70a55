"""One visit of a node, as the graph calls it: safe point, limits, the node's own work, the choice of what follows."""

import contextlib
import logging
from collections.abc import Iterator
from typing import Any

from langgraph.graph import END
from langgraph.types import Command

from workflow_engine_shared.dsl.model import Flow
from workflow_engine_shared.dsl.node_types import type_of
from workflow_engine_shared.dsl.nodes.node_type import Node
from workflow_engine_shared.errors import NodeTimeout, StepLimit
from workflow_engine_shared.protocol.messages import NodeMoved
from workflow_engine_shared.run_status import Reason
from workflow_engine_shared.sdk import CONTEXT
from workflow_engine_shared.storage.run import visits
from workflow_engine_shared.vocabulary import VisitStatus
from workflow_engine_worker.control.leave import FreshProcessDue, LeaveRun, NodeFailed
from workflow_engine_worker.control.machine_failure import machine_failure
from workflow_engine_worker.functions.call import error_of
from workflow_engine_worker.functions.loader import Functions
from workflow_engine_worker.kernel.conditions import Conditions
from workflow_engine_worker.kernel.graph import graph_name
from workflow_engine_worker.kernel.state import RunState
from workflow_engine_worker.nodes import Outcome, visit_node
from workflow_engine_worker.nodes.branch import led_on, next_node
from workflow_engine_worker.visits.context import VisitContext
from workflow_engine_worker.visits.tools import Tools


class NodeRunner:
    """Calls nodes for the graph."""

    def __init__(self, flow: Flow, functions: Functions, tools: Tools, first: visits.Visit) -> None:
        self._flow = flow
        self._functions = functions
        self._tools = tools
        self._conditions = Conditions(flow, tools)
        self._first = first  #: the visit this worker took over, possibly not its first attempt
        self._has_run: Node | None = None  #: the last node whose function ran in this process

    def __call__(self, node: Node, state: RunState) -> "Command[Any]":
        number = state["ctl"]["visits"] + 1
        self._enter(node, number)
        self._tools.control.safe_point()
        self._leave_to_a_fresh_process(node)
        with self._failures_recorded(node, number):
            self._check_limit(number)
            outcome = self._outcome(node, number, {**state["data"], **self._tools.visit_store.overlay(number)})
            overlay = self._tools.visit_store.overlay(number)
            following = self._following(node, outcome)
        self._leave(node, number, outcome, following)
        data = {**overlay, **outcome.updates}
        passed, following = self._conditions.passed(number, following, {**state["data"], **data})
        return Command(
            update={
                "data": data,
                "ctl": {"visits": number + len(passed), "ended": outcome.ended, "passed": passed},
            },
            goto=END if following is None else graph_name(following),
        )

    def _enter(self, node: Node, number: int) -> None:
        position = self._tools.position
        # Visits before are finished in this process: all but what was done before it took over, and the start.
        for _ in range(max(position.visit, self._first.visit, 2), number):
            self._tools.journal.node_finished()
        position.node_id, position.visit = node.id, number
        position.attempt = self._first.attempt if number == self._first.visit else 1

    def _leave_to_a_fresh_process(self, node: Node) -> None:
        """The safe point before a node that shares its process with no other, and after one."""
        if not type_of(node).calls(node):
            return
        before, self._has_run = self._has_run, node
        if before is not None and (type_of(before).isolated(before) or type_of(node).isolated(node)):
            raise FreshProcessDue

    def _leave(self, node: Node, number: int, outcome: Outcome, following: str | None) -> None:
        status = VisitStatus.SKIPPED if outcome.let_pass else VisitStatus.FINISHED
        error = outcome.let_pass
        if error is not None:
            logging.getLogger("renflow").error("%s (onError: continue)", error.message)
        if outcome.led_on is not None:
            error = outcome.led_on.error
            told = "%s (the run goes on by the edge for %ss to node %s)"
            logging.getLogger("renflow").error(told, error.message, outcome.led_on.edge.on, following)
        self._tools.visit_store.completed(number, status, following, error)
        shown = VisitStatus.FAILED if outcome.led_on else status
        self._tools.report.node_moved(NodeMoved(node.id, number, shown, self._tools.position.attempt))

    def _outcome(self, node: Node, number: int, state: dict[str, Any]) -> Outcome:
        """What the node's work gives; its failure, where the flow draws an edge for it."""
        try:
            return self._work(node, number, state)
        except BaseException as error:
            outcome = led_on(self._flow, node.id, error)
            if outcome is None:
                raise
            return outcome

    def _following(self, node: Node, outcome: Outcome) -> str | None:
        if outcome.led_on is not None:
            return outcome.led_on.edge.target
        return None if outcome.ended else next_node(self._flow, node.id, outcome.value)

    def _work(self, node: Node, number: int, state: dict[str, Any]) -> Outcome:
        """The node's own work, with this visit as the context of the author's code."""
        self._tools.report.node_moved(NodeMoved(node.id, number, VisitStatus.RUNNING, self._tools.position.attempt))
        context = VisitContext(node.id, number, self._functions, self._tools)
        token = CONTEXT.set(context)
        self._tools.threads.at_hand = context
        try:
            return visit_node(node, state, context)
        finally:
            CONTEXT.reset(token)
            context.close()
            self._tools.capture.restore()
            self._tools.control.limit(None)
            self._tools.stack_watchdog.limit(None)
            self._tools.journal.flush()  # however the visit ends: what its steps achieved is kept

    def _check_limit(self, number: int) -> None:
        if number > self._flow.limits.max_steps:
            raise StepLimit(f"The run made {number - 1} visits; limits.maxSteps is {self._flow.limits.max_steps}.")

    @contextlib.contextmanager
    def _failures_recorded(self, node: Node, number: int) -> Iterator[None]:
        try:
            yield
        except LeaveRun:
            raise
        except BaseException as error:
            if trouble := machine_failure(error):
                raise trouble from error
            failure = error_of(error, node.id)
            self._tools.visit_store.failed(number, failure)
            moved = NodeMoved(node.id, number, VisitStatus.FAILED, self._tools.position.attempt)
            self._tools.report.node_moved(moved)
            raise NodeFailed(failure, _reason(error)) from error


def _reason(error: BaseException) -> Reason:
    if isinstance(error, NodeTimeout):
        return Reason.NODE_TIMEOUT
    return Reason.STEP_LIMIT if isinstance(error, StepLimit) else Reason.NODE_ERROR
