"""What is waited for: a subscription for each definition of an event that something from outside it meets."""

from collections.abc import Iterable
from typing import Any, TypeAlias

from workflow_engine_shared.errors import BadExpression
from workflow_engine_shared.ids import shown
from workflow_engine_shared.tokens.elements.definitions import (
    ConditionalDefinition,
    Definition,
    MessageDefinition,
    SignalDefinition,
    TimerDefinition,
)
from workflow_engine_shared.tokens.elements.nodes import CatchingNode, ReceiveTask
from workflow_engine_shared.tokens.events import Armed, Disarmed
from workflow_engine_shared.tokens.program import Node
from workflow_engine_shared.tokens.state import Sub
from workflow_engine_shared.tokens.step import Step

#: What is to be armed: all of a subscription but whose it is.
Ready: TypeAlias = dict[str, Any]


def definitions_of(node: Node) -> tuple[Definition, ...]:
    """What an event or receive task waits for."""
    if isinstance(node, ReceiveTask):
        return (node.message,)
    return node.definitions if isinstance(node, CatchingNode) else ()


def ready(step: Step, node_ids: Iterable[str], variables: dict[str, Any]) -> list[Ready]:
    """What these events wait for, by rules over the variables.

    Raises:
        BadExpression: one has no value, or none that could be waited for.
    """
    return [
        each
        for node_id in node_ids
        for at, definition in enumerate(definitions_of(step.program.nodes[node_id]))
        if (each := _ready(step, node_id, at, definition, variables))
    ]


def arm(step: Step, subs: Iterable[Ready], scope_id: str, act_id: str | None = None) -> None:
    """Wait for these from now on, for an act or, without one, for event sub-processes of the scope."""
    armed: list[str] = []
    for each in subs:
        sub_id = step.new_id("w")
        step.state["subs"][sub_id] = {**each, "scope": scope_id, "act": act_id}  # type: ignore[typeddict-item]
        step.notices.append(Armed(sub_id))
        step.changed |= each["kind"] == "conditional"
        armed.append(sub_id)
    if armed:
        _own(step, scope_id, act_id, armed, ())


def disarm(step: Step, sub_id: str) -> None:
    """Wait for this no longer."""
    sub = step.state["subs"].pop(sub_id)
    step.notices.append(Disarmed(sub_id))
    _own(step, sub["scope"], sub["act"], (), (sub_id,))


def drop(step: Step, sub_ids: Iterable[str]) -> None:
    """Wait for these no longer; who waited is gone."""
    for sub_id in sub_ids:
        del step.state["subs"][sub_id]
        step.notices.append(Disarmed(sub_id))


def again(step: Step, sub_id: str, sub: Sub) -> None:
    """A cycle goes on after it fired: under another id, for its next moment."""
    left = sub["left"]
    assert left is None or left > 1
    kept = {key: value for key, value in sub.items() if key not in {"scope", "act"}}
    following = {**kept, "left": None if left is None else left - 1, "after": sub_id}
    arm(step, [following], sub["scope"], sub["act"])


def _own(step: Step, scope_id: str, act_id: str | None, armed: Iterable[str], off: Iterable[str]) -> None:
    """Write down what whoever waits waits for."""
    if act_id is None:
        scope = step.state["scopes"][scope_id]
        step.state["scopes"][scope_id] = {**scope, "subs": _changed(scope.get("subs", []), armed, off)}
    else:
        act = step.state["acts"][act_id]
        step.state["acts"][act_id] = {**act, "subs": _changed(act.get("subs", []), armed, off)}


def _changed(subs: list[str], armed: Iterable[str], off: Iterable[str]) -> list[str]:
    return [*(each for each in subs if each not in off), *armed]


def _ready(step: Step, node_id: str, at: int, definition: Definition, variables: dict[str, Any]) -> Ready | None:
    base = {"node": node_id, "at": at}
    if isinstance(definition, TimerDefinition):
        spec = step.evaluate(definition.rule, variables)
        if not isinstance(spec, str):
            raise BadExpression(f"The time of {node_id!r} is {shown(spec)}, not a text as ISO 8601 has it.")
        left = _rounds(spec) if definition.mode == "cycle" else 1
        return {**base, "kind": "timer", "mode": definition.mode, "spec": spec, "left": left}
    if isinstance(definition, MessageDefinition):
        return {**base, "kind": "message", "ref": definition.ref, "correlation": text_of(step, definition, variables)}
    if isinstance(definition, SignalDefinition):
        return {**base, "kind": "signal", "ref": definition.ref}
    if isinstance(definition, ConditionalDefinition):
        return {**base, "kind": "conditional", "was": False}
    return None


def text_of(step: Step, definition: MessageDefinition, variables: dict[str, Any]) -> str | None:
    """What a message carries or must carry. Raises BadExpression."""
    if definition.correlation is None:
        return None
    value = step.evaluate(definition.correlation, variables)
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        return str(value)
    raise BadExpression(f"The correlation of message {definition.ref!r} is {shown(value)}, not a text or number.")


def _rounds(spec: str) -> int | None:
    """How often a cycle fires; None: without end."""
    count = spec.partition("/")[0].removeprefix("R")
    return max(int(count), 1) if count.isdecimal() and spec.startswith("R") else None
