"""What differs between two documents of a flow: by node id, by edge, by field. Pure; the documents may be anything."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple, TypeAlias

from workflow_engine_shared import json_pointer
from workflow_engine_shared.codec.canonical_json import fingerprint

Change: TypeAlias = Literal["added", "removed", "changed", "moved"]
#: Nothing stands there: null is a value.
NOTHING: Any = object()


class FieldChange(NamedTuple):
    """One value that differs; `pointer` leads into the node, the edge, or the document beside both."""

    pointer: str
    before: Any
    after: Any


class PartChange(NamedTuple):
    """A node or an edge that differs."""

    change: Change
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    fields: list[FieldChange]

    @property
    def part(self) -> dict[str, Any]:
        """What it is now, or was."""
        found = self.after if self.after is not None else self.before
        assert found is not None
        return found


class Comparison(NamedTuple):
    """All that differs."""

    flow: list[FieldChange]
    nodes: list[PartChange]
    edges: list[PartChange]

    @property
    def same(self) -> bool:
        """Whether both do the same: where nodes are drawn does not count."""
        return not self.flow and not self.edges and all(each.change == "moved" for each in self.nodes)


def compare(before: Any, after: Any) -> Comparison:
    """What one has to change in `before` to get `after`."""
    old, new = (each if isinstance(each, dict) else {} for each in (before, after))
    above, below = ({name: each[name] for name in each if name not in {"nodes", "edges"}} for each in (old, new))
    return Comparison(
        flow=list(_fields(above, below, "")),
        nodes=list(_nodes(_parts(old, "nodes"), _parts(new, "nodes"))),
        edges=list(_edges(_parts(old, "edges"), _parts(new, "edges"))),
    )


def _parts(document: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = document.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _nodes(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> Iterator[PartChange]:
    before = {str(node.get("id")): node for node in old}
    after = {str(node.get("id")): node for node in new}
    for node_id, node in before.items():
        if node_id not in after:
            yield PartChange("removed", node, None, [])
    for node_id, node in after.items():
        if node_id not in before:
            yield PartChange("added", None, node, [])
        elif fields := list(_fields(before[node_id], node, "")):
            moved = all(each.pointer.startswith("/position") for each in fields)
            yield PartChange("moved" if moved else "changed", before[node_id], node, fields)


# -- edges ----------------------------------------------------------------------------------------------------------


def _edges(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> Iterator[PartChange]:
    """Edges are the same by their ends and what they stand for, whatever a designer calls them; else by their ends."""
    gone, come = _without_twins(old, new, _meaning)
    pairs, gone, come = _pairs(gone, come)
    for before, after in pairs:
        yield PartChange("changed", before, after, list(_fields(_said(before), _said(after), "")))
    yield from (PartChange("removed", edge, None, []) for edge in gone)
    yield from (PartChange("added", None, edge, []) for edge in come)


def _said(edge: dict[str, Any]) -> dict[str, Any]:
    """What an edge says to a run and to people; its id and its handles are the designer's."""
    return {name: value for name, value in edge.items() if name not in {"id", "sourceHandle", "targetHandle"}}


def _meaning(edge: dict[str, Any]) -> str:
    return fingerprint({"data": {}, **_said(edge)})


def _ends(edge: dict[str, Any]) -> str:
    return fingerprint([edge.get("source"), edge.get("target")])


def _without_twins(
    old: list[dict[str, Any]], new: list[dict[str, Any]], key: Any
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    left: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for edge in old:
        left[key(edge)].append(edge)
    come = [edge for edge in new if not (left[key(edge)] and left[key(edge)].pop(0))]
    kept = {id(edge) for rest in left.values() for edge in rest}
    return [edge for edge in old if id(edge) in kept], come


def _pairs(
    gone: list[dict[str, Any]], come: list[dict[str, Any]]
) -> tuple[list[tuple[dict[str, Any], dict[str, Any]]], list[dict[str, Any]], list[dict[str, Any]]]:
    waiting: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for edge in gone:
        waiting[_ends(edge)].append(edge)
    pairs, new = [], []
    for edge in come:
        before = waiting[_ends(edge)]
        if before:
            pairs.append((before.pop(0), edge))
        else:
            new.append(edge)
    left = {id(edge) for rest in waiting.values() for edge in rest}
    return pairs, [edge for edge in gone if id(edge) in left], new


# -- fields ---------------------------------------------------------------------------------------------------------


def _fields(before: dict[str, Any], after: dict[str, Any], at: str) -> Iterator[FieldChange]:
    """Objects are compared key by key; anything else, lists as well, is one value."""
    for name in (*before, *(key for key in after if key not in before)):
        old, new = before.get(name, NOTHING), after.get(name, NOTHING)
        place = json_pointer.join(at, name)
        if isinstance(old, dict) and isinstance(new, dict):
            yield from _fields(old, new, place)
        elif old is NOTHING or new is NOTHING or fingerprint(old) != fingerprint(new):
            yield FieldChange(place, old, new)
