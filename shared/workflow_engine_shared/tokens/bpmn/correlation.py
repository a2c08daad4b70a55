"""Which message is meant for which process instance: by the text it carries, and by the keys of a conversation."""

from typing import Any

from workflow_engine_shared.errors import RenError
from workflow_engine_shared.tokens.bpmn.names import outwards
from workflow_engine_shared.tokens.bpmn.waits import definitions_of
from workflow_engine_shared.tokens.elements.definitions import CorrelationKey, MessageDefinition
from workflow_engine_shared.tokens.elements.nodes import Process
from workflow_engine_shared.tokens.events import Message
from workflow_engine_shared.tokens.state import Sub
from workflow_engine_shared.tokens.step import Step


def carries(step: Step, sub: Sub, message: Message) -> bool:
    """Whether a message carries what is waited for; if so, keys that it brings first are fixed by it."""
    wanted = sub.get("correlation")
    if wanted is not None and wanted != message.correlation:
        return False
    definition = definitions_of(step.program.nodes[sub["node"]])[sub["at"]]
    assert isinstance(definition, MessageDefinition)
    if not definition.keys:
        return True
    known = expected(step, sub["scope"])
    for key in definition.keys:
        if key.name in known and _read(step, key, message.payload) != known[key.name]:
            return False
    fix(step, sub["scope"], definition, message.payload)
    return True


def fix(step: Step, scope_id: str, definition: MessageDefinition, payload: dict[str, Any]) -> None:
    """A message of a conversation fixes the keys that nothing did before it."""
    if not definition.keys:
        return
    process_id = list(outwards(step.state, scope_id))[-1]
    scope = step.state["scopes"][process_id]
    keys = dict(scope.get("keys", {}))
    for key in definition.keys:
        values = _read(step, key, payload)
        if key.name not in keys and values is not None:
            keys[key.name] = values
    step.state["scopes"][process_id] = {**scope, "keys": keys}


def expected(step: Step, scope_id: str) -> dict[str, dict[str, Any]]:
    """The keys that messages for a process instance must have: those it fixed, and those its variables give."""
    process_id = list(outwards(step.state, scope_id))[-1]
    scope = step.state["scopes"][process_id]
    process = step.program.nodes[scope["node"]]
    assert isinstance(process, Process)
    known = dict(scope.get("keys", {}))
    for key in process.correlations:
        values = _read(step, key, step.state["vars"][process_id])
        if values is not None:
            known[key.name] = values
    return known


def _read(step: Step, key: CorrelationKey, source: dict[str, Any]) -> dict[str, Any] | None:
    """The properties of a key; None: at least one is not there."""
    values: dict[str, Any] = {}
    for each in key.properties:
        try:
            values[each.into] = step.evaluate(each.rule, source)
        except RenError:
            return None
        if values[each.into] is None:
            return None
    return values
