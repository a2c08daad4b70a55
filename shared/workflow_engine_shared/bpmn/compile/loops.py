"""Loops and multi-instance activities."""

from workflow_engine_shared.bpmn.compile.data import extension, source_of_input, target_of_output
from workflow_engine_shared.bpmn.compile.events import Events
from workflow_engine_shared.bpmn.compile.refused import Refused, condition_of, expression, text_or_expression
from workflow_engine_shared.bpmn.element import Element
from workflow_engine_shared.bpmn.model import Model, definition_of, variable
from workflow_engine_shared.bpmn.names import CAMUNDA, DEFINITION, ZEEBE
from workflow_engine_shared.tokens.elements import definitions as tokens


def loop_of(model: Model, node: Element, events: Events) -> tokens.Loop | None:
    """How often an activity is done; None: once.

    Raises:
        Refused
    """
    standard = node.child("standardLoopCharacteristics")
    if standard is not None:
        most = standard.get("loopMaximum") or ""
        return tokens.StandardLoop(
            condition=condition_of(standard.child("loopCondition")),
            tests_before=standard.is_true("testBefore"),
            maximum=int(most) if most.strip().isdigit() else None,
        )
    multi = node.child("multiInstanceLoopCharacteristics")
    return None if multi is None else _multi(model, node, multi, events)


def _multi(model: Model, node: Element, loop: Element, events: Events) -> tokens.MultiInstance:
    count = loop.child("loopCardinality")
    collection, item = _collection(model, node, loop)
    outputs, output_item = _outputs(model, node, loop)
    behavior = loop.get("behavior") or "All"
    zeebe = extension(loop, ZEEBE, "loopCharacteristics")
    completion = condition_of(loop.child("completionCondition"))
    if zeebe is not None and completion is None and zeebe.get("completionCondition"):
        completion = expression(zeebe, zeebe.get("completionCondition"))
    return tokens.MultiInstance(
        sequential=loop.is_true("isSequential"),
        cardinality=None if count is None else expression(count),
        collection=collection,
        item=item,
        outputs=outputs,
        output_item=output_item,
        completion=completion,
        none_event=events.referred(loop, "noneBehaviorEventRef") if behavior == "None" else None,
        one_event=events.referred(loop, "oneBehaviorEventRef") if behavior == "One" else None,
        complex_events=tuple(_complex(each, events) for each in _complexes(loop, behavior)),
    )


def _collection(model: Model, node: Element, loop: Element) -> tuple[object, str | None]:
    """The rule of a collection, and what an instance calls its item."""
    zeebe = extension(loop, ZEEBE, "loopCharacteristics")
    ref, item = loop.text_of("loopDataInputRef"), loop.child("inputDataItem")
    name = None if item is None else variable(item)
    if ref is not None:
        return {"var": source_of_input(model, node, ref)}, name
    if zeebe is not None and zeebe.get("inputCollection"):
        return expression(zeebe, zeebe.get("inputCollection")), zeebe.get("inputElement") or name
    camunda = loop.foreign.get((CAMUNDA, "collection"))
    if camunda:
        rule = text_or_expression(loop, camunda)
        return {"var": rule} if isinstance(rule, str) else rule, loop.foreign.get((CAMUNDA, "elementVariable")) or name
    return None, name


def _outputs(model: Model, node: Element, loop: Element) -> tuple[str | None, str | None]:
    """The list that the instances' results become, and which of their variables each gives."""
    zeebe = extension(loop, ZEEBE, "loopCharacteristics")
    ref, item = loop.text_of("loopDataOutputRef"), loop.child("outputDataItem")
    if ref is not None:
        return target_of_output(model, node, ref), None if item is None else variable(item)
    if zeebe is None or not zeebe.get("outputCollection"):
        return None, None
    rule = expression(zeebe, zeebe.get("outputElement") or "", "feel")
    if not (isinstance(rule, dict) and isinstance(rule.get("var"), str) and "." not in rule["var"]):
        detail = f"{node.title}: outputElement is no plain variable."
        raise Refused(loop, "UNSUPPORTED", detail, "Name the variable that each instance leaves.")
    return zeebe.get("outputCollection"), rule["var"]


def _complexes(loop: Element, behavior: str) -> list[Element]:
    return loop.all("complexBehaviorDefinition") if behavior == "Complex" else []


def _complex(element: Element, events: Events) -> tokens.ComplexBehavior:
    thrown = next((each for each in element.walk() if each.is_bpmn and each.name.endswith(DEFINITION)), None)
    event = None if thrown is None else events.made(definition_of(thrown))
    allowed = (
        tokens.SignalDefinition,
        tokens.MessageDefinition,
        tokens.ErrorDefinition,
        tokens.EscalationDefinition,
    )
    if event is not None and not isinstance(event, allowed):
        detail = f"{element.near_id!r} throws a {thrown.name if thrown else ''} when an instance is over."
        raise Refused(element, "UNSUPPORTED", detail, "Throw a signal, a message, an error or an escalation.")
    return tokens.ComplexBehavior(condition=condition_of(element.child("condition")), event=event)
