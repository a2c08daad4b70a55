"""Ids and what refers to them."""

import re
from collections.abc import Iterator

import msgspec

from workflow_engine_shared.bpmn.element import Element, trouble
from workflow_engine_shared.bpmn.model import Model
from workflow_engine_shared.bpmn.names import MAY_BE_FOREIGN, NODES, REFERENCES, local
from workflow_engine_shared.errors import Problem
from workflow_engine_shared.ids import shown

MAX_ID = 128
_ID = re.compile(r"\w[\w.-]*")
_NEED_IDS = NODES | {"process", "sequenceFlow", "participant", "dataObject"}


def ids(model: Model) -> Iterator[Problem]:
    """Each id is there once, and each node has one."""
    first: dict[str, Element] = {}
    for element in model.root.walk():
        if not element.is_bpmn:
            continue
        if not element.id:
            if element.name in _NEED_IDS:
                yield trouble(element, "NO_ID", f"{element.title} has no id.", "Give each element an id of its own.")
            continue
        if len(element.id) > MAX_ID or not _ID.fullmatch(element.id):
            detail = f"The id {shown(element.id)} is none: 1 to {MAX_ID} letters, digits, '_', '-' and '.'."
            yield trouble(element, "BAD_ID", detail, "Give it another id; its name may be any text.")
        twin = first.setdefault(element.id, element)
        if twin is not element:
            detail = f"The id of {element.title} is that of {twin.title} in line {twin.line}, too."
            yield trouble(element, "DUPLICATE_ID", detail, "Give each element an id of its own.")


def references(model: Model) -> Iterator[Problem]:
    """Whatever is referred to is there."""
    for element in model.root.walk():
        if not element.is_bpmn:
            continue
        for name, value in element.attributes.items():
            if name in REFERENCES and name not in MAY_BE_FOREIGN and not _is_there(model, value):
                yield _dangling(element, name, value)
        if element.name in REFERENCES and element.name not in MAY_BE_FOREIGN and not element.children:
            assert element.parent is not None
            if not _is_there(model, element.text):
                yield _dangling(element.parent, element.name, element.text, element.line)


def own_flows(model: Model) -> Iterator[Problem]:
    """The flows that a node lists are those that lead to it and from it."""
    for node in model.nodes.values():
        for name, flows in (("incoming", node.incoming), ("outgoing", node.outgoing)):
            there = {flow.id for flow in flows}
            for each in node.element.all(name):
                flow_id = local(each.text)
                other = model.ids.get(flow_id)
                if flow_id in there or (other is not None and other.name != "sequenceFlow"):
                    continue
                if other is None:
                    yield _dangling(node.element, name, flow_id, each.line)
                elif flow_id in model.flows:
                    way = "lead to" if name == "incoming" else "leave"
                    detail = f"{node.element.title} lists the flow {shown(flow_id)} as {name}, which does not {way} it."
                    yield trouble(node.element, "DANGLING_REF", detail, "Draw the flow anew.")


def defaults(model: Model) -> Iterator[Problem]:
    """A default flow leaves the node that names it, and has no condition."""
    for node in model.nodes.values():
        if node.default is None:
            continue
        flow = next((each for each in node.outgoing if each.id == node.default), None)
        if flow is None:
            detail = f"The default flow {shown(node.default)} of {node.element.title} does not leave it."
            yield trouble(node.element, "DANGLING_REF", detail, "Mark one of its own flows as the default.")
        elif flow.condition is not None:
            detail = f"The flow {shown(flow.id)} is the default of {node.element.title}, and has a condition."
            yield trouble(flow.element, "ILLEGAL_FLOW", detail, "Remove one of the two.")


def _is_there(model: Model, value: str) -> bool:
    return local(value) in model.ids


def _dangling(element: Element, name: str, value: str, line: int = 0) -> Problem:
    detail = f"{element.title}: {name} is {shown(value)}, and nothing in the file has that id."
    found = trouble(element, "DANGLING_REF", detail, "Name an id of the file, or remove the reference.")
    return found if not line else msgspec.structs.replace(found, line=line)
