"""A file as what it describes: nodes, flows, containers, and what they refer to. Whatever is wrong in it is left out.

The rules in `lint` tell of all that; so this never refuses anything, and the compiler looks at files without problems.
"""

from collections import Counter
from dataclasses import dataclass, field

from workflow_engine_shared.bpmn.element import Element
from workflow_engine_shared.bpmn.names import ACTIVITIES, CONTAINERS, DEFINITION, EVENTS, GATEWAYS, NODES, local


@dataclass(eq=False)
class Definition:
    """An event definition, at an event or in a list of definitions that events refer to."""

    kind: str  #: message signal timer error escalation cancel compensate conditional link terminate
    element: Element
    ref: str | None = None  #: the id of the message, signal, error, escalation or activity


@dataclass(eq=False)
class SequenceFlow:
    """A way from one node to another."""

    id: str
    element: Element
    source: str
    target: str
    condition: Element | None = None


@dataclass(eq=False)
class FlowNode:
    """An event, a gateway or an activity."""

    id: str
    element: Element
    scope: str  #: the process or sub-process it stands in
    incoming: list[SequenceFlow] = field(default_factory=list)
    outgoing: list[SequenceFlow] = field(default_factory=list)
    definitions: list[Definition] = field(default_factory=list)
    boundaries: list[str] = field(default_factory=list)
    handler: str | None = None  #: of a compensation boundary event: the activity that compensates

    @property
    def type(self) -> str:
        """The name of its element."""
        return self.element.name

    @property
    def event(self) -> str | None:
        """What kind of event it is; None: it is none."""
        return EVENTS.get(self.type)

    @property
    def is_activity(self) -> bool:
        return self.type in ACTIVITIES

    @property
    def is_gateway(self) -> bool:
        return self.type in GATEWAYS

    @property
    def attached(self) -> str | None:
        """The activity that a boundary event is at."""
        ref = self.element.get("attachedToRef")
        return None if ref is None else local(ref)

    @property
    def interrupts(self) -> bool:
        """Whether a start or boundary event ends what it is in or at."""
        name = "cancelActivity" if self.event == "boundary" else "isInterrupting"
        return self.element.is_true(name, default=True)

    @property
    def is_event_sub_process(self) -> bool:
        return self.type in CONTAINERS and self.element.is_true("triggeredByEvent")

    @property
    def compensates(self) -> bool:
        return self.element.is_true("isForCompensation")

    @property
    def default(self) -> str | None:
        ref = self.element.get("default")
        return local(ref) if ref else None

    def kinds(self) -> set[str]:
        """What kinds of event definitions it has."""
        return {each.kind for each in self.definitions}


@dataclass(eq=False)
class Model:
    """All of a file."""

    root: Element
    ids: dict[str, Element] = field(default_factory=dict)
    nodes: dict[str, FlowNode] = field(default_factory=dict)
    flows: dict[str, SequenceFlow] = field(default_factory=dict)
    inside: dict[str, list[str]] = field(default_factory=dict)  #: process or sub-process -> its nodes, in order
    processes: list[Element] = field(default_factory=list)  #: those that are executed
    data: dict[str, str] = field(default_factory=dict)  #: data object, its reference or property -> its variable

    def within(self, container: str, *events: str) -> list[FlowNode]:
        """The nodes of a container, or of these its events of some kinds."""
        nodes = [self.nodes[each] for each in self.inside.get(container, ())]
        return [each for each in nodes if each.event in events] if events else nodes

    def target(self, ref: str | None) -> Element | None:
        """What a reference means."""
        return self.ids.get(local(ref)) if ref else None


def model_of(root: Element) -> Model:
    """What a file describes, as far as it holds together."""
    model = Model(root)
    for element in root.walk():
        if element.id:
            model.ids.setdefault(element.id, element)
    _name_data(model)
    for process in root.all("process"):
        if process.id and process.is_true("isExecutable", default=True):
            model.processes.append(process)
            _fill(model, process)
    for flow in list(model.flows.values()):
        _tie(model, flow)
    for node in model.nodes.values():
        _in_own_order(node)
        if node.event == "boundary" and node.attached in model.nodes:
            model.nodes[node.attached].boundaries.append(node.id)
    _tie_compensation(model)
    return model


def definition_of(element: Element) -> Definition:
    """An event definition as what it says."""
    kind = element.name.removesuffix(DEFINITION)
    attribute = "activityRef" if kind == "compensate" else f"{kind}Ref"
    ref = element.get(attribute)
    return Definition(kind, element, local(ref) if ref else None)


def _fill(model: Model, top: Element) -> None:
    """Note the nodes and flows of a container and of those in it."""
    waiting = [top]
    while waiting:
        container = waiting.pop(0)
        model.inside[container.id] = []
        for element in container.children:
            if not (element.is_bpmn and element.id) or model.ids[element.id] is not element:
                continue
            if element.name == "sequenceFlow":
                ends = (local(element.get("sourceRef") or ""), local(element.get("targetRef") or ""))
                condition = element.child("conditionExpression")
                model.flows[element.id] = SequenceFlow(element.id, element, *ends, condition)
            elif element.name in NODES:
                node = FlowNode(element.id, element, container.id)
                node.definitions = _definitions(model, element) if node.event else []
                model.nodes[element.id] = node
                model.inside[container.id].append(element.id)
                if element.name in CONTAINERS:
                    waiting.append(element)


def _definitions(model: Model, event: Element) -> list[Definition]:
    own = [each for each in event.children if each.is_bpmn and each.name.endswith(DEFINITION)]
    shared = [model.target(each.text) for each in event.all("eventDefinitionRef")]
    found = [*own, *(each for each in shared if each is not None and each.name.endswith(DEFINITION))]
    return [definition_of(each) for each in found]


def _tie(model: Model, flow: SequenceFlow) -> None:
    """A flow that has no two nodes of one container as its ends is none."""
    source, target = model.nodes.get(flow.source), model.nodes.get(flow.target)
    if source is None or target is None or source.scope != target.scope:
        del model.flows[flow.id]
        return
    source.outgoing.append(flow)
    target.incoming.append(flow)


def _in_own_order(node: FlowNode) -> None:
    """A node's flows stand as it lists them itself, then those it does not list."""
    for flows, name in ((node.incoming, "incoming"), (node.outgoing, "outgoing")):
        listed = {local(each.text): place for place, each in enumerate(node.element.all(name))}
        flows.sort(key=lambda flow, listed=listed: listed.get(flow.id, len(listed)))  # type: ignore[misc]


def _tie_compensation(model: Model) -> None:
    """An association leads from a compensation boundary event to what compensates."""
    for element in model.root.walk():
        if element.name != "association" or not element.is_bpmn:
            continue
        ends = [local(element.get(name) or "") for name in ("sourceRef", "targetRef")]
        for one, other in (ends, ends[::-1]):
            event, activity = model.nodes.get(one), model.nodes.get(other)
            is_pair = event is not None and event.event == "boundary" and activity is not None
            if is_pair and activity.is_activity:  # type: ignore[union-attr]
                event.handler = event.handler or other  # type: ignore[union-attr]


def variable(element: Element) -> str:
    """What a data input, output or property is called where expressions look: its name if that is one word."""
    name = (element.get("name") or "").strip()
    return name if name.isidentifier() else element.id


def _name_data(model: Model) -> None:
    """Each data object is a variable: called by its name or by that of what refers to it, if that is one word."""
    objects = ("dataObject", "property", "dataStore")
    labels: dict[str, list[str]] = {}
    for element in model.root.walk():
        if not element.is_bpmn or not element.id:
            continue
        if element.name in objects:
            labels.setdefault(element.id, []).insert(0, element.get("name") or "")
        elif element.name in {"dataObjectReference", "dataStoreReference"}:
            target = local(element.get("dataObjectRef") or element.get("dataStoreRef") or element.id)
            model.data[element.id] = target
            labels.setdefault(target, []).append(element.get("name") or "")
    words = {
        each: next((one.strip() for one in names if one.strip().isidentifier()), each) for each, names in labels.items()
    }
    taken = Counter(words.values())
    own = {each: word if taken[word] == 1 else each for each, word in words.items()}
    model.data = {**own, **{ref: own.get(target, target) for ref, target in model.data.items()}}
