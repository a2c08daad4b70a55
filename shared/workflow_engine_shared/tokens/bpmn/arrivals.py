"""What a token does at each kind of element, and what follows when a scope is over."""

from workflow_engine_shared.errors import RenError
from workflow_engine_shared.tokens.bpmn import (
    activities,
    compensation,
    flows,
    happening,
    joins,
    loops,
    performing,
    scopes,
    throwing,
    waits,
)
from workflow_engine_shared.tokens.bpmn.names import is_true, seen
from workflow_engine_shared.tokens.elements.definitions import LinkDefinition
from workflow_engine_shared.tokens.elements.nodes import (
    Activity,
    AdHocSubProcess,
    CatchEvent,
    ComplexGateway,
    Element,
    EndEvent,
    EventGateway,
    InclusiveGateway,
    ParallelGateway,
    ThrowEvent,
)
from workflow_engine_shared.tokens.events import Ended
from workflow_engine_shared.tokens.step import Step


def arrive(step: Step, scope_id: str, node: Element, via: str | None) -> None:
    """Let a token that is in the scope do what the element asks for.

    Raises:
        RenError: it cannot; nothing is changed then.
    """
    if isinstance(node, Activity):
        act_id = activities.admit(step, scope_id, node)
        if act_id is not None:
            performing.perform(step, act_id)
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


def over(step: Step, scope_id: str) -> None:
    """A scope has no token left, or is to be seen to."""
    scope = step.state["scopes"][scope_id]
    node = step.program.nodes[scope["node"]]
    act_id = scope["act"]
    is_undone = act_id is not None and step.state["acts"][act_id]["stand"] == "undo"
    is_adhoc = isinstance(node, AdHocSubProcess) and scope["role"] == "sub" and not is_undone
    if is_adhoc and _goes_on(step, scope_id):
        return
    scope = step.state["scopes"][scope_id]
    if scope["live"]:
        return
    if act_id is None:
        _process_over(step, scope_id)
    elif scope["role"] == "instance":
        loops.instance_over(step, scope_id)
    elif is_undone:
        compensation.handled(step, scope_id)
    elif scope.get("cancelled"):
        compensation.cancelled(step, scope_id)
    else:
        activities.inner_over(step, scope_id)


def idle(step: Step) -> bool:
    """Nothing can move: whether something can after all."""
    if step.hold or step.state["status"] != "running":
        return False
    if step.changed:
        step.changed = False
        if happening.look_at_conditions(step):
            return True
    return joins.idle(step)


# -- events ---------------------------------------------------------------------------------------------------------


def _wait(step: Step, scope_id: str, node: Element, event_ids: list[str]) -> None:
    """Wait for an event, or for the first of several."""
    subs = waits.ready(step, event_ids, seen(step.state, scope_id))
    act_id = step.stand(scope_id, node.id, "wait")
    activities.entered(step, act_id)
    waits.arm(step, subs, scope_id, act_id)


# -- scopes ---------------------------------------------------------------------------------------------------------


def _goes_on(step: Step, scope_id: str) -> bool:
    """Whether an ad-hoc sub-process has more to do."""
    scope = step.state["scopes"][scope_id]
    node = step.program.nodes[scope["node"]]
    assert isinstance(node, AdHocSubProcess)
    act_id, todo = scope["act"], scope.get("todo", [])
    assert act_id is not None
    if node.completion is not None and not scope.get("cancelled"):
        standing = sum(act["scope"] == scope_id for act in step.state["acts"].values())
        every = len(node.contents.entries)
        counted = {"numberOfActivities": every, "numberOfCompletedActivities": every - len(todo) - standing}
        try:
            is_enough = is_true(step, node.completion, {**seen(step.state, scope_id), **counted}, node.id)
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
