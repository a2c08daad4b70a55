"""Loops: an activity again and again, or as several instances, each in a scope of its own."""

from collections.abc import Mapping
from typing import Any

from workflow_engine_shared.errors import BadLoop, RenError, TooManyInstances
from workflow_engine_shared.ids import shown
from workflow_engine_shared.tokens.bpmn import activities, catching, flows, scopes, throwing
from workflow_engine_shared.tokens.bpmn.names import is_true, put, seen
from workflow_engine_shared.tokens.elements.definitions import (
    Definition,
    ErrorDefinition,
    EscalationDefinition,
    MessageDefinition,
    MultiInstance,
    SignalDefinition,
    StandardLoop,
)
from workflow_engine_shared.tokens.elements.nodes import Activity, BoundaryEvent
from workflow_engine_shared.tokens.events import Message
from workflow_engine_shared.tokens.state import Counts
from workflow_engine_shared.tokens.step import Step

#: So many instances may run side by side; each is a part of every state that is written.
MOST_PARALLEL = 1_000
#: And so many one after the other.
MOST_SEQUENTIAL = 100_000
#: Instances without work of the host are moves within one step.
_MOST_SPARE = 100_000

#: What an act of a loop keeps beside its counts: the list it goes through, and by its number what each instance left.
_ITEMS = "items"


def begin(step: Step, act_id: str, node: Activity) -> None:
    """Begin the loop of an activity that a token stands in.

    Raises:
        BadLoop, TooManyInstances, BadExpression: how often cannot be told, or is too often.
    """
    loop = node.loop
    act = step.state["acts"][act_id]
    counts: Counts = {"begun": 0, "over": 0, "total": None}
    if isinstance(loop, MultiInstance):
        items, counts["total"] = _total(step, act["scope"], node.id, loop)
        step.state["vars"][act_id] = {_ITEMS: items} if items is not None else {}
    step.state["acts"][act_id] = {**act, "stand": "loop", "loop": counts, "branches": []}
    activities.entered(step, act_id)
    if isinstance(loop, StandardLoop):
        if loop.tests_before and not _goes_on(step, act_id, node.id, loop):
            activities.finish(step, act_id)
        else:
            _instance(step, act_id, node)
        return
    for _ in range(min(counts["total"] or 0, 1 if loop is not None and loop.sequential else MOST_PARALLEL)):
        _instance(step, act_id, node)
    if not counts["total"]:
        _end(step, act_id, node)


def instance_over(step: Step, scope_id: str) -> None:
    """An instance has come to its end."""
    scope = step.state["scopes"][scope_id]
    act_id = scope["act"]
    assert act_id is not None
    act = step.state["acts"][act_id]
    node = step.program.nodes[act["node"]]
    assert isinstance(node, Activity)
    if isinstance(node.loop, MultiInstance) and node.loop.outputs is not None:
        value = step.state["vars"][scope_id].get(node.loop.output_item or "")
        step.state["vars"][act_id] = {**step.state["vars"].get(act_id, {}), str(scope["index"]): value}
    scopes.close(step, scope_id)
    act = step.state["acts"][act_id]
    step.state["acts"][act_id] = {**act, "loop": {**act["loop"], "over": act["loop"]["over"] + 1}}
    if act["stand"] == "loop":
        look(step, act_id)


def look(step: Step, act_id: str) -> None:
    """An instance is over: begin the next, or end the loop."""
    node = step.program.nodes[step.state["acts"][act_id]["node"]]
    assert isinstance(node, Activity)
    try:
        if isinstance(node.loop, StandardLoop):
            if _goes_on(step, act_id, node.id, node.loop):
                _instance(step, act_id, node)
            else:
                activities.finish(step, act_id)
        elif isinstance(node.loop, MultiInstance):
            _multiple(step, act_id, node, node.loop)
    except RenError as error:
        step.trouble(act_id, "stuck", error.code, str(error))


def _multiple(step: Step, act_id: str, node: Activity, loop: MultiInstance) -> None:
    known = {**seen(step.state, step.state["acts"][act_id]["scope"]), **_numbers(step.state["acts"][act_id]["loop"])}
    events, is_over = _events(step, node, loop, known, step.state["acts"][act_id]["loop"]["over"])
    if loop.completion is not None and is_true(step, loop.completion, known, node.id):
        is_over = True
    for event in events:
        _throw(step, act_id, node, event)
        if act_id not in step.state["acts"]:
            return
    counts = step.state["acts"][act_id]["loop"]
    if is_over or counts["over"] == counts["total"]:
        _end(step, act_id, node)
    elif loop.sequential:
        _instance(step, act_id, node)


def _instance(step: Step, act_id: str, node: Activity) -> None:
    act = step.state["acts"][act_id]
    loop, counts = node.loop, act["loop"]
    own: dict[str, Any] = {"loopCounter": counts["begun"]}
    if isinstance(loop, MultiInstance):
        items = step.state["vars"].get(act_id, {}).get(_ITEMS)
        if loop.item is not None and items is not None:
            own[loop.item] = items[counts["begun"]]
        if loop.output_item is not None:
            own.setdefault(loop.output_item, None)
        step.spare = min(step.spare + 10 + len(step.program.nodes), _MOST_SPARE)
    scope_id = scopes.opened(step, node.id, act_id, "instance", own)
    step.state["scopes"][scope_id]["index"] = counts["begun"]
    act = step.state["acts"][act_id]
    step.state["acts"][act_id] = {**act, "loop": {**counts, "begun": counts["begun"] + 1}}
    step.add(scope_id, 1)
    flows.send(step, scope_id, node.id)


def _end(step: Step, act_id: str, node: Activity) -> None:
    """The loop is over; instances that still run are not wanted any more."""
    loop, act = node.loop, step.state["acts"][act_id]
    scopes.cancel_inside(step, act_id, "The loop's completion condition holds.")
    if isinstance(loop, MultiInstance) and loop.outputs is not None:
        left = step.state["vars"].get(act_id, {})
        put(step, act["scope"], {loop.outputs: [left.get(str(i)) for i in range(act["loop"]["total"] or 0)]})
    activities.finish(step, act_id)


def _goes_on(step: Step, act_id: str, node_id: str, loop: StandardLoop) -> bool:
    act = step.state["acts"][act_id]
    over = act["loop"]["over"]
    if loop.maximum is not None and over >= loop.maximum:
        return False
    known = {**seen(step.state, act["scope"]), "loopCounter": over}
    return loop.condition is None or is_true(step, loop.condition, known, node_id)


def _total(step: Step, scope_id: str, node_id: str, loop: MultiInstance) -> tuple[list[Any] | None, int]:
    """The list that a loop goes through, if it does, and how many instances it has."""
    known = seen(step.state, scope_id)
    items: list[Any] | None = None
    if loop.collection is not None:
        value = step.evaluate(loop.collection, known)
        if not isinstance(value, (list, tuple)):
            raise BadLoop(f"What {node_id!r} is to go through is {shown(value)}, not a list.")
        items = list(value)
        total: Any = len(items)
    else:
        total = step.evaluate(loop.cardinality, known)
        if isinstance(total, float) and total.is_integer():
            total = int(total)
    if not isinstance(total, int) or isinstance(total, bool) or total < 0:
        raise BadLoop(f"{node_id!r} is to have {shown(total)} instances: that is no number from 0.")
    most = MOST_SEQUENTIAL if loop.sequential else MOST_PARALLEL
    if total > most:
        how = "one after the other" if loop.sequential else "side by side"
        raise TooManyInstances(f"{node_id!r} is to have {total:,} instances {how}; there may be {most:,}.")
    return items, total


def _numbers(counts: Counts) -> dict[str, int]:
    return {
        "numberOfInstances": counts["total"] or 0,
        "numberOfActiveInstances": counts["begun"] - counts["over"],
        "numberOfCompletedInstances": counts["over"],
        "numberOfTerminatedInstances": 0,
    }


def _events(
    step: Step, node: Activity, loop: MultiInstance, known: Mapping[str, Any], over: int
) -> tuple[list[Definition], bool]:
    """What is thrown now that an instance is over, and whether the others end by it."""
    if loop.none_event is not None:
        return [loop.none_event], False
    if loop.one_event is not None:
        return [loop.one_event] if over == 1 else [], False
    met = [each for each in loop.complex_events if is_true(step, each.condition, dict(known), node.id)]
    return [each.event for each in met if each.event is not None], bool(met)


def _throw(step: Step, act_id: str, node: Activity, event: Definition) -> None:
    """Throw an event of a loop. A boundary event of the activity catches it without ending it."""
    scope_id = step.state["acts"][act_id]["scope"]
    for each in node.boundaries:
        boundary = step.program.nodes[each]
        assert isinstance(boundary, BoundaryEvent)
        if any(_is_same(event, definition) for definition in boundary.definitions):
            step.add(scope_id, 1)
            flows.leave(step, scope_id, boundary)
            return
    if isinstance(event, SignalDefinition):
        throwing.signal(step, event.ref, {}, node.id)
    elif isinstance(event, MessageDefinition):
        throwing.send(step, scope_id, node.id, event, Message(event.ref))
    elif isinstance(event, (ErrorDefinition, EscalationDefinition)):
        catching.caught(step, event, scope_id)


def _is_same(one: Definition, other: Definition) -> bool:
    if isinstance(one, (SignalDefinition, MessageDefinition)) and isinstance(
        other, (SignalDefinition, MessageDefinition)
    ):
        return type(one) is type(other) and one.ref == other.ref
    return type(one) is type(other) and catching.code_of(one) == catching.code_of(other)
