"""Who catches: boundary events, event sub-processes, and whatever a subscription belongs to."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from workflow_engine_shared.errors import RenError
from workflow_engine_shared.tokens.bpmn import activities, flows, scopes, waits
from workflow_engine_shared.tokens.bpmn.names import assigned, holds, put, seen
from workflow_engine_shared.tokens.elements.definitions import (
    CancelDefinition,
    ConditionalDefinition,
    Definition,
    ErrorDefinition,
    EscalationDefinition,
)
from workflow_engine_shared.tokens.elements.nodes import (
    Activity,
    BoundaryEvent,
    CatchEvent,
    CatchingNode,
    Element,
    EventGateway,
    Process,
    ReceiveTask,
    StartEvent,
    SubProcess,
)
from workflow_engine_shared.tokens.events import Finished, Unclear
from workflow_engine_shared.tokens.state import Sub
from workflow_engine_shared.tokens.step import Step

#: What is thrown to whoever is around it.
Thrown: TypeAlias = ErrorDefinition | EscalationDefinition | CancelDefinition


def boundary(step: Step, act_id: str, event: BoundaryEvent) -> None:
    """A boundary event of an activity happened."""
    scope_id = step.state["acts"][act_id]["scope"]
    if event.interrupting:
        scopes.cancel(step, act_id, f"Boundary event {event.id!r} happened.")
    else:
        step.add(scope_id, 1)
    flows.leave(step, scope_id, event)


def event_sub_process(step: Step, scope_id: str, start: StartEvent) -> None:
    """An event sub-process of a scope begins."""
    if start.interrupting:
        scopes.clear(step, scope_id, f"Event {start.id!r} happened.")
    node = step.program.nodes[start.scope]
    assert isinstance(node, SubProcess)
    step.add(scope_id, 1)
    act_id = step.stand(scope_id, node.id, "sub")
    activities.entered(step, act_id)
    try:
        scopes.begin(step, node, act_id, {}, [start.id])
    except RenError as error:
        step.state["acts"][act_id]["again"] = "perform"
        step.trouble(act_id, "stuck", error.code, str(error))


def boundary_for(step: Step, act_id: str, thrown: Thrown) -> BoundaryEvent | None:
    """The boundary event of an activity that catches what is thrown in it."""
    node = step.program.nodes[step.state["acts"][act_id]["node"]]
    events = node.boundaries if isinstance(node, Activity) else ()
    found = _match(step, events, thrown)
    assert found is None or isinstance(found, BoundaryEvent)
    return found


def caught(step: Step, thrown: Thrown, scope_id: str, act_id: str | None = None) -> bool:
    """Let whoever is nearest around it catch what is thrown in a scope, or by an act in it; False: nobody does."""
    if act_id is not None and _caught_at(step, activities.outermost(step, act_id), thrown):
        return True
    is_handling = False  # an event sub-process does not catch what another of its scope throws
    while True:
        start = None if is_handling else _start_for(step, scope_id, thrown)
        if start is not None:
            event_sub_process(step, scope_id, start)
            return True
        around = step.state["scopes"][scope_id]["act"]
        if around is None:
            return False
        act = step.state["acts"][around]
        node = step.program.nodes[act["node"]]
        is_handling = isinstance(node, SubProcess) and node.triggered
        if not is_handling and _caught_at(step, activities.outermost(step, around), thrown):
            return True
        scope_id = act["scope"]


def happened(step: Step, sub_id: str, payload: Mapping[str, Any] | None = None) -> None:
    """What is waited for happened."""
    sub = step.state["subs"][sub_id]
    node = step.program.nodes[sub["node"]]
    assert isinstance(node, (CatchingNode, ReceiveTask))
    _take(step, node, sub, payload)
    goes_on = sub.get("mode") == "cycle" and sub["left"] != 1
    if isinstance(node, CatchingNode) and node.needs_all:
        waits.disarm(step, sub_id)
        if any(_is_beside(sub, other) for other in step.state["subs"].values()):
            return
        _rearm(step, node, sub)
    elif sub["kind"] == "timer":
        waits.disarm(step, sub_id)
        if goes_on:
            waits.again(step, sub_id, sub)
    if isinstance(node, StartEvent):
        event_sub_process(step, sub["scope"], node)
        return
    act_id = sub["act"]
    assert act_id is not None
    if isinstance(node, BoundaryEvent):
        boundary(step, act_id, node)
    elif goes_on and isinstance(node, CatchEvent) and step.state["acts"][act_id]["node"] == node.id:
        step.add(sub["scope"], 1)  # each round of the cycle sends a token
        flows.leave(step, sub["scope"], node)
    else:
        _arrived(step, act_id, node)


def look_at_conditions(step: Step) -> bool:
    """Look at all conditions that are waited for; whether one has become true."""
    is_met = False
    for sub_id, sub in list(step.state["subs"].items()):
        if sub["kind"] != "conditional" or sub_id not in step.state["subs"]:
            continue
        definition = waits.definitions_of(step.program.nodes[sub["node"]])[sub["at"]]
        assert isinstance(definition, ConditionalDefinition)
        try:
            now = holds(step, definition.rule, seen(step.state, sub["scope"], sub["act"]), sub["node"])
        except RenError as error:
            step.notices.append(Unclear(sub["node"], error.code, str(error)))
            continue
        if now != sub["was"]:
            step.state["subs"][sub_id] = {**sub, "was": now}
        if now and not sub["was"]:
            is_met = True
            happened(step, sub_id)
    return is_met


def _take(step: Step, node: CatchingNode | ReceiveTask, sub: Sub, payload: Mapping[str, Any] | None) -> None:
    """What becomes of the payload."""
    if not payload and node.outputs is None:
        return
    values: Mapping[str, Any] = payload or {}
    if node.outputs is not None:
        try:
            values = assigned(step, node.outputs, {**seen(step.state, sub["scope"]), **values})
        except RenError as error:
            step.notices.append(Unclear(node.id, error.code, str(error)))
            return
    act = None if sub["act"] is None else step.state["acts"][sub["act"]]
    put(step, sub["scope"] if act is None else act["scope"], values)


def _is_beside(one: Sub, other: Sub) -> bool:
    return (one["node"], one["act"], one["scope"]) == (other["node"], other["act"], other["scope"])


def _rearm(step: Step, node: CatchingNode, sub: Sub) -> None:
    """All of what an event needs has come; one that interrupts nothing may happen again."""
    if isinstance(node, (StartEvent, BoundaryEvent)) and not node.interrupting:
        try:
            subs = waits.ready(step, [node.id], seen(step.state, sub["scope"]))
        except RenError as error:
            step.notices.append(Unclear(node.id, error.code, str(error)))
            return
        waits.arm(step, subs, sub["scope"], sub["act"])


def _arrived(step: Step, act_id: str, node: CatchingNode | ReceiveTask) -> None:
    """What a token waited for came: in the event itself, in a receive task, or behind an event-based gateway."""
    act = step.state["acts"][act_id]
    if act["node"] != node.id:
        _decided(step, act_id, node)
    elif isinstance(node, ReceiveTask):
        activities.complete(step, act_id)
    else:
        scopes.lift(step, act_id)
        flows.leave(step, act["scope"], node, of=act_id)


def _decided(step: Step, act_id: str, node: Element) -> None:
    """An event behind a gateway happened: the gateway's token is there, or, if it needs all, one more of them."""
    act = step.state["acts"][act_id]
    scope_id = act["scope"]
    gateway = step.program.nodes[act["node"]]
    assert isinstance(gateway, EventGateway)
    if gateway.parallel:
        for sub_id in [each for each in act.get("subs", ()) if step.state["subs"][each]["node"] == node.id]:
            waits.disarm(step, sub_id)
    if gateway.parallel and step.state["acts"][act_id].get("subs"):
        step.add(scope_id, 1)
    else:
        scopes.lift(step, act_id)
        edges = tuple(flow.edge for flow in gateway.outgoing if flow.target == node.id and flow.edge is not None)
        step.notices.append(Finished(act_id, gateway.id, (node.id,), edges))
    flows.leave(step, scope_id, node)


def _caught_at(step: Step, act_id: str, thrown: Thrown) -> bool:
    event = boundary_for(step, act_id, thrown)
    if event is None:
        return False
    boundary(step, act_id, event)
    return True


def _start_for(step: Step, scope_id: str, thrown: Thrown) -> StartEvent | None:
    node = step.program.nodes[step.state["scopes"][scope_id]["node"]]
    if not isinstance(node, (Process, SubProcess)) or step.state["scopes"][scope_id]["role"] == "instance":
        return None
    found = _match(step, scopes.starts_inside(step, node), thrown)
    assert found is None or isinstance(found, StartEvent)
    return found


def _match(step: Step, event_ids: "Iterator[str] | tuple[str, ...]", thrown: Thrown) -> CatchingNode | None:
    """Of these events the one that names the code, or else the first that catches any."""
    general: CatchingNode | None = None
    for each in event_ids:
        event = step.program.nodes[each]
        assert isinstance(event, CatchingNode)
        for definition in event.definitions:
            if type(definition) is not type(thrown):
                continue
            if code_of(definition) == code_of(thrown):
                return event
            if code_of(definition) is None and general is None:
                general = event
    return general


def code_of(definition: Definition) -> str | None:
    """The code of an error or escalation."""
    return definition.code if isinstance(definition, (ErrorDefinition, EscalationDefinition)) else None
