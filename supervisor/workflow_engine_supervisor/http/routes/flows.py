"""Flows and their versions."""

from typing import Any

import msgspec
from fastapi import APIRouter, Response

from workflow_engine_shared.dsl.check import check_flow
from workflow_engine_shared.dsl.designer import without_designer_fields
from workflow_engine_shared.dsl.linking.pins import Pin
from workflow_engine_shared.dsl.model import Flow
from workflow_engine_shared.dsl.parse import parse_flow
from workflow_engine_shared.errors import InvalidFlow, NotPublished, Problem
from workflow_engine_shared.ids import slug
from workflow_engine_shared.storage.workflow.rows import FlowRow, VersionRow
from workflow_engine_shared.storage.workflow.store import ReadTransaction
from workflow_engine_supervisor.designer.version_meta import meta_of
from workflow_engine_supervisor.engine import Engine
from workflow_engine_supervisor.http.bodies import NewFlow, NewVersion, PublishVersion
from workflow_engine_supervisor.http.in_thread import ThreadedRoute
from workflow_engine_supervisor.http.parameters import FlowId, PageParameters, VersionNumber, Wired, no_parameters
from workflow_engine_supervisor.runs.called_flows import meta_of_subflows, pins_of, whole
from workflow_engine_supervisor.schemas.flows import (
    FlowAnswer,
    FlowPage,
    VersionAnswer,
    VersionDocument,
    VersionPage,
)
from workflow_engine_supervisor.views.cursor import make_cursor, read_cursor
from workflow_engine_supervisor.views.flow_view import flow_answer, version_answer, version_document

router = APIRouter(prefix="/flows", tags=["flows"], route_class=ThreadedRoute)


@router.post("", status_code=201, dependencies=[no_parameters])
def create_flow(body: NewFlow, engine: Wired, response: Response) -> FlowAnswer:
    """Create a flow, with its first version if there is a `dsl`; without `id`, one is made from the name."""
    flow_id, now = body.id or slug(body.name), engine.clock.now()
    dsl = without_designer_fields(body.dsl)
    flow = read_flow(dsl) if "dsl" in body.model_fields_set else None
    subflows = None
    if flow is not None and body.publish:
        subflows = check_calls_of(engine, flow_id, flow, f"Flow {flow_id!r}")
    with engine.store.write() as tx:  # all of it or nothing: a flow without a version is of no use to anybody
        row = tx.insert_flow(flow_id, body.name, now)
        if flow is not None:
            tx.insert_version(row.id, dsl, meta_of(flow, dsl, body.note), now)
            if body.publish:
                tx.publish_version(row.id, 1, subflows)
        row = _with_versions(tx, row.id)
    response.headers["Location"] = f"/flows/{row.id}"
    return flow_answer(row)


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
    dsl = without_designer_fields(body.dsl)
    flow = read_flow(dsl)
    with engine.store.write() as tx:
        row = tx.insert_version(flow_id, dsl, meta_of(flow, dsl, body.note), engine.clock.now())
    response.headers["Location"] = f"/flows/{row.flow_id}/versions/{row.version}"
    return version_answer(row)


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
    """One version, with its document as it came in."""
    with engine.store.read() as tx:
        return version_document(tx.get_version(flow_id, version))


@router.post("/{flow_id}/versions/{version}/publish", dependencies=[no_parameters])
def publish_version(
    flow_id: FlowId, version: VersionNumber, engine: Wired, body: PublishVersion | None = None
) -> VersionAnswer:
    """Make a version what starts get that name none. All it calls must be there, and take what it gives."""
    with engine.store.read() as tx:
        row = tx.get_version(flow_id, version)
    what = f"Version {version} of flow {flow_id!r}"
    subflows = check_calls_of(engine, row.flow_id, parse_flow(row.document()), what, pins_of(row))
    with engine.store.write() as tx:
        return version_answer(tx.publish_version(flow_id, version, subflows, body.note if body else None))


def read_flow(dsl: Any) -> Flow:
    """The flow that a document describes.

    Raises:
        InvalidFlow: with every mistake and its place, below /dsl.
    """
    try:
        return parse_flow(dsl)
    except InvalidFlow as error:
        raise InvalidFlow(error.detail, problems=map(_below_dsl, error.problems)) from None


def check_calls_of(
    engine: Engine, flow_id: str, flow: Flow, what: str, pins: dict[str, Pin] | None = None
) -> dict[str, Any] | None:
    """Refuse to publish what cannot run; returns what is kept of the flows that it calls, pinned now.

    Raises:
        InvalidFlow: a function or flow that it calls is missing or off, or takes something else.
    """
    with engine.store.read() as tx:
        called = whole(tx, flow_id, flow, pins)
    problems = [*check_flow(flow), *called.problems(engine.catalogue)]
    if problems:
        detail = f"{what} cannot be published: {problems[0].detail}"
        raise InvalidFlow(detail, problems=map(_below_dsl, problems))
    return meta_of_subflows(flow, called.resolved) or None


def _with_versions(tx: ReadTransaction, flow_id: str) -> FlowRow:
    row = tx.get_flow(flow_id)
    latest, published = (each and each.version for each in (tx.latest_version(row.id), _newest_published(tx, row.id)))
    return msgspec.structs.replace(row, latest_version=latest, published_version=published)


def _newest_published(tx: ReadTransaction, flow_id: str) -> VersionRow | None:
    try:
        return tx.latest_published(flow_id)
    except NotPublished:
        return None


def _below_dsl(problem: Problem) -> Problem:
    return msgspec.structs.replace(problem, pointer=f"/dsl{problem.pointer}")
