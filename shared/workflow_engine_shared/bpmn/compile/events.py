"""Event definitions, and what messages and signals are called on both sides."""

from collections import Counter
from typing import Literal

from workflow_engine_shared.bpmn.compile.data import extension
from workflow_engine_shared.bpmn.compile.refused import Refused, condition_of, expression, text_or_expression
from workflow_engine_shared.bpmn.element import Element
from workflow_engine_shared.bpmn.expressions.translate import Rule
from workflow_engine_shared.bpmn.lint.texts import is_computed
from workflow_engine_shared.bpmn.model import Definition, Model, definition_of
from workflow_engine_shared.bpmn.names import DEFINITION, OWN, ZEEBE, local
from workflow_engine_shared.tokens.elements import definitions as tokens

_MODES: dict[str, Literal["duration", "date", "cycle"]] = {
    "timeDuration": "duration",
    "timeDate": "date",
    "timeCycle": "cycle",
}


class Events:
    """Makes the definitions of one file."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._named = {kind: _called(model, kind) for kind in ("message", "signal")}
        self._keys = _keys(model)

    def made(self, definition: Definition) -> tokens.Definition:
        """A definition as the engine has it.

        Raises:
            Refused
        """
        element, ref = definition.element, definition.ref
        match definition.kind:
            case "message":
                return self.message(element, ref)
            case "timer":
                return _timer(element)
            case "conditional":
                return tokens.ConditionalDefinition(rule=condition_of(element.child("condition")))
            case "compensate":
                waits = element.is_true("waitForCompletion", default=True)
                return tokens.CompensationDefinition(activity=ref, waits=waits)
            case _:
                return self._thrown(definition)

    def message(self, element: Element, ref: str | None) -> tokens.MessageDefinition:
        """The message that an event or a task means.

        Raises:
            Refused
        """
        message = self._model.target(ref)
        name = self._named["message"].get(ref or "", ref)
        keys = tuple(each for message_id, each in self._keys if message_id == ref)
        return tokens.MessageDefinition(ref=name, correlation=_correlation(element, message), keys=keys)

    def referred(self, element: Element, attribute: str) -> tokens.Definition | None:
        """The definition that an attribute refers to."""
        target = self._model.target(element.get(attribute))
        return self.made(definition_of(target)) if target is not None and target.name.endswith(DEFINITION) else None

    def _thrown(self, definition: Definition) -> tokens.Definition:
        element, ref = definition.element, definition.ref
        match definition.kind:
            case "signal":
                return tokens.SignalDefinition(ref=self._named["signal"].get(ref or "", ref))
            case "error":
                return tokens.ErrorDefinition(code=self._code(ref, "errorCode"))
            case "escalation":
                return tokens.EscalationDefinition(code=self._code(ref, "escalationCode"))
            case "cancel":
                return tokens.CancelDefinition()
            case "terminate":
                return tokens.TerminateDefinition()
            case "link":
                return tokens.LinkDefinition(name=element.get("name") or "")
            case kind:
                detail = f"{element.title}: {kind} events are not executed."
                raise Refused(element, "UNSUPPORTED", detail, "Use another event.")

    def _code(self, ref: str | None, attribute: str) -> str | None:
        """An error is known by its code, or by its id where it has none."""
        element = self._model.target(ref)
        return (element.get(attribute) if element is not None else None) or ref


def correlation_keys(model: Model, process: Element) -> tuple[tokens.CorrelationKey, ...]:
    """What messages for a process are to carry, by its correlation subscriptions.

    Raises:
        Refused
    """
    found = []
    for subscription in process.all("correlationSubscription"):
        key = model.target(subscription.get("correlationKeyRef"))
        parts = []
        for each in subscription.all("correlationPropertyBinding"):
            path = each.child("dataPath")
            target = model.target(each.get("correlationPropertyRef"))
            if path is not None and target is not None:
                parts.append(tokens.Assignment(_label(target), expression(path)))
        if key is not None:
            found.append(tokens.CorrelationKey(name=_label(key), properties=tuple(parts)))
    return tuple(found)


def _timer(element: Element) -> tokens.TimerDefinition:
    for each in element.all(*_MODES):
        rule = expression(each) if is_computed(each.text) else each.text
        return tokens.TimerDefinition(mode=_MODES[each.name], rule=rule)
    raise Refused(element, "BAD_TIMER", f"A timer of {element.near_id!r} has no time.", "Give it a duration.")


def _correlation(element: Element, message: Element | None) -> Rule:
    """What a message must be about: said at the event, at its message, or as Zeebe does."""
    for each in (element, element.parent, message):
        own = each.foreign.get((OWN, "correlation")) if each is not None else None
        if each is not None and own:
            return text_or_expression(each, own)
    subscription = extension(message, ZEEBE, "subscription") if message is not None else None
    key = subscription.get("correlationKey") if subscription is not None else None
    return text_or_expression(subscription, key) if subscription is not None and key else None


def _called(model: Model, kind: str) -> dict[str, str]:
    """Id -> how a message or signal is known outside of the file: by its name, if no other has that."""
    elements = [each for each in model.root.all(kind) if each.id]
    taken = Counter(each.get("name") for each in elements)
    return {each.id: each.get("name") or each.id if taken[each.get("name")] == 1 else each.id for each in elements}


def _keys(model: Model) -> list[tuple[str, tokens.CorrelationKey]]:
    """The correlation keys of conversations, with the message that each can be read from."""
    found = []
    for collaboration in model.root.all("collaboration"):
        for key in collaboration.all("correlationKey"):
            properties = [model.target(each.text) for each in key.all("correlationPropertyRef")]
            paths = [_paths(each) for each in properties if each is not None]
            shared = set.intersection(*(set(each) for each in paths)) if paths else set()
            for message_id in sorted(shared):
                parts = tuple(
                    tokens.Assignment(_label(each), expression(path[message_id]))
                    for each, path in zip([each for each in properties if each is not None], paths, strict=True)
                )
                found.append((message_id, tokens.CorrelationKey(name=_label(key), properties=parts)))
    return found


def _paths(correlation_property: Element) -> dict[str, Element]:
    """Message -> where a property of a conversation stands in it."""
    paths = {}
    for each in correlation_property.all("correlationPropertyRetrievalExpression"):
        path = each.child("messagePath")
        if path is not None:
            paths[local(each.get("messageRef") or "")] = path
    return paths


def _label(element: Element) -> str:
    return element.get("name") or element.id
