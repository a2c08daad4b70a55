"""Activities: loops, quantities, calls, data associations."""

from collections.abc import Iterator

from workflow_engine_shared.bpmn.element import Element, trouble
from workflow_engine_shared.bpmn.model import FlowNode, Model
from workflow_engine_shared.bpmn.names import CAMUNDA, GLOBAL_TASKS, ZEEBE, local
from workflow_engine_shared.errors import Problem
from workflow_engine_shared.ids import shown

MAX_SIDE_BY_SIDE = 1_000  #: instances at once: each is in the state that is written with each step
MAX_ONE_BY_ONE = 100_000  #: as many steps as a run may make
_BEHAVIORS = {"One": "oneBehaviorEventRef", "None": "noneBehaviorEventRef"}


def quantities(model: Model) -> Iterator[Problem]:
    """Numbers of tokens are whole and at least 1."""
    for node in model.nodes.values():
        for name in ("startQuantity", "completionQuantity"):
            value = node.element.get(name)
            if value is not None and (not _is_whole(value) or not 1 <= int(value) <= MAX_SIDE_BY_SIDE):
                wanted = f"a whole number from 1 to {MAX_SIDE_BY_SIDE:,}"
                detail = f"{node.element.title}: {name} is {shown(value)}, not {wanted}."
                yield trouble(node.element, "BAD_QUANTITY", detail, "Leave it out for 1.")


def loops(model: Model) -> Iterator[Problem]:
    """A loop ends, and a multi-instance activity knows its instances."""
    for node in model.nodes.values():
        standard = node.element.child("standardLoopCharacteristics")
        multi = node.element.child("multiInstanceLoopCharacteristics")
        if standard is not None and multi is not None:
            detail = f"{node.element.title} has two kinds of loops."
            yield trouble(standard, "BAD_LOOP", detail, "Put one of them into a sub-process around it.")
        if standard is not None:
            yield from _standard(node, standard)
        if multi is not None:
            yield from _multi(node, multi)


def calls(model: Model) -> Iterator[Problem]:
    """Call activities call something, and not themselves over others."""
    called: dict[str, list[tuple[str, FlowNode]]] = {}
    for node in model.nodes.values():
        if node.type != "callActivity":
            continue
        target = called_by(node)
        element = model.target(target) if target else None
        if element is not None and element.name == "process":
            called.setdefault(_process_of(model, node), []).append((element.id, node))
            if element not in model.processes:
                detail = f"{node.element.title} calls {element.title}, which is not executable."
                yield trouble(node.element, "UNBOUND", detail, 'Set isExecutable="true" there.')
        elif element is not None and element.name not in GLOBAL_TASKS:
            detail = f"{node.element.title} calls {element.title}, which is no process and no global task."
            yield trouble(node.element, "UNBOUND", detail, "Name one of these.")
    yield from _recursions(called)


def data_associations(model: Model) -> Iterator[Problem]:
    """Copies and simple assignments; data stores are not there."""
    for element in model.root.walk():
        if not element.is_bpmn or element.name not in {"dataInputAssociation", "dataOutputAssociation"}:
            continue
        where = element.parent or element
        if element.child("transformation") is not None:
            detail = f"A data association of {where.title} has a transformation, which is not executed."
            yield trouble(element, "UNSUPPORTED", detail, "Use an assignment, or a task that computes it.")
        for name in ("sourceRef", "targetRef"):
            end = model.target(element.text_of(name))
            if end is not None and end.name in {"dataStoreReference", "dataStore"}:
                detail = (
                    f"A data association of {where.title} reads or writes {end.title}: data stores are not executed."
                )
                yield trouble(element, "UNSUPPORTED", detail, "Read and write it in a function.")
        if element.child("targetRef") is None:
            yield trouble(element, "DANGLING_REF", f"A data association of {where.title} has no target.", "Name it.")


def called_by(node: FlowNode) -> str | None:
    """What a call activity calls: a process or global task of the file, or another flow."""
    zeebe = [each for each in node.element.walk() if each.namespace == ZEEBE and each.name == "calledElement"]
    target = node.element.get("calledElement") or (zeebe[0].get("processId") if zeebe else None)
    return target.strip() if target and not target.startswith("flow:") else target


def _standard(node: FlowNode, loop: Element) -> Iterator[Problem]:
    most, condition = loop.get("loopMaximum"), loop.child("loopCondition")
    if most is not None and not _is_whole(most):
        detail = f"{node.element.title}: loopMaximum is {shown(most)}, not a whole number from 0 on."
        yield trouble(loop, "BAD_LOOP", detail, "Write such as 10.")
    if most is None and condition is None:
        detail = f"{node.element.title} loops without a condition and without a maximum."
        yield trouble(loop, "BAD_LOOP", detail, "Give it a loopCondition or a loopMaximum.")


def _multi(node: FlowNode, loop: Element) -> Iterator[Problem]:
    title = node.element.title
    count, items = loop.text_of("loopCardinality"), loop.child("loopDataInputRef")
    others = _collections_of_others(loop)
    if count is None and items is None and not others:
        detail = f"{title} is a multi-instance activity without a number and without a collection."
        yield trouble(loop, "BAD_LOOP", detail, "Give it a loopCardinality or a loopDataInputRef.")
    if count is not None and (items is not None or others):
        yield trouble(loop, "BAD_LOOP", f"{title} has both a number of instances and a collection.", "Remove one.")
    most = MAX_ONE_BY_ONE if loop.is_true("isSequential") else MAX_SIDE_BY_SIDE
    if count is not None and count.lstrip("-").isdigit() and not 0 <= int(count[:20]) <= most:
        detail = f"{title} asks for {shown(count)} instances; 0 to {most:,} are possible here."
        yield trouble(
            loop, "TOO_MANY_INSTANCES", detail, "Go through many items in a function, or in a flow's map node."
        )
    behavior = loop.get("behavior") or "All"
    if behavior not in {"All", "Complex", *_BEHAVIORS}:
        yield trouble(loop, "BAD_LOOP", f"{title}: behavior {shown(behavior)} is none of BPMN.", "Use All.")
    if behavior in _BEHAVIORS and not loop.get(_BEHAVIORS[behavior]):
        yield trouble(loop, "BAD_LOOP", f"{title} has behavior {behavior} without its event.", "Name its event.")
    if behavior == "Complex" and loop.child("complexBehaviorDefinition") is None:
        detail = f"{title} has behavior Complex without a definition of it."
        yield trouble(loop, "BAD_LOOP", detail, "Add a complexBehaviorDefinition.")


def _collections_of_others(loop: Element) -> bool:
    in_zeebe = any(each.namespace == ZEEBE and each.get("inputCollection") for each in loop.walk())
    return in_zeebe or (CAMUNDA, "collection") in loop.foreign


def _recursions(called: dict[str, list[tuple[str, FlowNode]]]) -> Iterator[Problem]:
    """A process that calls itself, over however many others, would never come to an end."""
    for process_id, edges in called.items():
        for target, node in edges:
            way = _way(target, process_id, called)
            if way is not None:
                names = " → ".join([process_id, *way])
                detail = f"{node.element.title} makes a process call itself: {names}."
                yield trouble(node.element, "RECURSION", detail, "Repeat by a loop instead.")


def _way(begin: str, end: str, called: dict[str, list[tuple[str, FlowNode]]]) -> list[str] | None:
    waiting: list[list[str]] = [[begin]]
    seen = {begin}
    for way in waiting:
        if way[-1] == end:
            return way
        for target, _ in called.get(way[-1], ()):
            if target not in seen:
                seen.add(target)
                waiting.append([*way, target])
    return None


def _process_of(model: Model, node: FlowNode) -> str:
    scope = node.scope
    while scope in model.nodes:
        scope = model.nodes[scope].scope
    return local(scope)


def _is_whole(text: str) -> bool:
    return text.strip().isascii() and text.strip().isdigit() and len(text.strip()) < 10  # noqa: PLR2004 - digits of a number
