"""One visit of a node, as the graph calls it: safe point, limits, the node's own work, the choice of what follows."""

import contextlib
import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from langgraph.graph import END
from langgraph.types import Command

from workflow_engine_shared.dsl.model import Flow, Node
from workflow_engine_shared.errors import ErrorData, StepLimit
from workflow_engine_shared.messages import NodeMoved
from workflow_engine_shared.paths import RunPaths
from workflow_engine_shared.registry import RegisteredFunction
from workflow_engine_shared.run_status import Reason
from workflow_engine_shared.sdk import CONTEXT, RunInfo
from workflow_engine_shared.storage import visits
from workflow_engine_shared.storage.database import Database
from workflow_engine_worker.compile import graph_name, next_node
from workflow_engine_worker.control import Control, LeaveRun, NodeFailed
from workflow_engine_worker.functions import Functions, error_of
from workflow_engine_worker.ledger import Ledger
from workflow_engine_worker.nodes import Outcome, visit_node
from workflow_engine_worker.progress import Pace
from workflow_engine_worker.report import Report
from workflow_engine_worker.state import RunState


@dataclass
class Position:
    """Where the run is right now; read by the beat, the log and the error path."""

    node_id: str | None = None
    visit: int = 0
    attempt: int = 1


@dataclass(frozen=True)
class Tools:
    """What every visit of this run uses."""

    thread_id: str
    paths: RunPaths
    database: Database
    control: Control
    ledger: Ledger
    report: Report
    position: Position


class Visits:
    """Calls nodes for the graph."""

    def __init__(self, flow: Flow, functions: Functions, tools: Tools, first: visits.Visit) -> None:
        self._flow = flow
        self._functions = functions
        self._tools = tools
        self._first = first  #: the visit this worker took over, possibly not its first attempt

    def __call__(self, node: Node, state: RunState) -> "Command[Any]":
        number = state["ctl"]["visits"] + 1
        self._enter(node, number)
        self._tools.control.safe_point()
        with self._failures_recorded(node, number):
            self._check_limit(number)
            overlay = self._overlay(number)
            outcome = self._work(node, number, {**state["data"], **overlay})
            following = None if outcome.ended else next_node(self._flow, node.id, outcome.value)
        self._leave(node, number, outcome, following)
        return Command(
            update={
                "data": {**overlay, **outcome.updates},
                "ctl": {"visits": number, "ended": outcome.ended},
            },
            goto=END if following is None else graph_name(following),
        )

    def _enter(self, node: Node, number: int) -> None:
        position = self._tools.position
        position.node_id, position.visit = node.id, number
        position.attempt = self._first.attempt if number == self._first.visit else 1

    def _leave(self, node: Node, number: int, outcome: Outcome, following: str | None) -> None:
        status = "skipped" if outcome.let_pass else "finished"
        if outcome.let_pass:
            logging.getLogger("renflow").error("%s (onError: continue)", outcome.let_pass.message)
        self._tools.ledger.completed(number, status, following, outcome.let_pass)
        self._tools.report.node_moved(NodeMoved(node.id, number, status, self._tools.position.attempt))

    def _work(self, node: Node, number: int, state: dict[str, Any]) -> Outcome:
        """The node's own work, with this visit as the context of the author's code."""
        self._tools.report.node_moved(NodeMoved(node.id, number, "running", self._tools.position.attempt))
        visitor = _Visitor(node, number, self._functions, self._tools)
        token = CONTEXT.set(visitor)
        try:
            return visit_node(node, state, visitor)
        finally:
            CONTEXT.reset(token)

    def _overlay(self, number: int) -> dict[str, Any]:
        """Updates from outside exist only for the visit a worker takes over."""
        if number != self._first.visit:
            return {}
        with self._tools.database.read() as con:
            return visits.overlay_of(con, number)

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
            failure = error_of(error, node.id)
            self._tools.ledger.failed(number, failure)
            self._tools.report.node_moved(NodeMoved(node.id, number, "failed", self._tools.position.attempt))
            raise NodeFailed(failure, _reason(error)) from error


class _Visitor:
    """A visit's view of the run, for the node type and for the author's code."""

    def __init__(self, node: Node, number: int, functions: Functions, tools: Tools) -> None:
        self._node = node
        self._number = number
        self._functions = functions
        self._tools = tools
        self._pace = Pace(node.id)

    @property
    def info(self) -> RunInfo:
        key = f"{self._tools.thread_id}/{self._node.id}/{self._number}"
        return RunInfo(
            thread_id=self._tools.thread_id,
            node_id=self._node.id,
            visit=self._number,
            attempt=self._tools.position.attempt,
            inputs_dir=self._tools.paths.inputs,
            outputs_dir=self._tools.paths.outputs,
            idempotency_key=hashlib.sha256(key.encode()).hexdigest(),
            logger=logging.getLogger(f"flow.{self._node.id}"),
        )

    def function(self, name: str) -> RegisteredFunction:
        return self._functions[name]

    def progress(self, done: int, total: int | None, message: str | None) -> None:
        self._tools.report.progress(self._pace.step(done, total, message))

    def try_again(self, error: ErrorData, delay: float) -> None:
        position = self._tools.position
        logging.getLogger("renflow").warning("Attempt %d failed: %s", position.attempt, error.message)
        self._tools.ledger.tried_again(self._number, error)
        position.attempt += 1
        self._tools.control.wait(delay)


def _reason(error: BaseException) -> Reason:
    return Reason.STEP_LIMIT if isinstance(error, StepLimit) else Reason.NODE_ERROR
