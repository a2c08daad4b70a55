"""Flows, their versions, and tests of their drafts, as answers show them."""

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import BaseModel, ValidationError

from workflow_engine_shared.bpmn.xml_tree import decoded
from workflow_engine_shared.dsl.drawing.as_test import STOP
from workflow_engine_shared.dsl.drawing.identity import flow_hash
from workflow_engine_shared.errors import DatabaseDamaged, Problem
from workflow_engine_shared.storage.run.visits import NodeSummary
from workflow_engine_shared.storage.workflow.rows import DraftTest, FlowRow, VersionRow
from workflow_engine_supervisor.functions.code_versions import CodeChange
from workflow_engine_supervisor.schemas.flows import (
    CodeChangeAnswer,
    FlowAnswer,
    SubflowAnswer,
    VersionAnswer,
    VersionCodeAnswer,
    VersionDocument,
    VersionSignatureAnswer,
)
from workflow_engine_supervisor.schemas.problem import ProblemPart


class _Called(BaseModel):
    flow: str
    version: int | Literal["latest"] | None
    pinned: bool


class _Meta(BaseModel):
    hash: str = "damaged"
    nodes: int = 0
    edges: int = 0
    code_refs: list[str] = []
    subflows: dict[str, _Called] = {}
    note: str | None = None
    publish_note: str | None = None


def flow_answer(row: FlowRow) -> FlowAnswer:
    return FlowAnswer.model_validate(row, from_attributes=True)


def content_hash(row: VersionRow) -> Any:
    """What tells a version's content from others; of a document it is made anew, for older versions had another."""
    return row.meta().get("hash") if row.format == "bpmn" else flow_hash(row.document())


def warning_answers(warnings: Sequence[Problem]) -> list[ProblemPart]:
    return [ProblemPart.model_validate(each, from_attributes=True) for each in warnings]


def version_answer(row: VersionRow, warnings: Sequence[Problem] = ()) -> VersionAnswer:
    """`warnings`: of the file, where it comes in or is published now."""
    return VersionAnswer(
        warnings=warning_answers(warnings),
        flow_id=row.flow_id,
        version=row.version,
        published=row.published,
        created_at=row.created_at,
        format=row.format,
        code=_code(row),
        signature=_signature(row),
        **_meta(row),
    )


def version_document(
    row: VersionRow, source: bytes | None = None, changes: Sequence[CodeChange] | None = None
) -> VersionDocument:
    """`source`: of a BPMN file. `changes` are those of the code since it was published, if these are known."""
    told = None if changes is None else [CodeChangeAnswer(path=each.path, change=each.change) for each in changes]
    bpmn = None if source is None else decoded(source)[0]
    return VersionDocument(**version_answer(row).model_dump(), dsl=row.document(), bpmn=bpmn, code_changes=told)


def _signature(row: VersionRow) -> VersionSignatureAnswer | None:
    try:
        signature = row.signature()
    except DatabaseDamaged:
        return None
    return None if signature is None else VersionSignatureAnswer(key=signature.key, at=signature.at)


def _code(row: VersionRow) -> VersionCodeAnswer | None:
    try:
        code = row.code()
    except DatabaseDamaged:
        return None
    return None if code is None else VersionCodeAnswer(mode=code.mode, hash=code.hash, files=len(code.files))


def _meta(row: VersionRow) -> dict[str, Any]:
    """What was worked out when the version was added; a damaged row stops no list."""
    try:
        meta = _Meta.model_validate(row.meta())
    except (DatabaseDamaged, ValidationError):
        meta = _Meta()
    called = [
        SubflowAnswer(node=node, flow_id=each.flow, version=each.version, pinned=each.pinned)
        for node, each in meta.subflows.items()
    ]
    return {**meta.model_dump(), "subflows": called}


def draft_test_answer(test: DraftTest | None, visited: Sequence[NodeSummary] | None = None) -> dict[str, Any] | None:
    """What is told of a test, None for other runs; `visited`: the nodes that the run came to, where they are known."""
    if test is None:
        return None
    return {
        "revision": test.revision,
        "stop_after": test.stop_after,
        "stopped": None if visited is None else any(each.node_id == STOP for each in visited),
        "pinned": list(test.pinned),
    }
