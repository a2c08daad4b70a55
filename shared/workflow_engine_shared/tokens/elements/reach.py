"""Which elements lead to which, and the masks by which inclusive and complex joins know what can still come."""

from collections.abc import Iterator, Mapping
from typing import Final

from workflow_engine_shared.tokens.elements.definitions import LinkDefinition
from workflow_engine_shared.tokens.elements.nodes import (
    Activity,
    BoundaryEvent,
    CatchEvent,
    Element,
    EventNode,
    Process,
    SubProcess,
    ThrowEvent,
)
from workflow_engine_shared.tokens.program import Node

#: Steps through circles for the masks of joins, of all of them together: a second's work.
_MOST_WALKED: Final = 2_000_000


class NotAProgram(ValueError):
    """Elements that cannot be put together; it names the element, and what it refers to."""


class Leads:
    """The connections of a set of elements.

    Raises:
        NotAProgram: something is referred to that is not there, or is in another scope.
    """

    def __init__(self, nodes: Mapping[str, Node]) -> None:
        self._nodes = nodes
        self._flows: dict[str, list[str]] = {}
        self._sources: dict[str, list[str]] = {}  #: node -> from where a token can come to it
        self._bits: dict[str, int] = {}
        self._before: dict[str, int] | None = None
        self._walked = 0
        self._catches: dict[tuple[str, str], str] = {}  #: (scope, name of a link) -> where it leads
        self.inside: dict[str, list[Element]] = {}
        self.boundaries: dict[str, list[BoundaryEvent]] = {}
        elements = [node for node in nodes.values() if isinstance(node, Element)]
        for element in elements:
            self._place(element)
        for element in elements:
            self._connect(element)

    def flows_to(self, node_id: str) -> tuple[str, ...]:
        """The ids of the sequence flows to a node."""
        return tuple(self._flows.get(node_id, ()))

    def sources_of(self, node_id: str) -> list[str]:
        """The nodes from which a token can come to this one in one move."""
        return self._sources.get(node_id, [])

    def bit(self, element: Element) -> int:
        """The bit of an element in the masks of its scope."""
        return 1 << self._bits[element.id]

    def mask(self, node_ids: set[str]) -> int:
        """The bits of elements of one scope, together."""
        bits = bytearray(max((self._bits[node_id] for node_id in node_ids), default=0) // 8 + 1)
        for node_id in node_ids:
            bits[self._bits[node_id] // 8] |= 1 << self._bits[node_id] % 8
        return int.from_bytes(bits, "little")

    def before(self) -> dict[str, int]:
        """For each node: the mask of those from which a token can come to it, and its own bit."""
        if self._before is None:
            self._before = _before(self._bits, self._sources)
        return self._before

    def walked_from(self, node_id: str, but: str) -> int:
        """The mask of the nodes from which a token can come to this one, not passing another."""
        seen: set[str] = set()
        due = [node_id]
        while due:
            each = due.pop()
            if each not in seen and each != but:
                seen.add(each)
                due.extend(self.sources_of(each))
        self._walked += len(seen)
        if self._walked > _MOST_WALKED:
            raise NotAProgram(f"{but!r} and other gateways that join are in circles that are too long to look through.")
        return self.mask(seen)

    def link_target(self, event: ThrowEvent) -> str | None:
        """Where a throwing link leads; None: it has no link. Raises NotAProgram where there is no such place."""
        name = _link(event)
        if name is None:
            return None
        if (event.scope, name) not in self._catches:
            raise NotAProgram(f"{event.id!r} throws link {name!r}, which nothing catches.")
        return self._catches[event.scope, name]

    def _place(self, element: Element) -> None:
        if element.scope:
            if not isinstance(self._nodes.get(element.scope), (Process, SubProcess)):
                raise NotAProgram(f"{element.id!r} is in {element.scope!r}, which is no process or sub-process.")
            siblings = self.inside.setdefault(element.scope, [])
            self._bits[element.id] = len(siblings)
            siblings.append(element)
        else:
            self._bits[element.id] = 0
        name = _link(element) if isinstance(element, CatchEvent) else None
        if name is not None:
            if (element.scope, name) in self._catches:
                raise NotAProgram(f"{element.id!r} catches link {name!r}, as another element does.")
            self._catches[element.scope, name] = element.id

    def _connect(self, element: Element) -> None:
        for flow in element.outgoing:
            self._same_scope(element, flow.target, flow.id)
            self._flows.setdefault(flow.target, []).append(flow.id)
            self._sources.setdefault(flow.target, []).append(element.id)
        if element.default is not None and all(flow.id != element.default for flow in element.outgoing):
            raise NotAProgram(f"{element.default!r} is the default of {element.id!r}, but no flow out of it.")
        if isinstance(element, BoundaryEvent):
            self._same_scope(element, element.attached_to, element.id)
            if not isinstance(self._nodes[element.attached_to], Activity):
                raise NotAProgram(f"{element.id!r} is attached to {element.attached_to!r}, which is no activity.")
            self.boundaries.setdefault(element.attached_to, []).append(element)
            self._sources.setdefault(element.id, []).append(element.attached_to)
        if isinstance(element, ThrowEvent) and (target := self.link_target(element)) is not None:
            self._sources.setdefault(target, []).append(element.id)

    def _same_scope(self, element: Element, target: str, by: str) -> None:
        there = self._nodes.get(target)
        if not isinstance(there, Element) or there.scope != element.scope:
            raise NotAProgram(f"{by!r} connects {element.id!r} with {target!r}, which is no element of its scope.")


def reaching(join: Element, leads: Leads) -> dict[str, int]:
    """For each flow to a join: the mask of the nodes from which a token can come by it, not passing the join.

    Raises:
        NotAProgram: there are so many joins in circles that this would take too long.
    """
    sources = zip(leads.flows_to(join.id), leads.sources_of(join.id), strict=True)
    before, bit = leads.before(), leads.bit(join)
    return {
        flow_id: leads.walked_from(source, but=join.id) if before[source] & bit else before[source]
        for flow_id, source in sources
    }


def _link(event: EventNode) -> str | None:
    return next((each.name for each in event.definitions if isinstance(each, LinkDefinition)), None)


def _before(bits: Mapping[str, int], sources: Mapping[str, list[str]]) -> dict[str, int]:
    """The masks of what is before each node: Tarjan's circles come out in the order in which they lead on."""
    masks: dict[str, int] = {}
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    path: list[str] = []
    for first in bits:
        due = [] if first in index else [(first, _entered(first, index, low, path, sources))]
        while due:
            node_id, rest = due[-1]
            for source in rest:
                if source not in index:
                    due.append((source, _entered(source, index, low, path, sources)))
                    break
                if source not in masks:  # it is on the path
                    low[node_id] = min(low[node_id], index[source])
            else:
                due.pop()
                if due:
                    low[due[-1][0]] = min(low[due[-1][0]], low[node_id])
                if low[node_id] == index[node_id]:
                    _close(node_id, path, masks, bits, sources)
    return masks


def _close(
    node_id: str, path: list[str], masks: dict[str, int], bits: Mapping[str, int], sources: Mapping[str, list[str]]
) -> None:
    """All nodes of a circle are known, and whatever leads into it has its mask."""
    circle = [path.pop()]
    while circle[-1] != node_id:
        circle.append(path.pop())
    mask = 0
    for each in circle:
        mask |= 1 << bits[each]
        for source in sources.get(each, ()):
            mask |= masks.get(source, 0)
    masks.update(dict.fromkeys(circle, mask))


def _entered(
    node_id: str, index: dict[str, int], low: dict[str, int], path: list[str], sources: Mapping[str, list[str]]
) -> Iterator[str]:
    index[node_id] = low[node_id] = len(index)
    path.append(node_id)
    return iter(sources.get(node_id, ()))
