"""What a new version of a flow means for a run that stands in an old one. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from .comparison import Comparison


class Impact(NamedTuple):
    """What would be different for one run; ids of nodes."""

    done: list[str]  #: it went through them as they were, and they are others now
    ahead: list[str]  #: it has not come to them yet, and they are others now
    again: list[str]  #: what a resume on the new version would run again
    stuck: list[str]  #: where it stands, and there is no such node any more


def impact(changes: Comparison, new: Any, visited: Collection[str], standing: Collection[str]) -> Impact:
    """What `changes`, which lead to the document `new`, mean for a run that `visited` nodes and stands before some.

    What was done behind a node that is another one now may come out differently: it is run again with it.
    """
    others = _changed(changes)
    after = _after(new)
    ids = set(after)
    seeds = {node for node in others & ids if node in visited or any(each in visited for each in after[node])}
    behind = _spread(seeds, after)
    return Impact(
        done=sorted(others & set(visited)),
        ahead=sorted((others & ids) - set(visited)),
        again=sorted(behind & (set(visited) | seeds)),
        stuck=sorted(set(standing) - ids),
    )


def _changed(changes: Comparison) -> set[str]:
    """Nodes that are other ones: by themselves, or by what they choose."""
    found = {str(each.part.get("id")) for each in changes.nodes if each.change != "moved"}
    for edge in changes.edges:
        if any("when" in data for data in (_data(edge.before), _data(edge.after))):
            found.add(str(edge.part.get("source")))  # it may choose another way
    return found


def _data(edge: dict[str, Any] | None) -> dict[str, Any]:
    data = None if edge is None else edge.get("data")
    return data if isinstance(data, dict) else {}


def _after(document: Any) -> dict[str, list[str]]:
    after: dict[str, list[str]] = defaultdict(list)
    for node in document.get("nodes", []):
        after[str(node.get("id"))] = []
    for edge in document.get("edges", []):
        if edge.get("source") in after:
            after[edge["source"]].append(str(edge.get("target")))
    return dict(after)


def _spread(seeds: Iterable[str], after: dict[str, list[str]]) -> set[str]:
    found, waiting = set(seeds), list(seeds)
    while waiting:
        for each in after.get(waiting.pop(), ()):
            if each not in found:
                found.add(each)
                waiting.append(each)
    return found
