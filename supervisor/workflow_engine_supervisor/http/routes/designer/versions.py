"""Versions beside each other, flows as files, and what publishing would change."""

from typing import Annotated, Literal

from fastapi import Path, Query, Response
from pydantic import BeforeValidator, Field

from workflow_engine_shared.errors import NotPublished, VersionNotFound
from workflow_engine_supervisor.designer.comparisons import Named, difference
from workflow_engine_supervisor.designer.drafts import Drawn, document_of, draft_at, keep_draft
from workflow_engine_supervisor.designer.exchange import as_file, read_file
from workflow_engine_supervisor.designer.impact_report import impact_report
from workflow_engine_supervisor.engine import Engine
from workflow_engine_supervisor.http.api_router import ApiRouter
from workflow_engine_supervisor.http.designer_bodies import ImpactOfDraft, ImportFlow
from workflow_engine_supervisor.http.parameters import MAX_NUMBER, FlowId, Parameters, Wired, no_parameters
from workflow_engine_supervisor.runs.given_flow import from_document
from workflow_engine_supervisor.schemas.designer.comparison import FlowDifference, ImpactAnswer
from workflow_engine_supervisor.schemas.designer.drafts import DraftState
from workflow_engine_supervisor.schemas.designer.exchange import FlowFileContent, ImportAnswer

router = ApiRouter(tags=["designer"])


def _number_or_word(value: object) -> object:
    """One way to write each version, as in other addresses."""
    if isinstance(value, str) and value != "draft":
        if not (value.isascii() and value.isdigit() and not value.startswith("0")):
            raise ValueError("must be a version's number, or draft")
        return int(value)
    return value


_Named = Annotated[int, Field(ge=1, le=MAX_NUMBER)] | Literal["draft"]
PathVersion = Annotated[_Named, BeforeValidator(_number_or_word), Path(description="a version's number, or `draft`")]


class ExportQuery(Parameters):
    version: Annotated[
        _Named | None,
        BeforeValidator(_number_or_word),
        Field(description="a number, or `draft`; left out: the published version, else the newest, else the draft"),
    ] = None


@router.get("/flows/{flow_id}/versions/{first}/diff/{second}", dependencies=[no_parameters])
def compare_versions(flow_id: FlowId, first: PathVersion, second: PathVersion, engine: Wired) -> FlowDifference:
    """What one has to change in the first version to get the second: by node id, by edge, by field."""
    with engine.store.read() as tx:
        return difference(tx, flow_id, first, second)


@router.get("/flows/{flow_id}/export")
def export_flow(flow_id: FlowId, query: Annotated[ExportQuery, Query()], engine: Wired) -> FlowFileContent:
    """The flow as one file, to be brought elsewhere with `POST /flows/import`; a BPMN file as it came in."""
    content = _content(engine, flow_id, query.version)
    if content.version is not None and (source := _bpmn(engine, flow_id, content.version)) is not None:
        headers = {"Content-Disposition": f'attachment; filename="{content.id}.bpmn"'}
        return Response(source, media_type="application/xml", headers=headers)  # type: ignore[return-value]
    headers = {"Content-Disposition": f'attachment; filename="{content.id}.flow.json"'}
    # As people and version control read it.
    return Response(as_file(content), media_type="application/json", headers=headers)  # type: ignore[return-value]


@router.post("/flows/import", status_code=201, dependencies=[no_parameters])
def import_flow(body: ImportFlow, engine: Wired, response: Response) -> ImportAnswer:
    """Bring a flow as a draft: our own file, a flow's document, or an export of React Flow. Nothing is published."""
    found = read_file(body.file, body.flow_id)
    drawn = Drawn(found.dsl, body.note or found.note)
    draft = keep_draft(engine.store, engine.clock, found.flow_id, drawn, body.revision)
    with engine.store.read() as tx:
        exists = bool(tx.flows_among([draft.flow_id]))
    response.headers["Location"] = f"/flows/{draft.flow_id}/draft"
    state = DraftState.model_validate(draft, from_attributes=True).model_dump()
    return ImportAnswer(**state, read_as=found.kind, flow_exists=exists)


@router.post("/flows/{flow_id}/draft/impact", dependencies=[no_parameters])
def report_impact(flow_id: FlowId, body: ImpactOfDraft, engine: Wired) -> ImpactAnswer:
    """What publishing this revision of the draft would change: for later starts, and for each run that is not over."""
    with engine.store.read() as tx:
        draft = draft_at(tx, flow_id, body.revision)
    document = document_of(draft)
    from_document(document)
    return impact_report(engine.store, engine.reader, draft, document)


def _bpmn(engine: Engine, flow_id: str, version: int) -> bytes | None:
    with engine.store.read() as tx:
        row = tx.get_version(flow_id, version)
        return tx.version_source(row.id) if row.format == "bpmn" else None


def _content(engine: Engine, flow_id: str, wanted: Named | None) -> FlowFileContent:
    now = engine.clock.now()
    with engine.store.read() as tx:
        draft = tx.find_draft(flow_id)
        exists = bool(tx.flows_among([flow_id]))
        if wanted == "draft" or (not exists and draft is not None):
            draft = tx.get_draft(flow_id)
            name = tx.get_flow(flow_id).name if exists else flow_id
            return FlowFileContent(
                id=draft.flow_id, name=name, version=None, note=draft.note, exported_at=now, dsl=draft.document()
            )
        flow = tx.get_flow(flow_id)
        if wanted is not None:
            row = tx.get_version(flow_id, wanted)
        else:
            try:
                row = tx.latest_published(flow_id)
            except NotPublished:
                newest = tx.latest_version(flow_id)
                if newest is None:
                    raise VersionNotFound(f"Flow {flow.id!r} has no versions.") from None
                row = newest
    note = row.meta().get("note")
    return FlowFileContent(
        id=flow.id,
        name=flow.name,
        version=row.version,
        note=note if isinstance(note, str) else None,
        exported_at=now,
        dsl=row.document(),
    )
