"""Events: which definitions stand where, and what they need."""

from collections.abc import Iterator

from workflow_engine_shared.bpmn.element import trouble
from workflow_engine_shared.bpmn.model import FlowNode, Model
from workflow_engine_shared.bpmn.names import DEFINITIONS
from workflow_engine_shared.errors import Problem
from workflow_engine_shared.ids import shown

_HAVE_CODES = {"error", "escalation"}


def definitions(model: Model) -> Iterator[Problem]:
    """An event has only definitions of its kind, and those it needs."""
    for node in model.nodes.values():
        if node.event is None:
            continue
        title = node.element.title
        for each in node.definitions:
            if each.kind not in DEFINITIONS[node.event]:
                detail = f"{title} has a {each.kind} definition, which a {node.event} event cannot have."
                yield trouble(each.element, "ILLEGAL_EVENT", detail, "Use another event.")
        if node.event in {"catch", "boundary"} and not node.definitions:
            detail = f"{title} waits for nothing: it has no event definition."
            yield trouble(node.element, "ILLEGAL_EVENT", detail, "Say what it waits for, such as a message or a timer.")
        if len(node.definitions) > 1 and "link" in node.kinds():
            yield trouble(node.element, "ILLEGAL_EVENT", f"{title} has a link among other definitions.", "Split it.")
        if node.event in {"end", "throw"}:
            yield from _throws(model, node)


def starts(model: Model) -> Iterator[Problem]:
    """What a process, a sub-process and an event sub-process may begin with."""
    for node in model.nodes.values():
        if node.event != "start":
            continue
        home, kinds, title = model.ids[node.scope], node.kinds(), node.element.title
        if home.name == "process":
            odd = kinds & {"error", "escalation", "compensate"}
            if odd:
                detail = f"{title} would begin a process with an {min(odd)} event."
                yield trouble(node.element, "ILLEGAL_EVENT", detail, "Only an event sub-process begins so.")
            yield from _never_looked_at(model, node)
        elif not home.is_true("triggeredByEvent"):
            if kinds:
                detail = f"{title} is in a sub-process, and has a {min(kinds)} definition."
                yield trouble(node.element, "ILLEGAL_EVENT", detail, 'Remove it, or set triggeredByEvent="true".')
        else:
            if not kinds:
                detail = f"{title} begins an event sub-process without an event."
                yield trouble(node.element, "ILLEGAL_EVENT", detail, "Say what it waits for.")
            odd = kinds & {"error", "compensate"}
            if odd and not node.interrupts:
                detail = f"{title} waits for an {min(odd)} event, and does not interrupt."
                yield trouble(node.element, "ILLEGAL_EVENT", detail, 'Remove isInterrupting="false".')


def _never_looked_at(model: Model, node: FlowNode) -> Iterator[Problem]:
    """A condition is looked at when somebody begins the process; one that begins without, never asks for it."""
    if "conditional" not in node.kinds():
        return
    title = node.element.title
    if any(not each.definitions for each in model.within(node.scope, "start")):
        detail = f"{title} begins a process by a condition, beside a start event that needs none: it never would."
        yield trouble(node.element, "UNSUPPORTED", detail, "Lead one start event to a gateway with the condition.")
    elif node.element.is_true("parallelMultiple"):
        detail = f"{title} begins a process by a condition together with other events, which is not executed."
        yield trouble(node.element, "UNSUPPORTED", detail, "Wait for the other events behind the start.")


def boundaries(model: Model) -> Iterator[Problem]:
    """A boundary event is at an activity beside it."""
    for node in model.nodes.values():
        if node.event != "boundary":
            continue
        host, title = model.nodes.get(node.attached or ""), node.element.title
        if host is None or not host.is_activity:
            what = shown(node.attached) if node.attached else "nothing"
            detail = f"{title} is attached to {what}, which is no activity of an executable process."
            yield trouble(node.element, "ILLEGAL_EVENT", detail, "Put it onto an activity.")
            continue
        if host.scope != node.scope:
            detail = f"{title} and {host.element.title} are not in the same process or sub-process."
            yield trouble(node.element, "ILLEGAL_EVENT", detail, "Put both into one.")
        if host.is_event_sub_process:
            yield trouble(node.element, "ILLEGAL_EVENT", f"{title} is at an event sub-process.", "Put it inside.")
        yield from _compensation(model, node, title)
        odd = node.kinds() & {"error", "cancel"}
        if odd and not node.interrupts:
            detail = f"{title} waits for an {min(odd)} event, and does not interrupt."
            yield trouble(node.element, "ILLEGAL_EVENT", detail, 'Remove cancelActivity="false".')
        if "cancel" in node.kinds() and host.type != "transaction":
            detail = f"{title} waits for a cancel event at {host.element.title}, which is no transaction."
            yield trouble(node.element, "ILLEGAL_EVENT", detail, "Make it a transaction.")


def links(model: Model) -> Iterator[Problem]:
    """Links lead from somewhere to one place in the same container."""
    caught, thrown = _links(model, "catch"), _links(model, "throw")
    for place, node in thrown:
        if place not in [each for each, _ in caught]:
            detail = f"{node.element.title} throws the link {shown(place[1])}, which nothing catches beside it."
            yield trouble(node.element, "ILLEGAL_EVENT", detail, "Name the link of a catching event.")
        if node.outgoing or not node.incoming:
            detail = f"{node.element.title} throws a link: flows lead to it, none leaves it."
            yield trouble(node.element, "ILLEGAL_FLOW", detail, "Lead on from the catching link.")
    first: dict[tuple[str, str], FlowNode] = {}
    for place, node in caught:
        if node.incoming or not node.outgoing:
            detail = f"{node.element.title} catches a link: a flow leaves it, none leads to it."
            yield trouble(node.element, "ILLEGAL_FLOW", detail, "Lead to the throwing link.")
        if place not in [each for each, _ in thrown]:
            detail = f"{node.element.title} catches the link {shown(place[1])}, which nothing throws beside it."
            yield trouble(node.element, "ILLEGAL_EVENT", detail, "Throw it, or remove the event.")
        twin = first.setdefault(place, node)
        if twin is not node:
            detail = f"{node.element.title} catches the link {shown(place[1])}, as {twin.element.title} does."
            yield trouble(node.element, "ILLEGAL_EVENT", detail, "Lead each link to one place.")


def _links(model: Model, event: str) -> list[tuple[tuple[str, str], FlowNode]]:
    """(container, name of the link) and the event, for each event of this kind with a link."""
    return [
        ((node.scope, each.element.get("name") or ""), node)
        for node in model.nodes.values()
        if node.event == event
        for each in node.definitions
        if each.kind == "link"
    ]


def _throws(model: Model, node: FlowNode) -> Iterator[Problem]:
    title, home = node.element.title, model.ids[node.scope]
    for each in node.definitions:
        if each.kind in _HAVE_CODES and not each.ref:
            detail = f"{title} throws an {each.kind} without saying which."
            yield trouble(each.element, "ILLEGAL_EVENT", detail, f"Name one by its {each.kind}Ref.")
        if each.kind == "cancel" and home.name != "transaction":
            detail = f"{title} cancels a transaction, and is in none."
            yield trouble(node.element, "ILLEGAL_EVENT", detail, "Put it into a transaction.")
        if each.kind == "compensate" and each.ref and not _is_activity(model, each.ref):
            detail = f"{title} compensates {shown(each.ref)}, which is no activity."
            yield trouble(each.element, "ILLEGAL_EVENT", detail, "Name an activity, or leave activityRef out.")


def undone_elsewhere(model: Model) -> Iterator[Problem]:
    """What a run of another flow did is undone at its call activity only."""
    for node in model.nodes.values():
        for each in node.definitions if node.event in {"end", "throw"} else ():
            named = model.nodes.get(each.ref or "") if each.kind == "compensate" else None
            if named is not None and _is_another_run(model, named):
                what = f"{named.element.title}, which is a run of another flow"
                detail = f"{node.element.title} compensates {what}, and cannot undo it."
                hint = "Undo it by a compensation activity at the call activity."
                yield trouble(each.element, "UNSUPPORTED", detail, hint)


def _is_another_run(model: Model, node: FlowNode) -> bool:
    """Whether what an activity does happens in a run of its own, and nothing at it undoes that."""
    is_elsewhere = node.type == "callActivity" and model.target(node.element.get("calledElement")) is None
    return is_elsewhere and not any("compensate" in model.nodes[each].kinds() for each in node.boundaries)


def _is_activity(model: Model, ref: str) -> bool:
    node = model.nodes.get(ref)
    return node is not None and node.is_activity


def _compensation(model: Model, node: FlowNode, title: str) -> Iterator[Problem]:
    if "compensate" not in node.kinds():
        if node.definitions and not node.outgoing:
            yield trouble(node.element, "ILLEGAL_FLOW", f"{title} leads nowhere.", "Draw a flow out of it.")
        return
    if node.outgoing:
        detail = f"{title} is for compensation, and a sequence flow leaves it."
        yield trouble(node.element, "ILLEGAL_FLOW", detail, "Draw an association to what compensates.")
    if node.handler is None:
        detail = f"{title} is for compensation, and nothing is associated that compensates."
        yield trouble(node.element, "ILLEGAL_EVENT", detail, "Draw an association to the activity that does.")
    elif not model.nodes[node.handler].compensates:
        handler = model.nodes[node.handler].element
        detail = f"{handler.title} compensates for {title}, and is not marked isForCompensation."
        yield trouble(handler, "ILLEGAL_EVENT", detail, 'Set isForCompensation="true".')
