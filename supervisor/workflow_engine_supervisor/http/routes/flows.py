"""Flows and their versions."""

from typing import Any

import msgspec
from fastapi import Response

from workflow_engine_shared.dsl.model import Flow
from workflow_engine_shared.errors import NotPublished, VersionNotFound
from workflow_engine_shared.functions import frozen_code
from workflow_engine_shared.ids import slug
from workflow_engine_shared.signatures.statement import Signature
from workflow_engine_shared.storage.workflow.rows import FlowRow, VersionRow
from workflow_engine_shared.storage.workflow.store import ReadTransaction
from workflow_engine_supervisor.engine import Engine
from workflow_engine_supervisor.functions.code_versions import changes_since
from workflow_engine_supervisor.functions.signed_versions import (
    check_to_publish,
    signature_given,
    statement_to_publish,
)
from workflow_engine_supervisor.http.api_router import ApiRouter
from workflow_engine_supervisor.http.flow_bodies import NewFlow, NewVersion, PublishVersion
from workflow_engine_supervisor.http.parameters import FlowId, PageParameters, VersionNumber, Wired, no_parameters
from workflow_engine_supervisor.http.routes.library.publishing import Kept, check_calls_of
from workflow_engine_supervisor.runs.called_flows import (
    code_refs_of,
    flow_of,
    pins_of,
)
from workflow_engine_supervisor.runs.given_flow import GivenFlow, advice_of_bpmn, from_bpmn, from_document
from workflow_engine_supervisor.schedules.published_starts import put_starts
from workflow_engine_supervisor.schemas.flows import (
    FlowAnswer,
    FlowPage,
    NewFlowAnswer,
    StatementAnswer,
    VersionAnswer,
    VersionDocument,
    VersionPage,
)
from workflow_engine_supervisor.views import flow_view
from workflow_engine_supervisor.views.cursor import make_cursor, read_cursor
from workflow_engine_supervisor.views.flow_view import flow_answer, version_answer, version_document

_FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file.",
        "content": {"application/xml": {"schema": {"type": "string"}, "example": "<definitions …>"}},
    }
}

router = ApiRouter(prefix="/flows", tags=["flows"])


@router.post("", status_code=201, dependencies=[no_parameters])
def create_flow(body: NewFlow, engine: Wired, response: Response) -> NewFlowAnswer:
    """Create a flow, with its first version if there is a `dsl` or `bpmn`; without `id`, one is made from the name."""
    flow_id, now = body.id or slug(body.name), engine.clock.now()
    given = _given(engine, body)
    kept = None
    if given is not None and body.publish:
        what = f"Flow {flow_id!r}"
        kept = check_calls_of(engine, flow_id, given.flow, what, pin=body.pin)
        check_to_publish(engine.settings, given.flow.policy, what, "", None, None)
    with engine.store.write() as tx:  # all of it or nothing: a flow without a version is of no use to anybody
        row = tx.insert_flow(flow_id, body.name, now)
        if given is not None:
            tx.insert_version(row.id, given.document, given.meta(body.note), now, given.source)
            if kept is not None:
                kept.lock(tx, row.id, 1)
                put_starts(tx, tx.publish_version(row.id, 1, kept.subflows, code=kept.code), given.flow, now)
        row = _with_versions(tx, row.id)
    engine.scheduler.ring()
    response.headers["Location"] = f"/flows/{row.id}"
    warnings = flow_view.warning_answers(advice_of_bpmn(body.bpmn))
    return NewFlowAnswer(**flow_answer(row).model_dump(), warnings=warnings)


@router.get("")
def list_flows(query: PageParameters, engine: Wired) -> FlowPage:
    """Flows in the order of their ids."""
    place = read_cursor("flows", query.cursor, str)
    with engine.store.read() as tx:
        rows = tx.list_flows(after=place[0] if place else "", limit=query.limit + 1)
    page = rows[: query.limit]
    after = make_cursor("flows", [page[-1].id]) if len(rows) > query.limit else None
    return FlowPage(items=[flow_answer(row) for row in page], next=after)


@router.get("/{flow_id}", dependencies=[no_parameters])
def get_flow(flow_id: FlowId, engine: Wired) -> FlowAnswer:
    """One flow, with its newest and its newest published version."""
    with engine.store.read() as tx:
        return flow_answer(_with_versions(tx, flow_id))


@router.post("/{flow_id}/versions", status_code=201, dependencies=[no_parameters])
def add_version(flow_id: FlowId, body: NewVersion, engine: Wired, response: Response) -> VersionAnswer:
    """Add a version. It never changes; a run gets it by name, or once it is published."""
    given = _given(engine, body)
    assert given is not None  # the body sees to it
    now = engine.clock.now()
    with engine.store.write() as tx:
        row = tx.insert_version(flow_id, given.document, given.meta(body.note), now, given.source)
    response.headers["Location"] = f"/flows/{row.flow_id}/versions/{row.version}"
    return version_answer(row, advice_of_bpmn(body.bpmn))


@router.get("/{flow_id}/versions")
def list_versions(flow_id: FlowId, query: PageParameters, engine: Wired) -> VersionPage:
    """A flow's versions, newest first."""
    place = read_cursor("versions", query.cursor, int)
    with engine.store.read() as tx:
        rows = tx.list_versions(flow_id, before=place[0] if place else None, limit=query.limit + 1)
    page = rows[: query.limit]
    after = make_cursor("versions", [page[-1].version]) if len(rows) > query.limit else None
    return VersionPage(items=[version_answer(row) for row in page], next=after)


@router.get("/{flow_id}/versions/{version}", dependencies=[no_parameters])
def get_version(flow_id: FlowId, version: VersionNumber, engine: Wired) -> VersionDocument:
    """One version, with its document as it came in; one that came as a BPMN file with that, too."""
    with engine.store.read() as tx:
        row = tx.get_version(flow_id, version)
        source = tx.version_source(row.id) if row.format == "bpmn" else None
        names = code_refs_of(tx, row)
    code = row.code()
    changes = changes_since(engine.settings, code, names) if code is not None and names is not None else None
    return version_document(row, source, changes)


@router.get(
    "/{flow_id}/versions/{version}/bpmn", response_class=Response, responses=_FILE, dependencies=[no_parameters]
)
def get_bpmn(flow_id: FlowId, version: VersionNumber, engine: Wired) -> Response:
    """The BPMN file of a version, byte for byte as it came in."""
    with engine.store.read() as tx:
        row = tx.get_version(flow_id, version)
        source = tx.version_source(row.id) if row.format == "bpmn" else None
    if source is None:
        told = f"Version {version} of flow {row.flow_id!r} did not come as a BPMN file."
        raise VersionNotFound(told, hint="GET /flows/{id}/versions/{version} has its document.")
    headers = {"Content-Disposition": f'attachment; filename="{row.flow_id}.bpmn"', "X-Content-Type-Options": "nosniff"}
    return Response(source, media_type="application/xml", headers=headers)


@router.post("/{flow_id}/versions/{version}/publish", dependencies=[no_parameters])
def publish_version(
    flow_id: FlowId, version: VersionNumber, engine: Wired, body: PublishVersion | None = None
) -> VersionAnswer:
    """Make a version what starts get that name none. All it calls must be there, and take what it gives.

    A version whose code is pinned already keeps that.
    """
    with engine.store.read() as tx:
        row = tx.get_version(flow_id, version)
        flow = flow_of(tx, row)
        source = tx.version_source(row.id) if row.format == "bpmn" else None
    what = f"Version {version} of flow {flow_id!r}"
    asked = body or PublishVersion()
    kept = check_calls_of(engine, row.flow_id, flow, what, pins_of(row), pin=asked.pin, before=row)
    signature = _signed(engine, row, flow, kept, asked.signature)
    with engine.store.write() as tx:
        kept.lock(tx, row.flow_id, version)
        row = tx.publish_version(flow_id, version, kept.subflows, asked.note, kept.code, signature)
        put_starts(tx, row, flow, engine.clock.now())
    engine.scheduler.ring()
    return version_answer(row, advice_of_bpmn(source))


@router.get("/{flow_id}/versions/{version}/statement", dependencies=[no_parameters])
def get_statement(flow_id: FlowId, version: VersionNumber, engine: Wired) -> StatementAnswer:
    """What a signature of this version is for, if it is published as it is now with its code kept."""
    with engine.store.read() as tx:
        row = tx.get_version(flow_id, version)
        flow = flow_of(tx, row)
    what = f"Version {version} of flow {row.flow_id!r}"
    if (code := row.code()) is None or code.mode != "pinned":
        kept = check_calls_of(engine, row.flow_id, flow, what, pins_of(row), pin=True, before=row)
        assert kept.code is not None
        text = statement_to_publish(row.flow_id, row.document(), kept.code.hash, kept.subflows, kept.environment)
        return StatementAnswer(statement=text, code=kept.code.hash, folders=kept.code.folders, files=kept.code.files)
    frozen_code.verify(engine.settings.home_paths, code.hash)
    return StatementAnswer(statement=row.statement, code=code.hash, folders=code.folders, files=code.files)


def _signed(engine: Engine, row: VersionRow, flow: Flow, kept: Kept, given: str | None) -> Signature | None:
    """The signature that a version is published with.

    Raises:
        SignatureRequired, SignatureInvalid, KeyUnusable, SignaturesUnavailable
    """
    signature = None if given is None else signature_given(given, engine.clock.now())
    kept_now = kept.code.hash if kept.code is not None and kept.code.mode == "pinned" else None
    if row.published and row.pinned_code:
        code: str | None = row.pinned_code
        text = row.statement
    else:
        code = row.pinned_code or kept_now
        text = statement_to_publish(row.flow_id, row.document(), code, kept.subflows, kept.environment)
    what = f"Version {row.version} of flow {row.flow_id!r}"
    check_to_publish(engine.settings, flow.policy, what, text, code, signature or row.signature())
    return signature


def _given(engine: Engine, body: NewFlow | NewVersion) -> GivenFlow | None:
    """The flow that a body brings.

    Raises:
        InvalidFlow: with every mistake and its place.
    """
    if body.bpmn is not None:
        return from_bpmn(engine.settings, engine.clock.now(), body.bpmn, body.forms)
    return from_document(body.dsl) if "dsl" in body.model_fields_set else None


def read_flow(dsl: Any) -> Flow:
    """The flow that a document describes.

    Raises:
        InvalidFlow: with every mistake and its place, below /dsl.
    """
    return from_document(dsl).flow


def _with_versions(tx: ReadTransaction, flow_id: str) -> FlowRow:
    row = tx.get_flow(flow_id)
    latest, published = (each and each.version for each in (tx.latest_version(row.id), _newest_published(tx, row.id)))
    return msgspec.structs.replace(row, latest_version=latest, published_version=published)


def _newest_published(tx: ReadTransaction, flow_id: str) -> VersionRow | None:
    try:
        return tx.latest_published(flow_id)
    except NotPublished:
        return None
