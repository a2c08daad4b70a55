"""Two versions of a flow side by side, and what keeps a run of the one from going on with the other. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from workflow_engine_shared.dsl.model import Edge, Flow
from workflow_engine_shared.errors import Problem
from workflow_engine_shared.ids import shown
from workflow_engine_supervisor.functions.code_versions import changed_keys

How: TypeAlias = Literal["added", "removed", "changed"]


@dataclass(frozen=True)
class Change:
    """What one of the two has otherwise than the other."""

    name: str
    change: How


@dataclass(frozen=True)
class Progress:
    """How far a run has come."""

    visited: Collection[str] = ()  #: nodes
    open: Collection[str] = ()  #: nodes at which it stands
    edges: Collection[int] | None = ()  #: by which it went: their places; None: nobody counted


def node_changes(before: Flow, after: Flow) -> list[Change]:
    """Nodes that one of the flows lacks, or that are not the same in both."""
    old, new = ({node.id: node for node in flow.nodes} for flow in (before, after))
    return [Change(name, change) for name, change in changed_keys(old, new)]


def misfits(before: Flow, after: Flow, progress: Progress) -> list[Problem]:
    """Why a run cannot go on with the other version; empty: it can.

    What it has done must be there as it was: each node that it visited, under its id and of its type, and each edge by
    which it went, at its place. Where several nodes may be visited at once, what stands open is known by the whole
    drawing, which must be the same then.
    """
    if before.needs_tokens or after.needs_tokens:
        return list(_other_drawing(before, after))
    return [*_lost_nodes(before, after, progress), *_lost_edges(before, after, progress)]


def _other_drawing(before: Flow, after: Flow) -> Iterator[Problem]:
    if [(node.id, type(node)) for node in before.nodes] != [(node.id, type(node)) for node in after.nodes]:
        yield Problem("OTHER_NODES", "/nodes", "A flow with branches, waits or called flows must have the same nodes.")
    if [_ends(each) for each in before.edges] != [_ends(each) for each in after.edges]:
        yield Problem("OTHER_EDGES", "/edges", "A flow with branches, waits or called flows must have the same edges.")


def _lost_nodes(before: Flow, after: Flow, progress: Progress) -> Iterator[Problem]:
    kinds = {node.id: type(node) for node in after.nodes}
    for node in before.nodes:
        if node.id not in progress.visited:
            continue
        does = "stands at" if node.id in progress.open else "has been at"
        if node.id not in kinds:
            yield Problem("NODE_MISSING", "/nodes", f"The run {does} the node {shown(node.id)}, which is not there.")
        elif kinds[node.id] is not type(node):
            yield Problem(
                "OTHER_TYPE", "/nodes", f"The run {does} the node {shown(node.id)}, which is of another type."
            )


def _lost_edges(before: Flow, after: Flow, progress: Progress) -> Iterator[Problem]:
    taken = range(len(before.edges)) if progress.edges is None else sorted(progress.edges)
    for place in taken:
        edge = before.edges[place] if place < len(before.edges) else None
        there = after.edges[place] if place < len(after.edges) else None
        if edge is not None and (there is None or (edge.source, edge.target) != (there.source, there.target)):
            told = (
                f"The run went from {shown(edge.source)} to {shown(edge.target)} by edge {place}, which is another one."
            )
            yield Problem("OTHER_EDGE", f"/edges/{place}", told)


def _ends(edge: Edge) -> tuple[str, str, str | None]:
    return edge.source, edge.target, edge.on
