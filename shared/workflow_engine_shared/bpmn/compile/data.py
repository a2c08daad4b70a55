"""What tasks are given and what they leave: data associations, and the mappings of extensions."""

from collections.abc import Iterator

from workflow_engine_shared.bpmn.compile.refused import Refused, expression, text_or_expression
from workflow_engine_shared.bpmn.element import Element
from workflow_engine_shared.bpmn.model import Model, variable
from workflow_engine_shared.bpmn.names import CAMUNDA, OWN, ZEEBE, local
from workflow_engine_shared.ids import shown
from workflow_engine_shared.tokens.elements.definitions import Assignment

_OBJECTS = frozenset({"dataObject", "property"})


def held(model: Model, container: Element) -> tuple[Assignment, ...]:
    """The data objects and properties of a process or sub-process, empty at first."""
    names = [model.data[each.id] for each in container.all(*_OBJECTS) if each.id in model.data]
    return tuple(Assignment(name, None) for name in dict.fromkeys(names))


def inputs(model: Model, node: Element) -> tuple[Assignment, ...] | None:
    """What a node is given; None: it says nothing about that.

    Raises:
        Refused
    """
    found = [*_associated(model, node, "dataInputAssociation"), *_mapped(node, "input")]
    return tuple(found) if found else None


def outputs(model: Model, node: Element) -> tuple[Assignment, ...] | None:
    """What a node leaves; None: it says nothing about that.

    Raises:
        Refused
    """
    found = [*_associated(model, node, "dataOutputAssociation"), *_mapped(node, "output")]
    return tuple(found) if found else None


def extension(node: Element, namespace: str, name: str) -> Element | None:
    """An extension element of a node."""
    return next(iter(extensions(node, namespace, name)), None)


def extensions(node: Element, namespace: str, *names: str) -> list[Element]:
    """Its extension elements that have one of these names."""
    below = [each for holder in node.all("extensionElements") for each in holder.children]
    return [each for each in below if each.namespace == namespace and each.name in names]


def source_of_input(model: Model, node: Element, ref: str) -> str:
    """The variable that a data input of a node is filled from, or that a data object is."""
    for each in node.all("dataInputAssociation"):
        if local(each.text_of("targetRef") or "") == local(ref) and each.child("sourceRef") is not None:
            return _name(model, each.text_of("sourceRef") or "")
    return _name(model, ref)


def target_of_output(model: Model, node: Element, ref: str) -> str:
    """The variable that a data output of a node goes to, or that a data object is."""
    for each in node.all("dataOutputAssociation"):
        if local(each.text_of("sourceRef") or "") == local(ref):
            return _name(model, each.text_of("targetRef") or "")
    return _name(model, ref)


def _associated(model: Model, node: Element, kind: str) -> Iterator[Assignment]:
    for association in node.all(kind):
        target = _name(model, association.text_of("targetRef") or "")
        assignments = association.all("assignment")
        for each in assignments:
            given, into = each.child("from"), each.child("to")
            if given is None or into is None:
                detail = f"An assignment of {node.title} lacks its 'from' or its 'to'."
                raise Refused(each, "BAD_ASSIGNMENT", detail, "Write both.")
            yield Assignment(_whole(model, node, into, target), expression(given))
        source = association.text_of("sourceRef")
        if not assignments and source is not None:
            yield Assignment(target, {"var": _name(model, source)})


def _whole(model: Model, node: Element, into: Element, target: str) -> str:
    """The variable that an assignment fills: a part of one is not filled."""
    text = into.text.strip().removeprefix("${").removeprefix("#{").removesuffix("}").strip()
    if not text:
        return target
    if text in model.ids:
        return _name(model, text)
    if not text.isidentifier():
        detail = f"{node.title} assigns to {shown(into.text)}; only whole variables are assigned to."
        raise Refused(into, "UNSUPPORTED", detail, "Assign to a variable by its name.")
    return text


def _mapped(node: Element, way: str) -> Iterator[Assignment]:
    """The mappings of extensions: renflow's, Zeebe's and Camunda's."""
    for each in extensions(node, OWN, way):
        yield Assignment(_named(each, each.get("name")), text_or_expression(each, each.text))
    for mapping in extensions(node, ZEEBE, "ioMapping"):
        for each in mapping.children:
            if each.namespace == ZEEBE and each.name == way:
                yield Assignment(_named(each, each.get("target")), text_or_expression(each, each.get("source") or ""))
    for mapping in extensions(node, CAMUNDA, "inputOutput"):
        for each in mapping.children:
            if each.namespace == CAMUNDA and each.name == f"{way}Parameter":
                if each.children:
                    detail = f"A parameter of {node.title} is a <{each.children[0].name}>, which is not executed."
                    raise Refused(each, "UNSUPPORTED", detail, "Write a text or ${…}.")
                yield Assignment(_named(each, each.get("name")), text_or_expression(each, each.text))


def _named(element: Element, name: str | None) -> str:
    if not name or not name.strip().isidentifier():
        where = element.near_id
        detail = f"A mapping of {where!r} fills {shown(name or '')}; only whole variables are filled."
        raise Refused(element, "UNSUPPORTED", detail, "Name a variable: letters, digits and '_'.")
    return name.strip()


def _name(model: Model, ref: str) -> str:
    """The variable that a reference means: a data object, or a data input or output."""
    ref = local(ref)
    element = model.ids.get(ref)
    return model.data.get(ref) or (variable(element) if element is not None else ref)
