"""The nodes of a file as elements of a program."""

from typing import Any

from workflow_engine_shared.bpmn.compile import data
from workflow_engine_shared.bpmn.compile.bindings import Bindings
from workflow_engine_shared.bpmn.compile.events import Events
from workflow_engine_shared.bpmn.compile.loops import loop_of
from workflow_engine_shared.bpmn.compile.refused import condition_of
from workflow_engine_shared.bpmn.compile.work import Works, common_of
from workflow_engine_shared.bpmn.element import Element
from workflow_engine_shared.bpmn.model import FlowNode, Model
from workflow_engine_shared.tokens.elements import nodes as tokens
from workflow_engine_shared.tokens.elements.definitions import SequenceFlow

_GATEWAYS: dict[str, type[tokens.Element]] = {
    "exclusiveGateway": tokens.ExclusiveGateway,
    "parallelGateway": tokens.ParallelGateway,
    "inclusiveGateway": tokens.InclusiveGateway,
}


class Nodes:
    """Compiles the nodes of one file."""

    def __init__(self, model: Model, bindings: Bindings) -> None:
        self._model = model
        self._events = Events(model)
        self._works = Works(model, self._events, bindings)
        self._places = {flow_id: place for place, flow_id in enumerate(model.flows)}

    def made(self, node: FlowNode) -> tokens.Element:
        """A node as the engine has it.

        Raises:
            Refused: it asks for what is not executed.
        """
        common = self._common(node)
        if node.event is not None:
            return self._event(node, common)
        if node.is_gateway:
            return self._gateway(node, common)
        return self._activity(node, common)

    def global_task(self, element: Element) -> tokens.Activity:
        """A task that call activities call.

        Raises:
            Refused
        """
        return self._works.task(element, {"id": element.id, "scope": "", **common_of(self._model, element)})

    def _common(self, node: FlowNode) -> dict[str, Any]:
        # A parallel gateway looks at no conditions, by the standard.
        looks = node.type != "parallelGateway"
        flows = tuple(
            SequenceFlow(
                id=flow.id,
                source=flow.source,
                target=flow.target,
                condition=condition_of(flow.condition) if looks else None,
                edge=self._places[flow.id],
            )
            for flow in node.outgoing
        )
        default = node.default if any(flow.id == node.default for flow in flows) else None
        return {"id": node.id, "scope": node.scope, "outgoing": flows, "default": default}

    def _event(self, node: FlowNode, common: dict[str, Any]) -> tokens.Element:
        definitions = tuple(self._events.made(each) for each in node.definitions)
        common |= {"definitions": definitions}
        if node.event in {"throw", "end"}:
            inputs = data.inputs(self._model, node.element) or ()
            made = tokens.ThrowEvent if node.event == "throw" else tokens.EndEvent
            return made(**common, inputs=inputs)
        common |= {
            "needs_all": node.element.is_true("parallelMultiple"),
            "outputs": data.outputs(self._model, node.element),
        }
        if node.event == "catch":
            return tokens.CatchEvent(**common)
        if node.event == "start":
            return tokens.StartEvent(**common, interrupting=node.interrupts)
        return tokens.BoundaryEvent(
            **common, attached_to=node.attached or "", interrupting=node.interrupts, handler=node.handler
        )

    def _gateway(self, node: FlowNode, common: dict[str, Any]) -> tokens.Element:
        if node.type in _GATEWAYS:
            return _GATEWAYS[node.type](**common)
        if node.type == "complexGateway":
            activation = condition_of(node.element.child("activationCondition"))
            return tokens.ComplexGateway(**common, activation=activation)
        parallel = node.element.get("eventGatewayType") == "Parallel"
        return tokens.EventGateway(**common, instantiates=node.element.is_true("instantiate"), parallel=parallel)

    def _activity(self, node: FlowNode, common: dict[str, Any]) -> tokens.Element:
        element = node.element
        common |= {
            **common_of(self._model, element),
            "loop": loop_of(self._model, element, self._events),
            "start_quantity": _quantity(element, "startQuantity"),
            "completion_quantity": _quantity(element, "completionQuantity"),
            "is_for_compensation": node.compensates,
        }
        if element.name == "callActivity":
            return self._works.call(node, common)
        holds = tokens.Contents(data=data.held(self._model, element))
        triggered = element.is_true("triggeredByEvent")
        match element.name:
            case "subProcess":
                return tokens.SubProcess(**common, contents=holds, triggered=triggered)
            case "transaction":
                return tokens.Transaction(**common, contents=holds, triggered=triggered)
            case "adHocSubProcess":
                return tokens.AdHocSubProcess(
                    **common,
                    contents=holds,
                    ordering="sequential" if element.get("ordering") == "Sequential" else "parallel",
                    completion=condition_of(element.child("completionCondition")),
                    cancels_remaining=element.is_true("cancelRemainingInstances", default=True),
                )
            case _:
                return self._works.task(element, common)


def _quantity(element: Element, name: str) -> int:
    value = (element.get(name) or "1").strip()
    return int(value) if value.isascii() and value.isdigit() else 1
