"""Flows and their versions, as answers show them."""

from typing import Any

from pydantic import BaseModel, ValidationError

from workflow_engine_shared.errors import DatabaseDamaged
from workflow_engine_shared.storage.workflow.rows import FlowRow, VersionRow
from workflow_engine_supervisor.schemas.flows import FlowAnswer, VersionAnswer, VersionDocument


class _Meta(BaseModel):
    hash: str = "damaged"
    nodes: int = 0
    edges: int = 0
    code_refs: list[str] = []


def flow_answer(row: FlowRow) -> FlowAnswer:
    return FlowAnswer.model_validate(row, from_attributes=True)


def version_answer(row: VersionRow) -> VersionAnswer:
    return VersionAnswer(
        flow_id=row.flow_id,
        version=row.version,
        published=row.published,
        created_at=row.created_at,
        **_meta(row),
    )


def version_document(row: VersionRow) -> VersionDocument:
    return VersionDocument(**version_answer(row).model_dump(), dsl=row.document())


def _meta(row: VersionRow) -> dict[str, Any]:
    """What was worked out when the version was added; a damaged row stops no list."""
    try:
        return _Meta.model_validate(row.meta()).model_dump()
    except (DatabaseDamaged, ValidationError):
        return _Meta().model_dump()
