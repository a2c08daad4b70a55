"""Sequence flows, message flows, and circles that nothing ever leaves."""

from collections.abc import Iterator

from workflow_engine_shared.bpmn.element import Element, trouble
from workflow_engine_shared.bpmn.model import FlowNode, Model
from workflow_engine_shared.bpmn.names import local
from workflow_engine_shared.errors import Problem
from workflow_engine_shared.ids import shown

_DIRECTIONS = {"Converging", "Diverging", "Mixed"}


def sequence_flows(model: Model) -> Iterator[Problem]:
    """A flow leads from one node to another of the same container."""
    for container_id in model.inside:
        for element in model.ids[container_id].all("sequenceFlow"):
            if not element.id or element.id in model.flows:
                continue
            ends = [(name, element.get(name)) for name in ("sourceRef", "targetRef")]
            missing = [name for name, value in ends if not value]
            if missing:
                yield trouble(element, "DANGLING_REF", f"{element.title} has no {' and no '.join(missing)}.", _DRAW)
                continue
            nodes = [model.nodes.get(local(value or "")) for _, value in ends]
            if None in nodes:
                named = ", ".join(shown(value) for (_, value), node in zip(ends, nodes, strict=True) if node is None)
                if all(model.target(value) is not None for _, value in ends):
                    detail = f"{element.title} leads from or to {named}, which is no node of an executable process."
                    yield trouble(element, "ILLEGAL_FLOW", detail, _DRAW)
                continue  # what is not there at all is told of as a reference
            detail = f"{element.title} crosses the border of a process or sub-process."
            yield trouble(element, "ILLEGAL_FLOW", detail, "End the sub-process, and go on behind it.")


def ends_of_nodes(model: Model) -> Iterator[Problem]:
    """Where flows must be, and where none may be."""
    begun = {each.scope for each in model.nodes.values() if each.event == "start"}
    ended = {each.scope for each in model.nodes.values() if each.event == "end"}
    for node in model.nodes.values():
        yield from _misplaced(node)
        home = model.ids[node.scope]
        has_starts, has_ends = node.scope in begun, node.scope in ended
        if not has_starts or home.name == "adHocSubProcess" or node.event or _stands_alone(node):
            continue
        if not node.incoming and not node.element.is_true("instantiate"):
            yield trouble(node.element, "ILLEGAL_FLOW", f"Nothing leads to {node.element.title}.", "Draw a flow to it.")
        if has_ends and not node.outgoing:
            detail = f"{node.element.title} leads nowhere."
            yield trouble(node.element, "ILLEGAL_FLOW", detail, "Draw a flow to what comes next, or to an end event.")


def gateways(model: Model) -> Iterator[Problem]:
    """A gateway's direction, if it says one, is what is drawn; conditions stand where they are looked at."""
    for node in model.nodes.values():
        direction = node.element.get("gatewayDirection")
        ways_in, ways_out = len(node.incoming), len(node.outgoing)
        if direction in _DIRECTIONS and (
            (direction == "Converging" and (ways_in < 2 or ways_out > 1))  # noqa: PLR2004 - two are several
            or (direction == "Diverging" and (ways_in > 1 or ways_out < 2))  # noqa: PLR2004
            or (direction == "Mixed" and (ways_in < 2 or ways_out < 2))  # noqa: PLR2004
        ):
            detail = (
                f"{node.element.title} says gatewayDirection={direction!r}, with {ways_in} ways in and {ways_out} out."
            )
            yield trouble(node.element, "BAD_GATEWAY", detail, "Remove the attribute, or draw the ways.")
        if node.type == "eventBasedGateway":
            for flow in node.outgoing:
                if flow.condition is not None:
                    detail = f"{flow.element.title} has a condition, behind {node.element.title} that looks at none."
                    yield trouble(flow.element, "BAD_GATEWAY", detail, "Remove it, or use another gateway.")
        if node.type == "eventBasedGateway":
            yield from _event_gateway(model, node)


def ways_never_taken(model: Model) -> Iterator[Problem]:
    """An exclusive gateway takes the first way whose condition holds: none behind one without a condition."""
    for node in model.nodes.values():
        if node.type != "exclusiveGateway":
            continue
        ways = [each for each in node.outgoing if each.id != node.default]
        bare = next((place for place, each in enumerate(ways) if each.condition is None), len(ways))
        rest = [*ways[bare + 1 :], *(each for each in node.outgoing if each.id == node.default)]
        if bare < len(ways) and rest:
            names = ", ".join(shown(each.id) for each in rest)
            detail = f"{node.element.title} always takes {shown(ways[bare].id)}, which has no condition; never {names}."
            hint = "Give each way a condition, and mark one as the default."
            yield trouble(node.element, "NO_CONDITION", detail, hint)


def message_flows(model: Model) -> Iterator[Problem]:
    """A message flow leads from one pool to another."""
    homes = _homes(model)
    for element in model.root.walk():
        if element.name == "messageFlow" and element.is_bpmn:
            ends = [homes.get(local(element.get(name) or "")) for name in ("sourceRef", "targetRef")]
            if ends[0] is not None and ends[0] == ends[1]:
                detail = f"{element.title} leads from a process to itself."
                yield trouble(element, "ILLEGAL_FLOW", detail, "Draw a sequence flow, or throw a signal.")


def circles(model: Model) -> Iterator[Problem]:
    """Circles of gateways alone: a token in one would go round for ever, for nothing changes meanwhile."""
    passing = {node.id for node in model.nodes.values() if _only_passes(node)}
    onward = {each: [flow.target for flow in model.nodes[each].outgoing if flow.target in passing] for each in passing}
    told: set[str] = set()
    for begin in model.nodes:
        if begin not in passing or begin in told:
            continue
        circle = _circle(begin, onward)
        if circle:
            told |= set(circle)
            node = model.nodes[begin]
            names = " → ".join([*circle, begin])
            detail = f"A token could go round for ever: {names} is a circle without an activity or event in it."
            yield trouble(node.element, "GATEWAY_CIRCLE", detail, "Put the work that is repeated into the circle.")


def _circle(begin: str, onward: dict[str, list[str]]) -> list[str]:
    """The shortest way from a node to itself; empty: there is none."""
    came: dict[str, str] = {}
    waiting = [begin]
    for node in waiting:
        for after in onward[node]:
            if after == begin:
                way = [node]
                while way[-1] != begin:
                    way.append(came[way[-1]])
                return way[::-1]
            if after not in came:
                came[after] = node
                waiting.append(after)
    return []


def _only_passes(node: FlowNode) -> bool:
    is_none_event = node.event == "throw" and not node.definitions
    return is_none_event or (node.is_gateway and node.type != "eventBasedGateway")


def _misplaced(node: FlowNode) -> Iterator[Problem]:
    title, kinds = node.element.title, node.kinds()
    if node.event == "start" and node.incoming:
        yield trouble(node.element, "ILLEGAL_FLOW", f"A flow leads into {title}.", "Lead it to what follows the start.")
    if node.event == "end" and node.outgoing:
        yield trouble(node.element, "ILLEGAL_FLOW", f"A flow leaves {title}.", "Use an intermediate event.")
    if node.event == "boundary" and node.incoming:
        yield trouble(node.element, "ILLEGAL_FLOW", f"A flow leads into {title}.", "Lead it to the activity.")
    if _stands_alone(node) and (node.incoming or node.outgoing):
        what = "an event sub-process" if node.is_event_sub_process else "a compensation activity"
        yield trouble(node.element, "ILLEGAL_FLOW", f"{title} is {what}, and has a sequence flow.", "Remove the flow.")
    if node.event in {"catch", "throw"} and "link" not in kinds and not (node.incoming and node.outgoing):
        detail = f"{title} is an intermediate event, and stands not between flows."
        yield trouble(node.element, "ILLEGAL_FLOW", detail, "Lead a flow to it and one away from it.")
    if node.event == "start" and not node.outgoing:
        yield trouble(node.element, "ILLEGAL_FLOW", f"{title} leads nowhere.", _DRAW)
    if node.event == "end" and not node.incoming:
        yield trouble(node.element, "ILLEGAL_FLOW", f"Nothing leads to {title}.", _DRAW)
    if node.event == "start" and any(flow.condition is not None for flow in node.outgoing):
        yield trouble(
            node.element, "ILLEGAL_FLOW", f"A flow out of {title} has a condition.", "Use a gateway behind it."
        )


def _stands_alone(node: FlowNode) -> bool:
    return node.compensates or node.is_event_sub_process


def _event_gateway(model: Model, node: FlowNode) -> Iterator[Problem]:
    title = node.element.title
    targets = [model.nodes[flow.target] for flow in node.outgoing]
    if len(targets) < 2:  # noqa: PLR2004 - nothing to choose from
        yield trouble(node.element, "BAD_GATEWAY", f"{title} has fewer than two ways out.", "Draw what it waits for.")
    if node.element.is_true("instantiate") and node.incoming:
        yield trouble(
            node.element, "BAD_GATEWAY", f"{title} begins a process, and a flow leads into it.", "Remove one."
        )
    if node.element.get("eventGatewayType") == "Parallel" and not node.element.is_true("instantiate"):
        detail = f"{title} is parallel without beginning the process."
        yield trouble(node.element, "BAD_GATEWAY", detail, 'Set instantiate="true", or use a parallel gateway.')
    for each in targets:
        if each.event != "catch" and each.type != "receiveTask":
            detail = f"{title} leads to {each.element.title}, which is no catching event or receive task."
            yield trouble(node.element, "BAD_GATEWAY", detail, "Lead it to the events that it waits for.")
        elif len(each.incoming) > 1:
            detail = f"{each.element.title} waits behind {title}, and has other ways in."
            yield trouble(each.element, "BAD_GATEWAY", detail, "Give the gateway events of its own.")
        elif each.boundaries:
            detail = f"{each.element.title} waits behind {title}, and has boundary events."
            yield trouble(each.element, "BAD_GATEWAY", detail, "Remove them.")
    mixed = {each.type for each in targets if each.type == "receiveTask" or "message" in each.kinds()}
    if len(mixed) > 1:
        detail = f"{title} leads to receive tasks and to message events."
        yield trouble(node.element, "BAD_GATEWAY", detail, "Use one of the two.")


def _homes(model: Model) -> dict[str, str]:
    homes: dict[str, str] = {}
    for process in model.root.all("process"):
        homes.update((each.id, process.id) for each in process.walk() if each.id)
    for element in model.root.walk():
        if element.name == "participant" and element.is_bpmn and element.get("processRef"):
            homes[element.id] = local(element.get("processRef") or "")
    return {name: home for name, home in homes.items() if home}


def homes_of(model: Model) -> dict[str, Element]:
    """Element or participant -> the executed process that it is in, or stands for."""
    executed = {process.id: process for process in model.processes}
    return {name: executed[home] for name, home in _homes(model).items() if home in executed}


_DRAW = "Draw the flow anew."
