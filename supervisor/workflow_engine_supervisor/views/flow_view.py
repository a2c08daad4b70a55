"""Flows and their versions, as answers show them."""

import json

from workflow_engine_shared.storage.workflow.rows import FlowRow, VersionRow
from workflow_engine_supervisor.schemas.flows import FlowAnswer, VersionAnswer, VersionDocument


def flow_answer(row: FlowRow) -> FlowAnswer:
    return FlowAnswer.model_validate(row, from_attributes=True)


def version_answer(row: VersionRow) -> VersionAnswer:
    return VersionAnswer(
        flow_id=row.flow_id,
        version=row.version,
        published=row.published,
        created_at=row.created_at,
        **json.loads(row.compiled_meta),
    )


def version_document(row: VersionRow) -> VersionDocument:
    return VersionDocument(**version_answer(row).model_dump(), dsl=json.loads(row.dsl_json))
