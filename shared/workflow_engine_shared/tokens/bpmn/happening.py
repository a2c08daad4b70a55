"""What follows when something that is waited for happens."""

from collections.abc import Mapping
from typing import Any

from workflow_engine_shared.errors import RenError
from workflow_engine_shared.tokens.bpmn import activities, flows, scopes, waits
from workflow_engine_shared.tokens.bpmn.catching import boundary, event_sub_process, take
from workflow_engine_shared.tokens.bpmn.names import is_true, seen
from workflow_engine_shared.tokens.elements.definitions import ConditionalDefinition
from workflow_engine_shared.tokens.elements.nodes import (
    BoundaryEvent,
    CatchEvent,
    CatchingNode,
    Element,
    EventGateway,
    ReceiveTask,
    StartEvent,
)
from workflow_engine_shared.tokens.events import Finished, Unclear
from workflow_engine_shared.tokens.state import Sub
from workflow_engine_shared.tokens.step import Step


def happened(step: Step, sub_id: str, payload: Mapping[str, Any] | None = None) -> None:
    """What is waited for happened."""
    sub = step.state["subs"][sub_id]
    node = step.program.nodes[sub["node"]]
    assert isinstance(node, (CatchingNode, ReceiveTask))
    waiting = None if sub["act"] is None else step.state["acts"][sub["act"]]
    take(step, node, sub["scope"] if waiting is None else waiting["scope"], payload or {})
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
            now = is_true(step, definition.rule, seen(step.state, sub["scope"], sub["act"]), sub["node"])
        except RenError as error:
            step.notices.append(Unclear(sub["node"], error.code, str(error)))
            continue
        if now != sub["was"]:
            step.state["subs"][sub_id] = {**sub, "was": now}
        if now and not sub["was"]:
            is_met = True
            happened(step, sub_id)
    return is_met


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
