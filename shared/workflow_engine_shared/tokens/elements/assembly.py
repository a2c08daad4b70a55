"""Elements become a program: who leads to whom, what begins where, which boundary event is whose."""

from collections.abc import Iterable, Mapping

import msgspec

from workflow_engine_shared.tokens.elements.definitions import LinkDefinition
from workflow_engine_shared.tokens.elements.nodes import (
    Activity,
    AdHocSubProcess,
    BoundaryEvent,
    CatchEvent,
    ComplexGateway,
    Contents,
    Element,
    EndEvent,
    EventGateway,
    InclusiveGateway,
    Process,
    ReceiveTask,
    StartEvent,
    SubProcess,
    ThrowEvent,
)
from workflow_engine_shared.tokens.elements.reach import Leads, NotAProgram, reaching
from workflow_engine_shared.tokens.program import Node, Program


def assemble(nodes: Iterable[Node], start: str, message_flows: Mapping[str, str] | None = None) -> Program:
    """The program of these elements and processes, in the order of the document; a run begins with process `start`.

    `message_flows`: from what throws a message (an element) to what it is for (an element or a process).

    Raises:
        NotAProgram: an id is there twice, or something is referred to that is not there; it names both.
    """
    given: dict[str, Node] = {}
    for node in nodes:
        if node.id in given:
            raise NotAProgram(f"{node.id!r} is there twice.")
        given[node.id] = node
    leads = Leads(given)
    made = {node_id: _made(node, leads) for node_id, node in given.items()}
    if not isinstance(made.get(start), Process):
        raise NotAProgram(f"{start!r} is no process.")
    processes = tuple(node_id for node_id, node in made.items() if isinstance(node, Process))
    return Program(made, start, processes=processes, message_flows=dict(message_flows or {}))


def _made(node: Node, leads: Leads) -> Node:
    """The node with all that assembly makes."""
    changes: dict[str, object] = {}
    if isinstance(node, Element):
        changes |= {"incoming": leads.flows_to(node.id), "bit": leads.bit(node)}
    if isinstance(node, (Process, SubProcess)):
        changes["contents"] = _contents(node, leads)
    if isinstance(node, Activity):
        changes["boundaries"] = tuple(each.id for each in leads.boundaries.get(node.id, ()))
    if isinstance(node, ThrowEvent):
        changes["leads_to"] = leads.link_target(node)
    if isinstance(node, (InclusiveGateway, ComplexGateway)) and len(leads.flows_to(node.id)) > 1:
        changes["reach"] = reaching(node, leads)
    return msgspec.structs.replace(node, **changes) if changes else node


def _contents(node: Process | SubProcess, leads: Leads) -> Contents:
    inside = leads.inside.get(node.id, ())
    starts = tuple(each.id for each in inside if isinstance(each, StartEvent))
    handlers = tuple(each.id for each in inside if isinstance(each, SubProcess) and each.triggered)
    entries = () if starts and not isinstance(node, AdHocSubProcess) else tuple(_entries(inside, leads))
    triggers = tuple(each.id for each in inside if _triggers(each)) if isinstance(node, Process) else ()
    return msgspec.structs.replace(node.contents, starts=starts, entries=entries, handlers=handlers, triggers=triggers)


def _entries(inside: Iterable[Element], leads: Leads) -> Iterable[str]:
    """What nothing leads to, and that is not there for an event of its own."""
    for each in inside:
        if leads.flows_to(each.id) or isinstance(each, (StartEvent, BoundaryEvent, EndEvent)):
            continue
        is_link = isinstance(each, CatchEvent) and any(isinstance(one, LinkDefinition) for one in each.definitions)
        is_called_else = isinstance(each, Activity) and each.is_for_compensation
        is_handler = isinstance(each, SubProcess) and each.triggered
        if not (is_link or is_called_else or is_handler):
            yield each.id


def _triggers(element: Element) -> bool:
    if isinstance(element, StartEvent):
        return bool(element.definitions)
    return isinstance(element, (ReceiveTask, EventGateway)) and element.instantiates
