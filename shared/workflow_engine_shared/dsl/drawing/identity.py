"""What makes two documents the same flow: how it is drawn does not count."""

from collections.abc import Mapping
from typing import Any

from workflow_engine_shared.codec.canonical_json import fingerprint

#: Fields of the document that only people look at.
_BESIDE = frozenset({"notes", "groups"})


def flow_hash(document: Any) -> str:
    """Equal for documents that do the same; moving a node, writing a note or grouping makes no other flow."""
    return fingerprint(without_drawing(document))


def file_hash(text: str, forms: Mapping[str, Any] | None) -> str:
    """Equal for BPMN files with the same text, and the same schemas of forms beside it."""
    return flow_hash({"bpmn": text, "forms": dict(forms)} if forms else text)


def without_drawing(document: Any) -> Any:
    """The document without what is only drawn: places of nodes, notes, groups. Nothing is changed."""
    if not isinstance(document, dict) or not isinstance(document.get("nodes"), list):
        return document
    rest = {name: value for name, value in document.items() if name not in _BESIDE}
    return {**rest, "nodes": [_without_position(node) for node in document["nodes"]]}


def _without_position(node: Any) -> Any:
    if not isinstance(node, dict) or "position" not in node:
        return node
    return {name: value for name, value in node.items() if name != "position"}
