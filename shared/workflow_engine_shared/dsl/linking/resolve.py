"""Which version of each flow is meant by the calls of a flow, and of those that it calls; and whether the calls fit."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

import msgspec

from workflow_engine_shared.dsl.model import EnvironmentSpec, Flow
from workflow_engine_shared.dsl.nodes.node_type import LATEST, Node, Subflow
from workflow_engine_shared.errors import Problem, RenError
from workflow_engine_shared.ids import shown

from .call_fit import misfits
from .pins import WITHIN, Pin

MAX_DEPTH = 16
MAX_LINKED_NODES = 5_000


class Document(NamedTuple):
    """A version of a flow, read."""

    pin: Pin
    flow: Flow
    pins: Mapping[str, Pin]  #: its own nodes -> what was pinned when it was published


#: The document of a flow's version; of the one that is published last, where no version is named. Raises RenError.
Find: TypeAlias = Callable[[str, int | None], Document]


@dataclass
class Resolved:
    """Which versions are meant, and what is in the way of that, told at nodes of the outermost flow."""

    pins: dict[str, Pin] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    documents: dict[Pin, Document] = field(default_factory=dict)


def resolve(root: Document, find: Find) -> Resolved:
    """Decide which version each call means, through all flows that are called, and check every call."""
    return _Resolution(find).of(root)


def direct_pins(flow: Flow, resolved: Resolved) -> dict[str, Pin]:
    """What is kept with a version when it is published: all that its own nodes call, but for the `latest`."""
    return {node.id: resolved.pins[node.id] for _, node, call in flow.subflows() if call.version != LATEST}


class _Resolution:
    """Walks through the flows that are called."""

    def __init__(self, find: Find) -> None:
        self._find = find
        self._result = Resolved()
        self._nodes = 0
        self._packages: EnvironmentSpec | None = None
        self._environments: Mapping[str, EnvironmentSpec] = {}
        self._kept: dict[tuple[str, int | None], Document | RenError] = {}

    def of(self, root: Document) -> Resolved:
        self._nodes = len(root.flow.nodes)
        self._packages = root.flow.packages
        self._environments = root.flow.environments
        for index, node, call in root.flow.subflows():
            told = list(self._called(root, node, call, place=node.id, around=(root.pin.flow,)))
            at = f"/nodes/{index}/data"
            self._result.problems += [msgspec.structs.replace(each, pointer=f"{at}{each.pointer}") for each in told]
        return self._result

    def _called(
        self, caller: Document, node: Node, call: Subflow, place: str, around: tuple[str, ...]
    ) -> Iterator[Problem]:
        """The problems of a call, and of those in the flow that it calls; places are below the node's `data`."""
        if any(call.flow.lower() == each.lower() for each in around):
            way = " → ".join(map(shown, [*around, call.flow]))
            hint = "Repeat with a loop of edges."
            told = {"way": [*around, call.flow]}
            yield Problem("RECURSIVE_FLOW", "/flow", f"The flow calls itself: {way}.", hint, told)
            return
        if len(around) > MAX_DEPTH:
            detail = f"Flows call each other more than {MAX_DEPTH} deep: {' → '.join(around[:4])} → …"
            yield Problem("TOO_DEEP", "/flow", detail, "Nest fewer of them.")
            return
        found = self._found(call, caller.pins.get(node.id))
        if isinstance(found, RenError):
            pointer = "/version" if isinstance(call.version, int) and found.code == "VERSION_NOT_FOUND" else "/flow"
            hint = found.advice if pointer == "/version" else f"Publish it: renflow flows push {call.flow} --publish."
            yield Problem(found.code, pointer, found.detail, hint, {"flow": call.flow, "version": call.version})
            return
        problem = self._not_inline(call, found.flow) if call.inline else None
        if problem is not None:
            yield problem
            return
        self._nodes += len(found.flow.nodes)
        if self._nodes > MAX_LINKED_NODES:
            detail = f"With the flows that it calls the flow has more than {MAX_LINKED_NODES:,} nodes."
            yield Problem("TOO_LARGE", "/flow", detail, "Call the flow once, in a loop over the data.")
            return
        self._result.pins[place] = found.pin
        self._result.documents[found.pin] = found
        yield from misfits(call, found.pin.flow, found.flow)
        for _, inner, deeper in found.flow.subflows():
            inner_place = f"{place}{WITHIN}{inner.id}"
            for each in self._called(found, inner, deeper, inner_place, (*around, found.pin.flow)):
                where = f"In {shown(found.pin.flow)} version {found.pin.version}, node {shown(inner.id)}: "
                detail = each.detail if each.code in {"TOO_DEEP", "TOO_LARGE"} else f"{where}{each.detail}"
                within = {**each.params, "within": f"{found.pin.flow}:{inner.id}"}
                yield Problem(each.code, "/flow", detail, each.hint, within)
            if self._nodes > MAX_LINKED_NODES:
                return

    def _not_inline(self, call: Subflow, flow: Flow) -> Problem | None:
        """Why the nodes of a flow cannot stand among those of the outermost one; None: they can."""
        told: dict[str, Any] = {"flow": call.flow}
        if flow.program is not None:
            detail = f"Flow {shown(call.flow)} is a BPMN file, which is a run of its own."
            return Problem("BPMN_IS_A_RUN", "/mode", detail, 'Add "mode": "run".', told)
        if flow.packages not in (None, self._packages):
            told["environment"] = flow.environment
            detail = f"Flow {shown(call.flow)} is executed in its environment {shown(flow.environment)}."
            return Problem(
                "OTHER_ENVIRONMENT", "/mode", detail, 'Add "mode": "run": it is a run of its own then.', told
            )
        for name, spec in flow.node_environments().items():
            if self._environments.get(name) != spec:
                told["environment"] = name
                detail = f"A node of flow {shown(call.flow)} is executed in its environment {shown(name)}."
                hint = (
                    'Describe that one, with the same words, among the environments of this flow, or add "mode": "run".'
                )
                return Problem("OTHER_ENVIRONMENT", "/mode", detail, hint, told)
        return None

    def _found(self, call: Subflow, pinned: Pin | None) -> Document | RenError:
        is_meant = pinned is not None and pinned.flow.lower() == call.flow.lower() and call.version is None
        wanted = pinned.version if pinned is not None and is_meant else call.version
        asked = (call.flow.lower(), wanted if isinstance(wanted, int) else None)
        if asked not in self._kept:
            try:
                self._kept[asked] = self._find(call.flow, asked[1])
            except RenError as error:
                self._kept[asked] = error
        return self._kept[asked]
