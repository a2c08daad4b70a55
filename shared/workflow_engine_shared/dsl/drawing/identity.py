"""What makes two documents the same flow: where its nodes are drawn does not count."""

from collections.abc import Mapping
from typing import Any

from workflow_engine_shared.codec.canonical_json import fingerprint


def flow_hash(document: Any) -> str:
    """Equal for documents that do the same; moving a node makes no other flow."""
    return fingerprint(without_positions(document))


def file_hash(text: str, forms: Mapping[str, Any] | None) -> str:
    """Equal for BPMN files with the same text, and the same schemas of forms beside it."""
    return flow_hash({"bpmn": text, "forms": dict(forms)} if forms else text)


def without_positions(document: Any) -> Any:
    """The document without where its nodes are drawn. Nothing is changed."""
    if not isinstance(document, dict) or not isinstance(document.get("nodes"), list):
        return document
    return {**document, "nodes": [_without_position(node) for node in document["nodes"]]}


def _without_position(node: Any) -> Any:
    if not isinstance(node, dict) or "position" not in node:
        return node
    return {name: value for name, value in node.items() if name != "position"}
