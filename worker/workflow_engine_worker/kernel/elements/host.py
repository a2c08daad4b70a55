"""A run of a BPMN file: its tokens are moved as those of a flow are, and its events wait beside its visits."""

import logging
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from langgraph.types import Command

from workflow_engine_shared.bpmn.names import ANSWER
from workflow_engine_shared.dsl.model import Flow
from workflow_engine_shared.dsl.nodes.form import FormNode
from workflow_engine_shared.errors import BadExpression
from workflow_engine_shared.errors.running import Deadlock, UncaughtError
from workflow_engine_shared.ids import shown
from workflow_engine_shared.tokens import engine
from workflow_engine_shared.tokens.events import (
    Disarmed,
    Escalation,
    Event,
    Finished,
    Ignored,
    Incident,
    Notice,
    Unclear,
)
from workflow_engine_worker.control.leave import LeaveRun, NodeFailed
from workflow_engine_worker.kernel.elements.outgoing import Outgoing
from workflow_engine_worker.kernel.graph import LONE_NODE
from workflow_engine_worker.kernel.state import RunState
from workflow_engine_worker.kernel.token_host import TokenHost
from workflow_engine_worker.kernel.visit import NodeRunner
from workflow_engine_worker.kernel.visit_book import FAILED
from workflow_engine_worker.kernel.visit_threads import Result
from workflow_engine_worker.kernel.waits.event_waits import event_of
from workflow_engine_worker.visits.tools import Tools

log = logging.getLogger("renflow")


class ElementHost(TokenHost):
    """Moves the tokens of one run of a BPMN file."""

    #: A multi-instance activity may have a thousand instances: each visit that is under way has a thread.
    most_at_once = 32

    def __init__(self, flow: Flow, runner: NodeRunner, tools: Tools, *, checked: bool) -> None:
        super().__init__(flow, runner, tools, checked=checked)
        self._rows = tools.wait_rows
        self._outgoing: Outgoing | None = None
        self._thread_id = tools.thread_id

    def __call__(self, node: None, state: RunState) -> "Command[Any]":
        self._runner.tell_failpoint()
        self._waiting.committed()
        if self._outgoing is None:
            self._outgoing = Outgoing(self._thread_id, self._rows, state["ctl"])
        self._outgoing.bring()
        if self._tokens is None and (moved := self._take_up(state["ctl"], state["data"])):
            return moved
        if self._has_ended():  # its last step threw something: now that is brought
            return self._command([])
        return super().__call__(node, state)

    def _command(self, over: list[int]) -> "Command[Any]":
        command = super()._command(over)
        assert self._outgoing is not None
        assert isinstance(command.update, dict)
        ctl = {**command.update["ctl"], **self._outgoing.channel()}
        if not self._outgoing.is_due:
            return Command(update={**command.update, "ctl": ctl}, goto=command.goto)
        return Command(update={**command.update, "ctl": {**ctl, "ended": False}}, goto=LONE_NODE)

    def _has_ended(self) -> bool:
        return self._tokens is not None and self._tokens["status"] in {"finished", "cancelled"}

    # -- what is waited for -----------------------------------------------------------------------------------------

    def _subs(self) -> dict[str, Any]:
        """What events wait for; of conditions the engine knows itself when they are met."""
        assert self._tokens is not None
        return {
            each.id: each.waits for each in engine.subscriptions(self._tokens) if each.waits["kind"] != "conditional"
        }

    def _wanted(self) -> Collection[str]:
        return {*super()._wanted(), *(() if self._departures.are_final else self._subs())}

    @property
    def _acts(self) -> Collection[str]:
        return {*super()._acts, *self._subs()}

    def _ask(self) -> None:
        super()._ask()
        for sub_id, sub in self._subs().items():
            self._waiting.ask_event(sub_id, sub)

    def _hand_out(self) -> None:
        if not self._departures.are_final:
            for sub_id, sub in self._subs().items():
                if sub_id not in self._waiting:
                    self._begin_to_wait(sub_id, sub)
        super()._hand_out()

    def _begin_to_wait(self, sub_id: str, sub: Any) -> None:
        try:
            self._waiting.begin_event(sub_id, sub)
        except BadExpression as error:
            if sub_id not in self._departures:
                self._leave(sub_id, NodeFailed(error.data(sub["node"])))

    def _leave_waits(self) -> None:
        if self._commands.stop_requested:
            self._leave_at_an_element()
        tokens = self._tokens
        assert tokens is not None
        if not self._waiting and self._departures.reason is None and tokens["status"] == "running":
            waiting = sorted({join["node"] for join in tokens.get("joins", {}).values()})
            names = ", ".join(map(shown, waiting)) or "it"
            raise NodeFailed(Deadlock(f"No token can come to {names} any more.").data(waiting[0] if waiting else None))
        super()._leave_waits()

    def _leave_at_an_element(self) -> None:
        """Tokens that stand in events are at a safe point: the run leaves there if it is asked to."""
        assert self._tokens is not None
        for act_id, act in self._tokens["acts"].items():
            if act_id in self._book.open and act_id not in self._waiting and act_id not in self._departures:
                visit = self._runner.visit(self._nodes[act["node"]], self._book.open[act_id])
                self._departures.leave_if_asked(act_id, visit)
                return

    # -- what comes -------------------------------------------------------------------------------------------------

    def _take(self, each: Result, over: list[int]) -> bool:
        if each.visit is not None:
            return super()._take(self._answered(each), over)
        sub = self._subs().get(each.id)
        if sub is None:
            return False  # what came with it put an end to the waiting
        notices = self._apply(event_of(each.id, sub, each.value))
        if any(isinstance(one, Ignored) for one in notices):
            self._waiting.again(each.id, sub)
            return True
        over += self._entered(notices)
        return True

    def _answered(self, each: Result) -> Result:
        """What a person answered: each field is a variable."""
        assert each.visit is not None
        if each.done is None or not isinstance(each.visit.node, FormNode):
            return each
        updates = dict(each.done.updates)
        answer = updates.pop(ANSWER, None)
        return replace(each, done=each.done._replace(updates={**updates, **(answer or {})}))

    def _broken(self, each: Result, trouble: Incident) -> LeaveRun:
        assert each.visit is not None
        failed = each.done.outcome.led_on if each.done is not None else None
        return super()._broken(each, trouble) if failed is None else each.visit.failed(failed.error)

    def _apply(self, event: Event) -> list[Notice]:
        notices = super()._apply(event)
        for each in notices:
            _tell(each)
        return notices

    def _entered(self, notices: Sequence[Notice], given: int | None = None, of: Result | None = None) -> list[int]:
        assert self._outgoing is not None
        self._outgoing.note(notices)
        for each in notices:
            if isinstance(each, Disarmed):
                self._waiting.over(each.id)
        return super()._entered(notices, given, of)

    def _edges_of(self, of: Result, notices: Sequence[Notice]) -> Sequence[int]:
        return next((each.edges for each in notices if isinstance(each, Finished) and each.id == of.id), ())

    def _look_for_trouble(self) -> None:
        super()._look_for_trouble()
        assert self._tokens is not None
        if self._tokens["status"] == "failed" and FAILED not in self._departures:
            node_id, code = self._book.failed
            visit = self._runner.visit(self._nodes[node_id], self._book.open[FAILED])
            error = UncaughtError(f"{node_id!r} threw the error {shown(code)}, and nothing around it catches that.")
            self._leave(FAILED, visit.broken(error))


def _tell(notice: Notice) -> None:
    """What only the log says."""
    if isinstance(notice, Escalation):
        log.warning("Node %s escalated %s, and nothing around it catches that.", notice.node, shown(notice.code))
    elif isinstance(notice, Unclear):
        log.warning("Node %s: %s", notice.node, notice.message)
