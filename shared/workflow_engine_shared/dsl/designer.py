"""What a designer like React Flow keeps in a document for itself: left out of it where a document comes in.

Only the names that React Flow writes are left out, so that a typing mistake is still told.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

_OF_DOCUMENT = frozenset({"viewport", "position", "zoom"})
_OF_BOTH = """
    ariaLabel ariaRole className deletable domAttributes focusable hidden selectable selected style zIndex
    """.split()  # noqa: SIM905 - one word a line would be longer than the rest
_OF_NODES = frozenset(
    """
    connectable dragHandle draggable dragging expandParent extent handles height initialHeight initialWidth measured
    origin parentId parentNode positionAbsolute resizing sourcePosition targetPosition width
    """.split()  # noqa: SIM905 - as above
) | frozenset(_OF_BOTH)
_OF_EDGES = frozenset(
    """
    animated interactionWidth labelBgBorderRadius labelBgPadding labelBgStyle labelShowBg labelStyle markerEnd
    markerStart pathOptions reconnectable type updatable
    """.split()  # noqa: SIM905 - as above
) | frozenset(_OF_BOTH)


def without_designer_fields(document: Any) -> Any:
    """The document without what only a designer needs; the very same, if there is none of it. Nothing is changed."""
    if not isinstance(document, dict) or not isinstance(document.get("nodes"), list):
        return document
    cleaned = _without(document, _OF_DOCUMENT)
    for name, clean in (("nodes", _node), ("edges", _edge)):
        cleaned = _with_each(cleaned, name, clean)
    return cleaned


def _with_each(document: dict[str, Any], name: str, clean: Callable[[Any], Any]) -> dict[str, Any]:
    parts = document.get(name)
    if not isinstance(parts, list):
        return document
    cleaned = [clean(part) for part in parts]
    is_changed = any(after is not before for after, before in zip(cleaned, parts, strict=True))
    return {**document, name: cleaned} if is_changed else document


def _node(node: Any) -> Any:
    """React Flow's own nodes show `data.label`; here it is the node's `label`."""
    cleaned = _without(node, _OF_NODES)
    data = cleaned.get("data") if isinstance(cleaned, dict) else None
    if not isinstance(data, dict) or "label" not in data:
        return cleaned
    label = {"label": data["label"]} if isinstance(data["label"], str) and data["label"] else {}
    return {**label, **cleaned, "data": _without(data, {"label"})}


def _edge(edge: Any) -> Any:
    return _without(edge, _OF_EDGES)


def _without(part: Any, names: Collection[str]) -> Any:
    if not isinstance(part, Mapping) or not any(name in part for name in names):
        return part
    return {name: value for name, value in part.items() if name not in names}
