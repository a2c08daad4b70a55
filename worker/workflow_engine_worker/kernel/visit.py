"""One visit of a node, as the graph calls it: the visit itself, and the choice of what follows."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from langgraph.graph import END
from langgraph.types import Command

from workflow_engine_shared.dsl.model import Flow, Linked
from workflow_engine_shared.dsl.node_types import type_of
from workflow_engine_shared.dsl.nodes.node_type import Node
from workflow_engine_shared.storage.run.visits import Visit
from workflow_engine_worker.control.leave import FreshProcessDue
from workflow_engine_worker.functions.loader import Functions
from workflow_engine_worker.kernel.graph import graph_name
from workflow_engine_worker.kernel.passing_nodes import PassingNodes
from workflow_engine_worker.kernel.state import RunState, number_of, numbered
from workflow_engine_worker.nodes import Outcome
from workflow_engine_worker.nodes.branch import led_on, next_edge, thrown
from workflow_engine_worker.nodes.policy import carry_out_once
from workflow_engine_worker.visits.node_visit import NodeVisit
from workflow_engine_worker.visits.positions import Position
from workflow_engine_worker.visits.tools import Tools


class Done(NamedTuple):
    """How a visit ended: what it changes, and the node that its outcome leads to; None: none."""

    outcome: Outcome
    updates: dict[str, Any]
    following: str | None
    edges: tuple[int, ...]  #: by which it goes on: their places among those of the flow


class NodeRunner:
    """Calls nodes for the graph."""

    def __init__(self, flow: Flow, functions: Functions, tools: Tools, taken_over: Sequence[Visit]) -> None:
        self._flow = flow
        self._functions = functions
        self._tools = tools
        self._passing = PassingNodes(flow, tools)
        self._attempts = {each.visit: each.attempt for each in taken_over}  #: possibly not their first
        self._has_run: Node | None = None  #: the last node whose function ran in this process
        self._over = 0  #: visits of this process whose end is on the disk once the next one begins

    def __call__(self, node: Node, state: RunState) -> "Command[Any]":
        ctl = state["ctl"]
        number, last = number_of(node.id, ctl), numbered(ctl)
        self.tell_failpoint()
        if type_of(node).ends:
            self._tools.commands.asked_by_now()
        visit = self.visit(node, number)
        done = self.carry_out(visit, state["data"])
        data, following = done.updates, done.following
        visit.completed(done.outcome, [] if following is None else [(last + 1, following)], done.edges)
        passed, following = self._passing.passed(last, following, {**state["data"], **data})
        self.count_over([number, *(number + 1 + each for each in range(len(passed)))])
        return Command(
            update={
                "data": data,
                "ctl": {
                    "visits": ctl["visits"] + 1 + len(passed),
                    "open": {} if following is None else {following: last + 1 + len(passed)},
                    "ended": done.outcome.ended,
                    "passed": passed,
                },
            },
            goto=END if following is None else graph_name(following),
        )

    def begin(self, state: RunState) -> tuple[RunState, str]:
        """Visit the start, and what passes behind it, before the graph begins; returns the state then, and who is due.

        A start that was tried before, or was given updates, has a superstep of its own.
        """
        start = self._flow.start.id
        if self.attempt_of(1) > 1 or self._tools.visit_store.overlay(1):
            return state, start
        passed, following = self._passing.passed(0, start, state["data"])
        if following is None or not passed:
            return state, start
        number = len(passed) + 1
        self.count_over(range(1, number))
        return {**state, "ctl": {"visits": number - 1, "open": {following: number}, "passed": passed}}, following

    def visit(self, node: Node, number: int) -> NodeVisit:
        """A visit of a node that is due."""
        position = Position(node.id, number, self._attempts.pop(number, 1))
        return NodeVisit(node, position, self._functions, self._tools)

    def carry_out(self, visit: NodeVisit, state: dict[str, Any]) -> Done:
        """A visit from its safe point to its outcome, and what follows. In the calling thread.

        Raises:
            LeaveRun: the run stops here.
        """
        with visit.under_way():
            self._leave_to_a_fresh_process(visit.node)
            with visit.failures_recorded():
                visit.refuse_too_many(self._flow.limits.max_steps)
                outcome, updates = self._worked(visit, lambda: visit.work(state))
                return Done(outcome, updates, *self._following(visit.node, outcome))

    def conclude(self, visit: NodeVisit, outcome_of: Callable[[], Outcome]) -> Done:
        """A visit whose work was to wait, now that it is over: what came of it, and what follows.

        Raises:
            LeaveRun: the run stops here.
        """

        def work() -> tuple[Outcome, dict[str, Any]]:
            outcome = carry_out_once(visit.node, outcome_of)
            return outcome, visit.changes(outcome)

        with visit.under_way(), visit.failures_recorded():
            visit.refuse_too_many(self._flow.limits.max_steps)
            outcome, updates = self._worked(visit, work)
            return Done(outcome, updates, *self._following(visit.node, outcome))

    def is_one_too_many(self, visit: NodeVisit) -> bool:
        """Whether the run may not make this visit any more."""
        return visit.number > self._flow.limits.max_steps

    def called_by(self, node_id: str) -> Linked | None:
        """The flow that a node calls."""
        return self._flow.linked.get(node_id)

    def attempt_of(self, number: int) -> int:
        """Which attempt of a visit the next one is."""
        return self._attempts.get(number, 1)

    def count_over(self, numbers: Sequence[int]) -> None:
        """These visits are over once the next checkpoint is committed."""
        self._over += sum(number > 1 for number in numbers)  # the start does no work that could be lost

    def tell_failpoint(self) -> None:
        """The newest checkpoint is committed."""
        for _ in range(self._over):
            self._tools.journal.node_finished()
        self._over = 0

    def _worked(
        self, visit: NodeVisit, work: Callable[[], tuple[Outcome, dict[str, Any]]]
    ) -> tuple[Outcome, dict[str, Any]]:
        """What the node's work gives; its failure, where the flow draws an edge for it."""
        try:
            return work()
        except BaseException as error:
            led = thrown if self._flow.program is not None else led_on
            outcome = led(self._flow, visit.node.id, error)
            if outcome is None:
                raise
            return outcome, visit.changes(outcome)

    def _following(self, node: Node, outcome: Outcome) -> tuple[str | None, tuple[int, ...]]:
        if outcome.ended or self._flow.program is not None:
            return None, ()
        led_on = outcome.led_on
        if led_on is not None:
            return led_on.edge.target, () if led_on.place is None else (led_on.place,)
        place, edge = next_edge(self._flow, node.id, outcome.value)
        return edge.target, (place,)

    def _leave_to_a_fresh_process(self, node: Node) -> None:
        """The safe point before a node that shares its process with no other, and after one."""
        if not type_of(node).calls(node):
            return
        before = self._has_run
        if before is not None and (type_of(before).isolated(before) or type_of(node).isolated(node)):
            raise FreshProcessDue
        self._has_run = node
