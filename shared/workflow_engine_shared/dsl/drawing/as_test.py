"""A flow as a test run executes it: some nodes leave given outputs instead of working, and it may end early. Pure.

Edges keep their places among those of the flow: what a run went by is told by them. Those that are not followed any
more hang off the end that is put in.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from workflow_engine_shared import json_pointer
from workflow_engine_shared.dsl.blocks import Blocks
from workflow_engine_shared.dsl.graph import Graph
from workflow_engine_shared.dsl.linking.pins import WITHIN
from workflow_engine_shared.dsl.model import Edge, Flow
from workflow_engine_shared.dsl.node_types import NODE_TYPES, type_of
from workflow_engine_shared.dsl.nodes.node_type import Node
from workflow_engine_shared.dsl.nodes.pinned import PinnedNode
from workflow_engine_shared.dsl.nodes.policy import is_activity
from workflow_engine_shared.dsl.suggestion import meant, nearest
from workflow_engine_shared.errors import Problem
from workflow_engine_shared.ids import shown

#: Where a test run ends that stops early. No document can have such an id.
STOP: Final = "__stopped"
_END: Final = next(kind for kind in NODE_TYPES.values() if kind.ends)


def as_test(flow: Flow, stop_after: str | None, pinned: Mapping[str, dict[str, Any]]) -> Flow:
    """The linked flow with `pinned` nodes that only leave these outputs, and that ends after a node; see `problems`.

    Inside of a branch the other branches go on to their join, and the run ends there; inside of a flow that is called,
    what that has written so far comes back, and the run ends after the call.
    """
    nodes = tuple(PinnedNode(id=node.id, outputs=pinned[node.id]) if node.id in pinned else node for node in flow.nodes)
    flow = msgspec.structs.replace(flow, nodes=nodes)
    return _reached(flow if stop_after is None else _Stopping(flow).after(stop_after))


def problems(flow: Flow, stop_after: str | None, pinned: Mapping[str, Any]) -> Iterator[Problem]:
    """What keeps a linked flow from being tested so; places are those of a request's body."""
    kinds = {node.id: type_of(node) for node in flow.nodes}
    for place, name in [("/stop_after", stop_after), *((json_pointer.join("/pinned", each), each) for each in pinned)]:
        if name is not None and name not in kinds:
            near = nearest(name, kinds)
            yield Problem("UNKNOWN_NODE", place, f"The draft has no node {shown(name)}.", meant(near), {"node": name})
    for name, outputs in pinned.items():
        place = json_pointer.join("/pinned", name)
        if name in kinds and not is_activity(kinds[name]):
            detail = f"{shown(name)} is a {kinds[name].name} node, which leaves no outputs."
            hint = "Pin nodes that do work; to begin later, pin what comes before."
            yield Problem("NOT_PINNABLE", place, detail, hint, {"node": name, "type": kinds[name].name})
        for key in outputs if isinstance(outputs, dict) else ():
            if key.startswith("__"):
                detail = f"The state key {shown(key)} is reserved."
                hint = "Choose one that does not start with '__'."
                yield Problem("RESERVED_KEY", json_pointer.join(place, key), detail, hint, {"key": key})


class _Stopping:
    """Leads the ways out of a node to the end of all that it lies in."""

    def __init__(self, flow: Flow) -> None:
        blocks = Blocks(Graph.of(flow))
        self._home, self._join_of = blocks.home, blocks.join_of
        self._nodes = list(flow.nodes)
        self._edges = list(flow.edges)
        self._flow = flow

    def after(self, node_id: str) -> Flow:
        self._nodes.append(_END.node(id=STOP))
        here = node_id
        while here:
            self._lead_out(here)
            here = here.rpartition(WITHIN)[0]
        return msgspec.structs.replace(self._flow, nodes=tuple(self._nodes), edges=tuple(self._edges))

    def _lead_out(self, node_id: str) -> None:
        index = next(place for place, node in enumerate(self._nodes) if node.id == node_id)
        kind = type_of(self._nodes[index])
        if kind.ends:
            return
        if kind.splits or kind.branches:  # it would choose among ways that are there no more
            self._nodes[index] = PinnedNode(id=node_id)
        branch = self._home.get(node_id)
        join = None if branch is None else self._join_of[branch.split]
        for place, edge in enumerate(self._edges):
            if edge.source == node_id and edge.on is None:
                self._edges[place] = Edge(STOP, STOP)
        self._edges.append(Edge(node_id, join or self._end_of(node_id)))
        if join is not None:
            self._lead_out(join)

    def _end_of(self, node_id: str) -> str:
        """The end of the flow that a node lies in."""
        around = node_id.rpartition(WITHIN)[0]
        if not around:
            return STOP
        return next(node.id for node in self._nodes if type_of(node).ends and node.id.rpartition(WITHIN)[0] == around)


def _reached(flow: Flow) -> Flow:
    """The flow without the nodes that no run comes to any more: a split without its join would be none."""
    after: dict[str, list[str]] = {node.id: [] for node in flow.nodes}
    for edge in flow.edges:
        if edge.source != STOP:
            after[edge.source].append(edge.target)
    for node in flow.nodes:
        called = type_of(node).subflow(node)
        if called is not None and called.inline and node.id in flow.linked:
            after[node.id].append(flow.linked[node.id].start)
    seen, waiting = {flow.start.id}, [flow.start.id]
    while waiting:
        for each in after[waiting.pop()]:
            if each not in seen:
                seen.add(each)
                waiting.append(each)
    if len(seen) == len(flow.nodes):
        return flow
    gone = {node.id for node in flow.nodes} - seen
    nodes: tuple[Node, ...] = tuple(node for node in flow.nodes if node.id in seen)
    home = STOP if STOP in seen else next(node.id for node in nodes if type_of(node).ends)
    edges = tuple(Edge(home, home) if edge.source in gone else edge for edge in flow.edges)
    return msgspec.structs.replace(flow, nodes=nodes, edges=edges)
