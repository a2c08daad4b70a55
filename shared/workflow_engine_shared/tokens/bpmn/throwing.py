"""What is thrown: messages and signals to whom waits for them, and what whoever is around catches."""

from collections.abc import Iterator
from typing import Any

from workflow_engine_shared.tokens.bpmn import catching, compensation, flows, happening, scopes, waits
from workflow_engine_shared.tokens.bpmn.correlation import carries, fix
from workflow_engine_shared.tokens.bpmn.names import assigned, seen
from workflow_engine_shared.tokens.bpmn.waits import definitions_of, text_of
from workflow_engine_shared.tokens.elements.definitions import (
    CancelDefinition,
    CompensationDefinition,
    Definition,
    ErrorDefinition,
    EscalationDefinition,
    MessageDefinition,
    SignalDefinition,
    TerminateDefinition,
)
from workflow_engine_shared.tokens.elements.nodes import (
    Element,
    EndEvent,
    EventGateway,
    Process,
    StartEvent,
    ThrowEvent,
)
from workflow_engine_shared.tokens.events import Ended, Escalation, Message, Sent, Signalled
from workflow_engine_shared.tokens.step import Step


def throw(step: Step, scope_id: str, node: ThrowEvent | EndEvent) -> None:
    """A token came to an event that throws.

    Raises:
        BadExpression: what it is to carry cannot be evaluated; nothing is changed then.
    """
    if isinstance(node, ThrowEvent) and node.leads_to is not None:
        flows.send(step, scope_id, node.leads_to)
        return
    payload = assigned(step, node.inputs, seen(step.state, scope_id)) if node.inputs else {}
    known = {**seen(step.state, scope_id), **payload}
    carried = [text_of(step, each, known) if isinstance(each, MessageDefinition) else None for each in node.definitions]
    act_id = step.stand(scope_id, node.id, "wait")  # whatever it leads to may put an end to the token
    for definition, correlation in zip(node.definitions, carried, strict=True):
        if act_id not in step.state["acts"]:
            return
        _throw(step, act_id, definition, payload, correlation)
    act = step.state["acts"].get(act_id)
    if act is not None and act["stand"] == "wait":
        step.lift(act_id)
        flows.leave(step, scope_id, node)


def _throw(step: Step, act_id: str, definition: Definition, payload: dict[str, Any], correlation: str | None) -> None:
    act = step.state["acts"][act_id]
    node_id, scope_id = act["node"], act["scope"]
    if isinstance(definition, SignalDefinition):
        signal(step, definition.ref, payload, node_id)
    elif isinstance(definition, MessageDefinition):
        send(step, scope_id, node_id, definition, Message(definition.ref, payload, correlation))
    elif isinstance(definition, EscalationDefinition):
        if not catching.caught(step, definition, scope_id, about=_about(definition.code, node_id)):
            step.notices.append(Escalation(node_id, definition.code))
    elif isinstance(definition, ErrorDefinition):
        if not catching.caught(step, definition, scope_id, about=_about(definition.code, node_id)):
            _fail(step, node_id, definition.code)
    elif isinstance(definition, TerminateDefinition):
        scopes.clear(step, scope_id, f"{node_id!r} ended it.")
        step.see_to(scope_id)
    elif isinstance(definition, CancelDefinition):
        compensation.cancel_transaction(step, scope_id)
    elif isinstance(definition, CompensationDefinition):
        compensation.compensate(step, act_id, definition)


def _about(code: str | None, node_id: str) -> dict[str, Any]:
    return {"code": code, "message": "", "node": node_id}


def send(step: Step, scope_id: str, node_id: str, definition: MessageDefinition, message: Message) -> None:
    """Throw a message: one that waits for it gets it, or a process begins by it, or the host is told."""
    fix(step, scope_id, definition, message.payload)
    target = step.program.message_flows.get(node_id)
    if not deliver(step, message, target) and not _begins(step, message, target):
        step.notices.append(Sent(node_id, message.ref, message.payload, message.correlation, target))


def deliver(step: Step, message: Message, target: str | None = None) -> bool:
    """Give a message to the first that waits for it; `target`: only to this element or process. False: nobody does."""
    for sub_id, sub in step.state["subs"].items():
        if sub["kind"] != "message" or (message.id is not None and message.id != sub_id):
            continue
        is_meant = target is None or target in {sub["node"], *_processes_of(step, sub["scope"])}
        if is_meant and sub["ref"] == message.ref and carries(step, sub, message):
            happening.happened(step, sub_id, message.payload)
            return True
    return False


def signal(step: Step, ref: str | None, payload: dict[str, Any], node_id: str | None = None) -> None:
    """Give a signal to all that wait for it; thrown in the run (`node_id`), it begins processes, too."""
    for sub_id in [key for key, sub in step.state["subs"].items() if sub["kind"] == "signal" and sub["ref"] == ref]:
        if sub_id in step.state["subs"]:
            happening.happened(step, sub_id, payload)
    if node_id is not None:
        step.notices.append(Signalled(node_id, ref, payload))
        for process, trigger in list(_triggers(step, SignalDefinition, ref)):
            _begin(step, process, trigger, payload)


def begin_process(step: Step, process_id: str, variables: dict[str, Any], at: str | None) -> None:
    """Begin a process: as usual, or at one of its events."""
    process = step.program.nodes[process_id]
    assert isinstance(process, Process)
    trigger = None if at is None else step.program.nodes[at]
    if trigger is None or isinstance(trigger, StartEvent):
        scopes.begin(step, process, None, variables, None if at is None else [at])
    else:
        assert isinstance(trigger, Element)
        _begin(step, process, trigger, variables)


def begin_by(step: Step, node_id: str, payload: dict[str, Any]) -> None:
    """Begin the process that one of its events begins, with what that brings.

    Raises:
        BadExpression: what becomes of the payload cannot be evaluated.
    """
    trigger = step.program.nodes[node_id]
    assert isinstance(trigger, Element)
    process = step.program.nodes[trigger.scope]
    assert isinstance(process, Process)
    _begin(step, process, trigger, payload)


def _processes_of(step: Step, scope_id: str) -> Iterator[str]:
    """The process that a scope is in, and those that call it."""
    inside: str | None = scope_id
    while inside is not None:
        scope = step.state["scopes"][inside]
        if scope["role"] == "process":
            yield scope["node"]
        inside = None if scope["act"] is None else step.state["acts"][scope["act"]]["scope"]


def _begins(step: Step, message: Message, target: str | None) -> bool:
    """Whether a process begins by a message."""
    for process, trigger in _triggers(step, MessageDefinition, message.ref):
        if target in {None, process.id, trigger.id}:
            _begin(step, process, trigger, message.payload)
            return True
    return False


def _triggers(
    step: Step, kind: type[SignalDefinition | MessageDefinition], ref: str | None
) -> Iterator[tuple[Process, Element]]:
    """What begins by this, with its process; of an event-based gateway the event behind it."""
    for process_id in step.program.processes:
        process = step.program.nodes[process_id]
        assert isinstance(process, Process)
        for each in process.contents.triggers:
            trigger = step.program.nodes[each]
            assert isinstance(trigger, Element)
            behind = trigger.outgoing if isinstance(trigger, EventGateway) else ()
            for event in [trigger, *(step.program.nodes[flow.target] for flow in behind)]:
                assert isinstance(event, Element)
                if any(isinstance(d, kind) and d.ref == ref for d in definitions_of(event)):
                    yield process, event


def _begin(step: Step, process: Process, trigger: Element, payload: dict[str, Any]) -> None:
    """Begin a process by what triggers it."""
    if isinstance(trigger, StartEvent):
        values = payload if trigger.outputs is None else assigned(step, trigger.outputs, payload)
        scopes.begin(step, process, None, dict(values), [trigger.id])
        return
    before = [node for node in step.program.nodes.values() if isinstance(node, EventGateway) and node.instantiates]
    gateway = next((each for each in before if any(flow.target == trigger.id for flow in each.outgoing)), None)
    scope_id = scopes.begin(step, process, None, dict(payload), [])
    if gateway is not None and gateway.parallel:
        _wait_for_rest(step, scope_id, gateway, trigger)
    step.add(scope_id, 1)
    flows.leave(step, scope_id, trigger)


def _wait_for_rest(step: Step, scope_id: str, gateway: EventGateway, but: Element) -> None:
    """An instance begins with the first of several events that all must happen: it waits for the others."""
    rest = [flow.target for flow in gateway.outgoing if flow.target != but.id]
    if rest:
        subs = waits.ready(step, rest, seen(step.state, scope_id))
        step.add(scope_id, 1)
        waits.arm(step, subs, scope_id, step.stand(scope_id, gateway.id, "wait"))


def _fail(step: Step, node_id: str, code: str | None) -> None:
    """An error that nothing catches is the end of the run."""
    for scope_id in [key for key, scope in step.state["scopes"].items() if scope["act"] is None]:
        scopes.clear(step, scope_id, f"{node_id!r} threw an error that nothing catches.")
        scopes.close(step, scope_id)
    step.state["status"] = "failed"
    step.notices.append(Ended("failed", node_id, code))
