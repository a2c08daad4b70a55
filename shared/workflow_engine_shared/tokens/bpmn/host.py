"""What the host tells a program of elements."""

from collections.abc import Callable
from typing import Any, Final

from workflow_engine_shared.errors import RenError
from workflow_engine_shared.tokens.bpmn import (
    activities,
    catching,
    flows,
    happening,
    joins,
    loops,
    performing,
    scopes,
    throwing,
)
from workflow_engine_shared.tokens.bpmn.names import assigned, put, seen
from workflow_engine_shared.tokens.elements.definitions import ErrorDefinition, EscalationDefinition
from workflow_engine_shared.tokens.elements.nodes import Activity, Element, WorkTask
from workflow_engine_shared.tokens.events import (
    Begin,
    Cancel,
    Completed,
    Ended,
    Escalated,
    Event,
    Failed,
    Ignored,
    Message,
    Retry,
    Signal,
    TimerFired,
    Updated,
)
from workflow_engine_shared.tokens.step import Step


def tell(step: Step, event: Event) -> None:
    """Let an event do what it does."""
    _HANDLE[type(event)](step, event)


def begin(step: Step, at: str | None = None) -> None:
    """Begin the program's process with the variables that are there; or the one that has `at`, by that event."""
    given = step.state["vars"].popitem()[1]
    if at is None:
        throwing.begin_process(step, step.program.start, given, None)
    else:
        throwing.begin_by(step, at, given)


def rested(step: Step) -> None:
    """No token can move any more."""
    if not step.hold:
        joins.tell_deadlock(step)


def _completed(step: Step, event: Completed) -> None:
    act = step.state["acts"].get(event.id)
    if act is None or act["stand"] != "work":
        step.notices.append(Ignored(event))
        return
    node = step.program.nodes[act["node"]]
    assert isinstance(node, Activity)
    try:
        known = {**seen(step.state, act["scope"], event.id), **event.outputs}
        values = event.outputs if node.outputs is None else assigned(step, node.outputs, known)
    except RenError as error:
        step.trouble(event.id, "failed", error.code, str(error))
        return
    put(step, act["scope"], values)
    activities.complete(step, event.id)


def _failed(step: Step, event: Failed) -> None:
    act = step.state["acts"].get(event.id)
    if act is None or act["stand"] != "work":
        step.notices.append(Ignored(event))
        return
    about = {"code": event.code, "message": event.message, "node": act["node"]}
    if not catching.caught(step, ErrorDefinition(code=event.code), act["scope"], event.id, about):
        step.trouble(event.id, "failed", event.code, event.message)


def _timer_fired(step: Step, event: TimerFired) -> None:
    sub = step.state["subs"].get(event.id)
    if sub is None or sub["kind"] != "timer":
        step.notices.append(Ignored(event))
    else:
        happening.happened(step, event.id)


def _message(step: Step, event: Message) -> None:
    if not throwing.deliver(step, event):
        step.notices.append(Ignored(event))


def _signal(step: Step, event: Signal) -> None:
    throwing.signal(step, event.ref, event.payload)


def _escalated(step: Step, event: Escalated) -> None:
    act = step.state["acts"].get(event.id)
    thrown = EscalationDefinition(code=event.code)
    if act is None or not catching.caught(step, thrown, act["scope"], event.id):
        step.notices.append(Ignored(event))


def _begin(step: Step, event: Begin) -> None:
    throwing.begin_process(step, event.process, dict(event.variables), event.at)


def _retry(step: Step, event: Retry) -> None:
    act = step.state["acts"].get(event.id)
    if act is None or act["stand"] not in {"failed", "stuck", "held"}:
        step.notices.append(Ignored(event))
        return
    node = step.program.nodes[act["node"]]
    assert isinstance(node, Element)
    if act["stand"] == "failed":
        step.restand(event.id, "work")
    elif "loop" in act:
        step.restand(event.id, "loop")
        loops.look(step, event.id)
    elif act.get("branches"):
        step.restand(event.id, "sub")
        step.see_to(act["branches"][0])
    elif act.get("again") == "perform":
        step.restand(event.id, "sub")
        performing.perform(step, event.id)
    else:
        scopes.lift(step, event.id)
        if act.get("again") == "leave":
            flows.leave(step, act["scope"], node)
        else:
            flows.send(step, act["scope"], act["node"], act.get("via"))


def _updated(step: Step, event: Updated) -> None:
    """The values hold in every process, and wherever a scope has such a variable of its own."""
    for scope_id, scope in step.state["scopes"].items():
        own = step.state["vars"][scope_id]
        is_process = scope["role"] == "process"
        values = {key: value for key, value in event.variables.items() if is_process or key in own}
        step.state["vars"][scope_id] = {**own, **values}
    step.changed = True


def _cancel(step: Step, _event: Cancel) -> None:
    for scope_id in [key for key, scope in step.state["scopes"].items() if scope["act"] is None]:
        scopes.clear(step, scope_id)
        scopes.close(step, scope_id)
    step.state["status"] = "cancelled"
    step.notices.append(Ended("cancelled"))


def is_plain_work(node: object) -> bool:
    """Whether nothing is evaluated when a token comes to it: it may come there while the run is to stop."""
    return isinstance(node, WorkTask) and node.loop is None and not node.boundaries and not node.inputs


_HANDLE: Final[dict[type[Event], Callable[[Step, Any], None]]] = {
    Completed: _completed,
    Failed: _failed,
    Retry: _retry,
    Updated: _updated,
    Cancel: _cancel,
    TimerFired: _timer_fired,
    Message: _message,
    Signal: _signal,
    Escalated: _escalated,
    Begin: _begin,
}
