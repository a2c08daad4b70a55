"""Who catches what is thrown around it: boundary events and event sub-processes."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from workflow_engine_shared.errors import RenError
from workflow_engine_shared.tokens.bpmn import activities, flows, scopes
from workflow_engine_shared.tokens.bpmn.names import assigned, put, seen
from workflow_engine_shared.tokens.elements.definitions import (
    CancelDefinition,
    Definition,
    ErrorDefinition,
    EscalationDefinition,
)
from workflow_engine_shared.tokens.elements.nodes import (
    Activity,
    BoundaryEvent,
    CatchingNode,
    Process,
    ReceiveTask,
    StartEvent,
    SubProcess,
)
from workflow_engine_shared.tokens.events import Unclear
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


def take(step: Step, event: CatchingNode | ReceiveTask, scope_id: str, payload: Mapping[str, Any]) -> None:
    """What becomes of what an event brings: variables of the scope."""
    values = payload
    if event.outputs is not None:
        try:
            values = assigned(step, event.outputs, {**seen(step.state, scope_id), **payload})
        except RenError as error:
            step.notices.append(Unclear(event.id, error.code, str(error)))
            return
    put(step, scope_id, values)


def boundary_for(step: Step, act_id: str, thrown: Thrown) -> BoundaryEvent | None:
    """The boundary event of an activity that catches what is thrown in it."""
    node = step.program.nodes[step.state["acts"][act_id]["node"]]
    events = node.boundaries if isinstance(node, Activity) else ()
    found = _match(step, events, thrown)
    assert found is None or isinstance(found, BoundaryEvent)
    return found


def caught(
    step: Step, thrown: Thrown, scope_id: str, act_id: str | None = None, about: Mapping[str, Any] | None = None
) -> bool:
    """Let whoever is nearest around it catch what is thrown in a scope, or by an act in it; False: nobody does.

    `about` is what an event that takes something of it may take: code, message and node.
    """
    if act_id is not None and _caught_at(step, activities.outermost(step, act_id), thrown, about):
        return True
    is_handling = False  # an event sub-process does not catch what another of its scope throws
    while True:
        start = None if is_handling else _start_for(step, scope_id, thrown)
        if start is not None:
            _take_if_named(step, start, scope_id, about)
            event_sub_process(step, scope_id, start)
            return True
        around = step.state["scopes"][scope_id]["act"]
        if around is None:
            return False
        act = step.state["acts"][around]
        node = step.program.nodes[act["node"]]
        is_handling = isinstance(node, SubProcess) and node.triggered
        if not is_handling and _caught_at(step, activities.outermost(step, around), thrown, about):
            return True
        scope_id = act["scope"]


def _take_if_named(step: Step, event: CatchingNode, scope_id: str, about: Mapping[str, Any] | None) -> None:
    """What was thrown becomes variables only where the event says which."""
    if event.outputs is not None:
        take(step, event, scope_id, about or {})


def _caught_at(step: Step, act_id: str, thrown: Thrown, about: Mapping[str, Any] | None) -> bool:
    event = boundary_for(step, act_id, thrown)
    if event is None:
        return False
    _take_if_named(step, event, step.state["acts"][act_id]["scope"], about)
    boundary(step, act_id, event)
    return True


def _start_for(step: Step, scope_id: str, thrown: Thrown) -> StartEvent | None:
    node = step.program.nodes[step.state["scopes"][scope_id]["node"]]
    if not isinstance(node, (Process, SubProcess)) or step.state["scopes"][scope_id]["role"] == "instance":
        return None
    found = _match(step, scopes.starts_inside(step, node), thrown)
    assert found is None or isinstance(found, StartEvent)
    return found


def _match(step: Step, event_ids: Iterable[str], thrown: Thrown) -> CatchingNode | None:
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
