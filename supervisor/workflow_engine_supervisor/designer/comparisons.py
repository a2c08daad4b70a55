"""Versions and drafts beside each other, as answers tell it."""

from collections.abc import Iterable
from typing import Any, Literal, TypeAlias

from workflow_engine_shared.dsl.designer import without_designer_fields
from workflow_engine_shared.dsl.drawing.comparison import NOTHING, Comparison, FieldChange, PartChange, compare
from workflow_engine_shared.storage.workflow.store import ReadTransaction
from workflow_engine_supervisor.schemas.designer.comparison import (
    EdgeDifference,
    FieldDifference,
    FlowDifference,
    NodeDifference,
)

Named: TypeAlias = int | Literal["draft"]


def difference(tx: ReadTransaction, flow_id: str, first: Named, second: Named) -> FlowDifference:
    """What one has to change in the first to get the second.

    Raises:
        FlowNotFound, VersionNotFound, DraftNotFound
    """
    documents = [_document(tx, flow_id, named) for named in (first, second)]
    return difference_of(flow_id, first, second, compare(*documents))


def difference_of(flow_id: str, first: Named, second: Named, found: Comparison) -> FlowDifference:
    return FlowDifference.model_validate(
        {
            "flow_id": flow_id,
            "from": first,
            "to": second,
            "same": found.same,
            "flow": _fields(found.flow),
            "nodes": [_node(each) for each in found.nodes],
            "edges": [_edge(each) for each in found.edges],
        }
    )


def _document(tx: ReadTransaction, flow_id: str, named: Named) -> Any:
    if named == "draft":
        return without_designer_fields(tx.get_draft(flow_id).document())
    return tx.get_version(flow_id, named).document()


def _node(change: PartChange) -> NodeDifference:
    part = change.part
    return NodeDifference(
        id=str(part.get("id")),
        change=change.change,
        type=_text(part.get("type")),
        label=_text(part.get("label")),
        fields=_fields(change.fields),
    )


def _edge(change: PartChange) -> EdgeDifference:
    part, data = change.part, change.part.get("data")
    return EdgeDifference.model_validate(
        {
            "change": change.change,
            **{name: _text(part.get(name)) for name in ("id", "source", "target")},
            "data": data if isinstance(data, dict) else {},
            "fields": _fields(change.fields),
        }
    )


def _fields(changes: Iterable[FieldChange]) -> list[FieldDifference]:
    return [
        FieldDifference(
            pointer=each.pointer,
            had=each.before is not NOTHING,
            has=each.after is not NOTHING,
            before=None if each.before is NOTHING else each.before,
            after=None if each.after is NOTHING else each.after,
        )
        for each in changes
    ]


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
