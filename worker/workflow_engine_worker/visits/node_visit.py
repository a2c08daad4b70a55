"""One visit of a node in its own thread: safe point, limits, the node's own work, its record.

Several may be under way in one process: each has its own position, control and log lines.
"""

import contextlib
import logging
from collections.abc import Iterator, Sequence
from typing import Any

from workflow_engine_shared.dsl.nodes.node_type import Node
from workflow_engine_shared.errors import ErrorData, NodeTimeout, NotAwaited, RenError, StepLimit
from workflow_engine_shared.protocol.messages import NodeMoved
from workflow_engine_shared.run_status import Reason
from workflow_engine_shared.sdk import CONTEXT
from workflow_engine_shared.vocabulary import VisitStatus
from workflow_engine_worker.control.leave import LeaveRun, NodeFailed
from workflow_engine_worker.control.machine_failure import machine_failure
from workflow_engine_worker.control.visit_control import VisitControl
from workflow_engine_worker.functions.call import error_of
from workflow_engine_worker.functions.loader import Functions
from workflow_engine_worker.nodes import Outcome, visit_node
from workflow_engine_worker.output.attribution import NODE, attributed_to
from workflow_engine_worker.visits.context import VisitContext
from workflow_engine_worker.visits.positions import Position
from workflow_engine_worker.visits.tools import Tools

log = logging.getLogger("renflow")


class NodeVisit:
    """A visit from its beginning to its record. Made by any thread, carried out by one."""

    def __init__(self, node: Node, position: Position, functions: Functions, tools: Tools) -> None:
        self.node = node
        self.control = VisitControl(tools.commands)
        self._position = position
        self._number = position.visit
        self._functions = functions
        self._tools = tools

    @property
    def number(self) -> int:
        return self._number

    @property
    def attempt(self) -> int:
        return self._position.attempt

    @contextlib.contextmanager
    def under_way(self) -> Iterator[None]:
        """The visit begins, at a safe point; whatever leaves from inside says where it left."""
        positions, before = self._tools.positions, NODE.set(self.node.id)
        positions.enter(self._position)
        try:
            self.control.safe_point()
            yield
        except LeaveRun as leaving:
            if leaving.visit is None:
                leaving.node_id, leaving.visit = self.node.id, self._number
            raise
        finally:
            positions.leave(self._position)
            self.control.close()
            NODE.reset(before)

    def refuse_too_many(self, most: int) -> None:
        """Raises StepLimit: the run has made all the visits it may."""
        if self._number > most:
            raise StepLimit(f"The run made {self._number - 1} visits; limits.maxSteps is {most}.")

    def work(self, data: dict[str, Any]) -> tuple[Outcome, dict[str, Any]]:
        """The node's own work, with this visit as the context of the author's code; returns what it changes, too."""
        tools, number = self._tools, self._number
        self._tell(VisitStatus.RUNNING)
        context = VisitContext(self._position, self.control, self._functions, tools)
        token = CONTEXT.set(context)
        tools.threads.begin(context)
        try:
            outcome = visit_node(self.node, {**data, **tools.visit_store.overlay(number)}, context)
        finally:
            CONTEXT.reset(token)
            context.close()
            tools.capture.finish()  # half a line is this node's, not the next one's
            tools.threads.over(context)
            if not tools.positions.are_several:  # else it may be another visit's, which goes on
                tools.capture.restore()
            self.control.limit(None)
            tools.stack_watchdog.limit(number, None)
            tools.journal.flush()  # however the visit ends: what its steps achieved is kept
        return outcome, self.changes(outcome)

    def changes(self, outcome: Outcome) -> dict[str, Any]:
        """What the visit changes in the state: what was changed from outside meanwhile, and what it leaves."""
        return {**self._tools.visit_store.overlay(self._number), **outcome.updates}

    def waits(self, what: str | None) -> None:
        """The visit's work is to wait; nothing runs meanwhile. None: the log says it already."""
        if what is not None:
            with attributed_to(self.node.id):
                log.info("Node %s waits %s.", self.node.id, what)
        self._tell(VisitStatus.RUNNING)

    def completed(self, outcome: Outcome, due: Sequence[tuple[int, str]], edges: Sequence[int] = ()) -> None:
        """The visit is over by these edges, those in `due` begin: written with the next checkpoint, by its thread."""
        status = VisitStatus.SKIPPED if outcome.let_pass else VisitStatus.FINISHED
        error = outcome.let_pass
        with attributed_to(self.node.id):
            if error is not None:
                log.error("%s (onError: continue)", error.message)
            if outcome.led_on is not None:
                error, edge = outcome.led_on.error, outcome.led_on.edge
                by = "" if edge.source == self.node.id else f" of node {edge.source}"
                words = "%s (the run goes on by the edge for %ss%s to node %s)"
                log.error(words, error.message, edge.on, by, edge.target)
        self._tools.visit_store.completed(self._number, status, due, error, edges)
        self._tell(VisitStatus.FAILED if outcome.led_on else status)

    def passed(self, due: Sequence[tuple[int, str]], edges: Sequence[int]) -> None:
        """There was nothing to do: the visit began and is over, and those in `due` begin."""
        self._tools.positions.enter(self._position)
        self._tell(VisitStatus.RUNNING)
        self.completed(Outcome(), due, edges)
        self._tools.positions.leave(self._position)

    def entered(self) -> None:
        """What this visit stands for has begun; others carry it out."""
        self._tell(VisitStatus.RUNNING)

    def dropped(self, broken: ErrorData | None, why: str = "") -> None:
        """Nobody waits for the visit any more: its row is closed, whatever it is at, or whatever has `broken` it."""
        error = broken or NotAwaited(why or None).data(self.node.id)
        self._tools.visit_store.completed(self._number, VisitStatus.CANCELLED, error=error)
        self._tell(VisitStatus.CANCELLED)

    def broken(self, error: RenError) -> LeaveRun:
        """Break the visit; returns what the run leaves with."""
        try:
            with self.under_way(), self.failures_recorded():
                raise error
        except LeaveRun as leaving:
            return leaving

    def failed(self, failure: ErrorData) -> LeaveRun:
        """The visit broke by what its work failed with; returns what the run leaves with."""
        self._tools.visit_store.failed(self._number, failure)
        self._tell(VisitStatus.FAILED)
        timed_out = failure.left_by == "timeout"
        left = NodeFailed(failure, Reason.NODE_TIMEOUT if timed_out else Reason.NODE_ERROR)
        left.node_id, left.visit = self.node.id, self._number
        return left

    @contextlib.contextmanager
    def failures_recorded(self) -> Iterator[None]:
        """What breaks inside breaks this visit.

        Raises:
            NodeFailed: it did; MachineFailure: the machine is to blame.
        """
        try:
            yield
        except LeaveRun:
            raise
        except BaseException as error:
            if trouble := machine_failure(error):
                raise trouble from error
            failure = error_of(error, self.node.id)
            self._tools.visit_store.failed(self._number, failure)
            self._tell(VisitStatus.FAILED)
            raise NodeFailed(failure, _reason(error)) from error

    def _tell(self, status: VisitStatus) -> None:
        number = self._number
        beside = self._tools.visit_store.open_before(number)
        moved = NodeMoved(self.node.id, number, status, self._position.attempt, beside=beside)
        self._tools.report.node_moved(moved)


def _reason(error: BaseException) -> Reason:
    if isinstance(error, NodeTimeout):
        return Reason.NODE_TIMEOUT
    return Reason.STEP_LIMIT if isinstance(error, StepLimit) else Reason.NODE_ERROR
