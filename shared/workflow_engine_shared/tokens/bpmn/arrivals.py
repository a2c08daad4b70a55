"""What a token does at each kind of element, and what follows when a scope is over."""

from collections.abc import Callable
from typing import Any, Final

from workflow_engine_shared.errors import RenError
from workflow_engine_shared.tokens.bpmn import (
    activities,
    catching,
    compensation,
    flows,
    joins,
    loops,
    scopes,
    throwing,
    waits,
)
from workflow_engine_shared.tokens.bpmn.names import assigned, holds, put, seen
from workflow_engine_shared.tokens.elements.definitions import LinkDefinition
from workflow_engine_shared.tokens.elements.nodes import (
    Activity,
    AdHocSubProcess,
    AssignTask,
    CallActivity,
    CatchEvent,
    ComplexGateway,
    Element,
    EmptyTask,
    EndEvent,
    EventGateway,
    InclusiveGateway,
    ParallelGateway,
    Process,
    ReceiveTask,
    SendTask,
    SubProcess,
    ThrowEvent,
    Transaction,
    WorkTask,
)
from workflow_engine_shared.tokens.events import Ended, Message
from workflow_engine_shared.tokens.program import Node
from workflow_engine_shared.tokens.step import Step


def arrive(step: Step, scope_id: str, node: Element, via: str | None) -> None:
    """Let a token that is in the scope do what the element asks for.

    Raises:
        RenError: it cannot; nothing is changed then.
    """
    if isinstance(node, Activity):
        act_id = activities.admit(step, scope_id, node)
        if act_id is not None:
            perform(step, act_id)
    elif isinstance(node, (ParallelGateway, InclusiveGateway, ComplexGateway)):
        joins.arrive(step, scope_id, node, via)
    elif isinstance(node, (ThrowEvent, EndEvent)) and node.definitions:
        throwing.throw(step, scope_id, node)
    elif isinstance(node, EventGateway):
        _wait(step, scope_id, node, [flow.target for flow in node.outgoing])
    elif isinstance(node, CatchEvent) and not any(isinstance(each, LinkDefinition) for each in node.definitions):
        _wait(step, scope_id, node, [node.id])
    else:
        flows.leave(step, scope_id, node)


def perform(step: Step, act_id: str) -> None:
    """Do what an activity is for; where that cannot begin, it stands in an incident."""
    act = step.state["acts"][act_id]
    node = step.program.nodes[act["node"]]
    assert isinstance(node, Activity)
    try:
        if node.loop is not None and not activities.is_instance(step, act["scope"], node.id):
            loops.begin(step, act_id, node)
            return
        inputs = assigned(step, node.inputs, seen(step.state, act["scope"])) if node.inputs else {}
        if inputs:
            step.state["vars"][act_id] = inputs
        called = step.program.nodes[node.called] if isinstance(node, CallActivity) else node
        _PERFORM[type(called)](step, act_id, called)
    except RenError as error:
        step.state["acts"][act_id] = {**step.state["acts"][act_id], "again": "perform"}
        step.trouble(act_id, "stuck", error.code, str(error))


def over(step: Step, scope_id: str) -> None:
    """A scope has no token left, or is to be seen to."""
    scope = step.state["scopes"][scope_id]
    node = step.program.nodes[scope["node"]]
    act_id = scope["act"]
    if isinstance(node, AdHocSubProcess) and scope["role"] == "sub" and _goes_on(step, scope_id, node):
        return
    scope = step.state["scopes"][scope_id]
    if scope["live"]:
        return
    if act_id is None:
        _process_over(step, scope_id)
    elif scope["role"] == "instance":
        loops.instance_over(step, scope_id)
    elif step.state["acts"][act_id]["stand"] == "undo":
        compensation.handled(step, scope_id)
    elif scope.get("cancelled"):
        compensation.cancelled(step, scope_id)
    else:
        activities.inner_over(step, scope_id)


def settle(step: Step) -> bool:
    """Nothing can move: whether something can after all."""
    if step.hold or step.state["status"] != "running":
        return False
    if step.changed:
        step.changed = False
        if catching.look_at_conditions(step):
            return True
    return joins.settle(step)


# -- activities -----------------------------------------------------------------------------------------------------


def _work(step: Step, act_id: str, _node: WorkTask) -> None:
    step.restand(act_id, "work")


def _nothing(step: Step, act_id: str, _node: EmptyTask) -> None:
    activities.entered(step, act_id)
    activities.complete(step, act_id)


def _assign(step: Step, act_id: str, node: AssignTask) -> None:
    scope_id = step.state["acts"][act_id]["scope"]
    values = assigned(step, node.assignments, seen(step.state, scope_id, act_id))
    activities.entered(step, act_id)
    put(step, scope_id, values)
    activities.complete(step, act_id)


def _send(step: Step, act_id: str, node: SendTask) -> None:
    scope_id = step.state["acts"][act_id]["scope"]
    correlation = waits.text_of(step, node.message, seen(step.state, scope_id, act_id))
    payload = step.state["vars"].get(act_id, {})
    activities.entered(step, act_id)
    throwing.send(step, scope_id, node.id, node.message, Message(node.message.ref, payload, correlation))
    if act_id in step.state["acts"]:
        activities.complete(step, act_id)


def _receive(step: Step, act_id: str, node: ReceiveTask) -> None:
    scope_id = step.state["acts"][act_id]["scope"]
    subs = waits.ready(step, [node.id], seen(step.state, scope_id, act_id))
    step.restand(act_id, "wait")
    activities.entered(step, act_id)
    waits.arm(step, subs, scope_id, act_id)


def _sub_process(step: Step, act_id: str, node: SubProcess) -> None:
    variables = step.state["vars"].pop(act_id, {})
    scopes.begin(step, node, act_id, variables)
    step.restand(act_id, "sub")
    activities.entered(step, act_id)


def _process(step: Step, act_id: str, node: Process) -> None:
    """Of a call: the process sees its inputs, or, if none are named, everything."""
    calling = step.program.nodes[step.state["acts"][act_id]["node"]]
    assert isinstance(calling, CallActivity)
    own = step.state["vars"].pop(act_id, {})
    variables = dict(seen(step.state, step.state["acts"][act_id]["scope"])) if calling.inputs is None else own
    scopes.begin(step, node, act_id, variables)
    step.restand(act_id, "sub")
    activities.entered(step, act_id)


_PERFORM: Final[dict[type[Node], Callable[[Step, str, Any], None]]] = {
    WorkTask: _work,
    EmptyTask: _nothing,
    AssignTask: _assign,
    SendTask: _send,
    ReceiveTask: _receive,
    SubProcess: _sub_process,
    Transaction: _sub_process,
    AdHocSubProcess: _sub_process,
    Process: _process,
}


# -- events ---------------------------------------------------------------------------------------------------------


def _wait(step: Step, scope_id: str, node: Element, event_ids: list[str]) -> None:
    """Wait for an event, or for the first of several."""
    subs = waits.ready(step, event_ids, seen(step.state, scope_id))
    act_id = step.stand(scope_id, node.id, "wait")
    activities.entered(step, act_id)
    waits.arm(step, subs, scope_id, act_id)


# -- scopes ---------------------------------------------------------------------------------------------------------


def _goes_on(step: Step, scope_id: str, node: AdHocSubProcess) -> bool:
    """Whether an ad-hoc sub-process has more to do."""
    scope = step.state["scopes"][scope_id]
    act_id, todo = scope["act"], scope.get("todo", [])
    assert act_id is not None
    if node.completion is not None and not scope.get("cancelled"):
        standing = sum(act["scope"] == scope_id for act in step.state["acts"].values())
        every = len(node.holds.entries)
        counted = {"numberOfActivities": every, "numberOfCompletedActivities": every - len(todo) - standing}
        try:
            is_enough = holds(step, node.completion, {**seen(step.state, scope_id), **counted}, node.id)
        except RenError as error:
            step.trouble(act_id, "stuck", error.code, str(error))
            return True
        if is_enough:
            if node.cancels_remaining:
                scopes.clear(step, scope_id, f"The completion condition of {node.id!r} holds.")
            else:
                step.state["scopes"][scope_id] = {**scope, "todo": []}
            return False
    if todo and not scope["live"]:
        step.state["scopes"][scope_id] = {**scope, "todo": todo[1:]}
        step.add(scope_id, 1)
        flows.send(step, scope_id, todo[0])
        return True
    return False


def _process_over(step: Step, scope_id: str) -> None:
    scopes.close(step, scope_id)
    if not step.state["scopes"]:
        step.state["status"] = "finished"
        step.notices.append(Ended("finished"))
