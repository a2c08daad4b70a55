"""What elements there are: what is not executed is refused by its name."""

from collections.abc import Iterator

from workflow_engine_shared.bpmn.element import Element, trouble
from workflow_engine_shared.bpmn.model import FlowNode, Model
from workflow_engine_shared.bpmn.names import (
    BESIDE,
    CAMUNDA,
    CONTAINERS,
    DEFINITION,
    EVENTS,
    GATEWAYS,
    NODES,
    ROOTS,
    ZEEBE,
)
from workflow_engine_shared.errors import Problem

#: What stands in a node and says how it behaves, beside what any container may hold.
_IN_NODES = frozenset(
    {
        *("script", "activationCondition", "eventDefinitionRef", "dataInput", "dataOutput", "inputSet", "outputSet"),
        *("ioBinding", "rendering"),
    }
)
_IN_COLLABORATIONS = frozenset(
    {
        *("participant", "messageFlow", "documentation", "extensionElements", "textAnnotation", "association"),
        *("group", "correlationKey", "participantAssociation", "messageFlowAssociation", "artifact"),
    }
)
#: Extension elements that would run code, or decide something, beside the model.
_EXTENSIONS = {
    CAMUNDA: frozenset({"executionListener", "taskListener", "connector", "errorEventDefinition"}),
    ZEEBE: frozenset({"executionListeners", "taskListeners", "calledDecision", "adHoc"}),
}


def known_elements(model: Model) -> Iterator[Problem]:
    """Everything below the definitions, in processes and in collaborations is something that is executed or drawn."""
    for element in model.root.children:
        if element.is_bpmn and element.name not in ROOTS:
            yield _not_executed(element)
        if element.is_bpmn and element.name == "collaboration":
            yield from (_not_executed(each) for each in element.children if _is_odd(each, _IN_COLLABORATIONS))
    for container in _containers(model):
        yield from (_not_executed(each) for each in container.children if _is_odd(each, BESIDE | NODES))
    for node in model.nodes.values():
        if node.type not in CONTAINERS:
            allowed = BESIDE | _IN_NODES
            for each in node.element.children:
                if _is_odd(each, allowed) and not each.name.endswith(DEFINITION):
                    yield _not_executed(each)


def executable(model: Model) -> Iterator[Problem]:
    """There is something that runs."""
    processes = model.root.all("process")
    if not processes:
        detail, hint = "The file has no process.", "Draw one; a collaboration alone does not run."
        yield trouble(model.root, "NO_PROCESS", detail, hint)
    elif not model.processes:
        detail = 'No process of the file is executable: each says isExecutable="false".'
        yield trouble(
            processes[0], "NO_EXECUTABLE_PROCESS", detail, 'Set isExecutable="true" at the one that is to run.'
        )
    elif not any(model.inside.get(each.id) for each in model.processes):
        first = model.processes[0]
        yield trouble(first, "EMPTY", f"{first.title} has no nodes.", "Draw its start, its work and its end.")


def extensions(model: Model) -> Iterator[Problem]:
    """Extensions of other engines stay in the file; those that would run something are not passed over."""
    for element in model.root.walk():
        if element.name in _EXTENSIONS.get(element.namespace, ()):
            prefix = "camunda" if element.namespace == CAMUNDA else "zeebe"
            detail = f"<{prefix}:{element.name}> in {element.near_id!r} is not executed."
            yield trouble(element, "UNSUPPORTED", detail, "Remove it; what it does may be a task of its own.")


def containers(model: Model) -> Iterator[Problem]:
    """Processes and sub-processes have their starts and ends, or neither."""
    for container in _containers(model):
        starts = model.within(container.id, "start")
        ends = model.within(container.id, "end")
        nodes = model.within(container.id)
        if container.name == "adHocSubProcess":
            if starts or ends:
                detail = f"{container.title} is an ad-hoc sub-process, and has a start or end event."
                yield trouble(container, "ILLEGAL_EVENT", detail, "Remove it.")
            if not any(each.is_activity for each in nodes):
                yield trouble(container, "EMPTY", f"{container.title} has no activities.", "Put some into it.")
        elif nodes and bool(starts) != bool(ends) and (starts or not _is_begun_by_a_wait(nodes)):
            there, missing = ("start", "end") if starts else ("end", "start")
            detail = f"{container.title} has {there} events, and no {missing} event."
            yield trouble(container, "ILLEGAL_EVENT", detail, "Draw both, or neither.")
        if container.name == "subProcess" and container.is_true("triggeredByEvent") and len(starts) != 1:
            detail = f"{container.title} is an event sub-process with {len(starts)} start events."
            yield trouble(container, "ILLEGAL_EVENT", detail, "Give it exactly one.")


def _containers(model: Model) -> Iterator[Element]:
    for container_id in model.inside:
        yield model.ids[container_id]


def _is_odd(element: Element, allowed: frozenset[str] | set[str]) -> bool:
    return element.is_bpmn and element.name not in allowed


def _not_executed(element: Element) -> Problem:
    where = f" in {element.near_id!r}" if not element.id and element.near_id else ""
    what = f"<{element.name}>{f' {element.id!r}' if element.id else where}"
    known = "event" if element.name in EVENTS else "gateway" if element.name in GATEWAYS else "element"
    return trouble(element, "UNSUPPORTED", f"{what} is an {known} that is not executed here.", "Remove or replace it.")


def _is_begun_by_a_wait(nodes: list[FlowNode]) -> bool:
    """Whether an event-based gateway or a receive task stands for the start event."""
    return any(each.element.is_true("instantiate") for each in nodes)
