"""Tasks: what the host is to do for each, written as the data of a node of the flow language."""

from typing import Any, Final

from workflow_engine_shared.bpmn.compile import data, forms, scripts
from workflow_engine_shared.bpmn.compile.bindings import HINT, Bindings, bound, called_flow
from workflow_engine_shared.bpmn.compile.events import Events
from workflow_engine_shared.bpmn.compile.refused import Refused
from workflow_engine_shared.bpmn.element import Element
from workflow_engine_shared.bpmn.lint.activities import called_by
from workflow_engine_shared.bpmn.model import FlowNode, Model
from workflow_engine_shared.bpmn.names import local
from workflow_engine_shared.dsl.node_types import NODE_TYPES
from workflow_engine_shared.dsl.place import BAD, Place, TooManyProblems
from workflow_engine_shared.errors import Problem
from workflow_engine_shared.tokens.elements import nodes as tokens
from workflow_engine_shared.tokens.elements.definitions import Assignment

_KINDS: Final = {
    "serviceTask": "service",
    "businessRuleTask": "rule",
    "globalBusinessRuleTask": "rule",
    "sendTask": "send",
    "userTask": "user",
    "globalUserTask": "user",
    "manualTask": "user",
    "globalManualTask": "user",
}


class Works:
    """Makes the tasks of one file; `common` is what all activities have."""

    def __init__(self, model: Model, events: Events, bindings: Bindings) -> None:
        self._model = model
        self._events = events
        self._bindings = bindings

    def task(self, element: Element, common: dict[str, Any]) -> tokens.Activity:
        """A task as the engine has it.

        Raises:
            Refused
        """
        name = element.name
        if name in {"scriptTask", "globalScriptTask"}:
            return self._script(element, common)
        if name == "receiveTask":
            message = self._events.message(element, _ref(element, "messageRef"))
            return tokens.ReceiveTask(**common, message=message, instantiates=element.is_true("instantiate"))
        if name in forms.FORMS:
            return self._work(element, common, "form", forms.form_of(element, self._bindings.forms))
        if name in _KINDS:
            return self._called(element, common)
        return tokens.EmptyTask(**common)

    def call(self, node: FlowNode, common: dict[str, Any]) -> tokens.Activity:
        """A call activity: a process or task of the file, or another flow.

        Raises:
            Refused
        """
        element, target = node.element, called_by(node) or ""
        found = self._model.target(target)
        if found is not None:
            return tokens.CallActivity(**common, called=found.id)
        flow = called_flow(element, self._bindings.functions.get(target, target))
        if flow is not None and flow.flow is not None:
            return self._subflow(element, common, flow.flow, flow.version)
        if self._bindings.scripts_are_work:
            return tokens.WorkTask(**common, kind="call")
        what = f"{target!r}, which is no process of the file" if target else "nothing"
        detail = f"{element.title} calls {what}."
        raise Refused(element, "UNBOUND", detail, 'Write calledElement="flow:ID", or bind it by bpmn_functions.')

    def _script(self, element: Element, common: dict[str, Any]) -> tokens.Activity:
        if self._bindings.scripts_are_work:
            return tokens.WorkTask(**common, kind="script", details={"script": element.text_of("script") or ""})
        return tokens.AssignTask(**common, assignments=scripts.assignments_of(element))

    def _called(self, element: Element, common: dict[str, Any]) -> tokens.Activity:
        called = bound(self._model, element, self._bindings)
        message = _ref(element, "messageRef")
        if called is None and element.name == "sendTask" and (message or self._sends(element)):
            return tokens.SendTask(**common, message=self._events.message(element, message))
        if called is None and self._bindings.scripts_are_work:
            return tokens.WorkTask(**common, kind=_KINDS[element.name])
        if called is None:
            detail = f"{element.title} does not say what it calls."
            raise Refused(element, "UNBOUND", detail, HINT)
        if called.flow is not None:
            return self._subflow(element, common, called.flow, called.version)
        names = [each.into for each in common.get("inputs") or ()]
        given = {"codeRef": called.function, "argsFrom": {name: {"var": name} for name in names}}
        return self._work(element, common, "python", given)

    def _sends(self, element: Element) -> bool:
        """Whether a message flow says where a task's message goes."""
        flows = [each for each in self._model.root.walk() if each.is_bpmn and each.name == "messageFlow"]
        return any(local(each.get("sourceRef") or "") == element.id for each in flows)

    def _subflow(self, element: Element, common: dict[str, Any], flow: str, version: Any) -> tokens.Activity:
        """A run of another flow: it gets the inputs, and what is left of it are the outputs."""
        given: dict[str, Any] = {"flow": flow, "mode": "run", "onChildError": "fail"}
        if version is not None:
            given["version"] = version
        inputs: tuple[Assignment, ...] = common.get("inputs") or ()
        given["input"] = {each.into: {"var": each.into} for each in inputs}
        outputs: tuple[Assignment, ...] = common.get("outputs") or ()
        plain = {each.rule["var"] for each in outputs if isinstance(each.rule, dict) and each.rule.keys() == {"var"}}
        if len(plain) < len(outputs):
            detail = f"{element.title} computes what it leaves of flow {flow!r}; only copies are made of that."
            raise Refused(element, "UNSUPPORTED", detail, "Copy its variables, and compute behind it.")
        given["output"] = {name: name for name in sorted(plain)}
        return self._work(element, common, "subflow", given)

    def _work(self, element: Element, common: dict[str, Any], kind: str, given: dict[str, Any]) -> tokens.Activity:
        """Work that a node of the flow language does, by what that reads of it."""
        notes: list[Problem] = []
        try:
            read = NODE_TYPES[kind].data(given, Place(notes))
        except TooManyProblems:
            read = BAD
        if read is BAD or notes:
            first = notes[0]
            raise Refused(element, first.code, f"{element.title}: {first.detail}", first.hint)
        return tokens.WorkTask(**common, kind=_KINDS.get(element.name, "call"), details={"type": kind, "data": given})


def common_of(model: Model, element: Element) -> dict[str, Any]:
    """What a task is given and leaves.

    Raises:
        Refused
    """
    return {"inputs": data.inputs(model, element), "outputs": data.outputs(model, element)}


def _ref(element: Element, attribute: str) -> str | None:
    ref = element.get(attribute)
    return local(ref) if ref else None
