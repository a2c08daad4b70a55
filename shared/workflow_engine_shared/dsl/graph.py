"""The graph of a flow, as far as the flow could be read; check.py judges it.

Parts that could not be read are None. Questions are answered in favour of the document: an edge to nowhere may lead
anywhere, a node of unknown type may be the start or an end. So one mistake seldom brings a second complaint.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from .model import Flow
from .node_types import type_of
from .nodes.node_type import Node, NodeType


class Vertex(NamedTuple):
    """A node: where it stands in the list of nodes, its id, its type, and what it was read as."""

    at: int
    id: str | None = None
    type: NodeType | None = None
    node: Node | None = None


class Arrow(NamedTuple):
    """An edge: where it stands in the list of edges, its ends, its `when` (UNSET: none; BAD: unreadable).

    `on` is the kind of failure it leads on from: None: no such edge; BAD: unreadable.
    """

    at: int
    source: str | None = None
    target: str | None = None
    when: Any = msgspec.UNSET
    on: Any = None


class Graph:
    """Vertices and arrows, and who leads to whom."""

    def __init__(self, vertices: Iterable[Vertex], arrows: Iterable[Arrow]) -> None:
        self.vertices = tuple(vertices)
        self.arrows = tuple(arrows)
        self.by_id: dict[str, Vertex] = {}
        for vertex in self.vertices:
            if vertex.id is not None:
                # Two nodes of one id could be of two types: which one an edge means is unknown.
                twin = vertex.id in self.by_id
                self.by_id[vertex.id] = self.by_id[vertex.id]._replace(type=None, node=None) if twin else vertex
        self.after: dict[str, list[str]] = {node_id: [] for node_id in self.by_id}
        self.before: dict[str, list[str]] = {node_id: [] for node_id in self.by_id}
        self.leads_on: set[str] = set()  #: nodes with an edge for when they succeed
        self.astray: set[str] = set()  #: nodes with an edge to nowhere
        self.entered: set[str] = set()  #: nodes with an edge from nowhere
        self.has_lost_source = self.has_lost_target = False
        for arrow in self.arrows:
            self._join(arrow)

    @classmethod
    def of(cls, flow: Flow) -> "Graph":
        return cls(
            (Vertex(index, node.id, type_of(node), node) for index, node in enumerate(flow.nodes)),
            (Arrow(index, edge.source, edge.target, edge.when, edge.on) for index, edge in enumerate(flow.edges)),
        )

    def _join(self, arrow: Arrow) -> None:
        source = arrow.source if arrow.source in self.by_id else None
        target = arrow.target if arrow.target in self.by_id else None
        if source is not None and not isinstance(arrow.on, str):
            self.leads_on.add(source)
        if source is not None and target is not None:
            self.after[source].append(target)
            self.before[target].append(source)
        elif source is not None:
            self.astray.add(source)
        elif target is not None:
            self.entered.add(target)
        self.has_lost_source |= source is None
        self.has_lost_target |= target is None

    def type_of(self, node_id: str | None) -> NodeType | None:
        vertex = self.by_id.get(node_id) if node_id is not None else None
        return vertex.type if vertex else None

    def may_be(self, is_meant: Callable[[NodeType], bool]) -> set[str]:
        """The ids of the nodes whose type is meant, or unknown."""
        return {node_id for node_id, vertex in self.by_id.items() if vertex.type is None or is_meant(vertex.type)}


def spread(found: set[str], seeds: Iterable[str], after: Mapping[str, Sequence[str]]) -> set[str]:
    """Add to `found` the `seeds` and everything they lead to; what is in it already is not walked again."""
    waiting = [node_id for node_id in seeds if node_id not in found]
    found.update(waiting)
    while waiting:
        fresh = {node_id for node_id in after[waiting.pop()] if node_id not in found}
        found.update(fresh)
        waiting.extend(fresh)
    return found


def first_cycles(after: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """The cycles that walkers run into who always take a node's first arrow; every node must have one.

    In a graph without exits each node leads into one of them, which is all one needs to know, in linear time.
    """
    seen: set[str] = set()
    for node_id in after:
        path: dict[str, int] = {}
        here = node_id
        while here not in seen:
            seen.add(here)
            path[here] = len(path)
            here = after[here][0]
        if here in path:
            yield list(path)[path[here] :]


def fingerprint(when: Any) -> Hashable:
    """Equal for JSON-equal values: 1 is 1.0, but true is not 1."""
    if isinstance(when, list):
        return (list, *map(fingerprint, when))
    return (bool, when) if isinstance(when, bool) else when
