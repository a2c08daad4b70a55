"""Drafts: what is drawn and not yet a version."""

import re
from typing import Annotated

from fastapi import Header, Response

from workflow_engine_shared.errors import BadQuery, Problem
from workflow_engine_shared.storage.workflow.drafts.drafts import ANY
from workflow_engine_shared.storage.workflow.drafts.rows import DraftRow
from workflow_engine_supervisor.designer.drafts import (
    Drawn,
    check_in_use,
    document_of,
    draft_at,
    is_changed,
    keep_draft,
    name_in,
    newest_if_same,
    restore,
)
from workflow_engine_supervisor.functions.signed_versions import check_to_publish
from workflow_engine_supervisor.http.api_router import ApiRouter
from workflow_engine_supervisor.http.bodies import no_body
from workflow_engine_supervisor.http.designer_bodies import PutDraft, RestoreVersion, VersionOfDraft
from workflow_engine_supervisor.http.parameters import FlowId, PageParameters, VersionNumber, Wired, no_parameters
from workflow_engine_supervisor.http.routes.library.publishing import check_calls_of, has_moved_on
from workflow_engine_supervisor.runs.given_flow import from_document
from workflow_engine_supervisor.schedules.published_starts import put_starts
from workflow_engine_supervisor.schemas.designer.drafts import (
    DraftAnswer,
    DraftPage,
    DraftState,
    DraftVersion,
    ListedDraft,
)
from workflow_engine_supervisor.views.cursor import make_cursor, read_cursor
from workflow_engine_supervisor.views.flow_view import version_answer

router = ApiRouter(tags=["designer"])
_OK = 200
_MATCH = re.compile(r'"([1-9][0-9]{0,9})"')
_MAX_HEADER = 100
IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        max_length=_MAX_HEADER,
        description='the revision that was seen, as "7"; * for any; left out: there was no draft',
    ),
]


@router.get("/flow-drafts", tags=["designer"])
def list_drafts(query: PageParameters, engine: Wired) -> DraftPage:
    """All drafts, without their documents; also those of flows that do not exist yet."""
    place = read_cursor("drafts", query.cursor, str)
    with engine.store.read() as tx:
        rows = tx.list_drafts(after=place[0] if place else "", limit=query.limit + 1)
        page = rows[: query.limit]
        known = tx.flows_among([row.flow_id for row in page])
    items = [
        ListedDraft(
            flow_id=row.flow_id,
            revision=row.revision,
            based_on=row.based_on,
            note=row.note,
            updated_at=row.updated_at,
            size=row.size,
            flow_exists=row.flow_id.lower() in known,
        )
        for row in page
    ]
    return DraftPage(items=items, next=make_cursor("drafts", [page[-1].flow_id]) if len(rows) > query.limit else None)


@router.get("/flows/{flow_id}/draft", dependencies=[no_parameters])
def get_draft(flow_id: FlowId, engine: Wired, response: Response) -> DraftAnswer:
    """What is being drawn, as it came in."""
    with engine.store.read() as tx:
        draft = tx.get_draft(flow_id)
        changed = is_changed(tx, draft)
    _tag(response, draft.revision)
    return DraftAnswer(**_state(draft).model_dump(), changed=changed, dsl=draft.document())


@router.put("/flows/{flow_id}/draft", dependencies=[no_parameters])
def put_draft(
    flow_id: FlowId, body: PutDraft, engine: Wired, response: Response, if_match: IfMatch = None
) -> DraftState:
    """Keep what is drawn, a flow or not. Of two who have seen the same revision one wins; the flow need not exist."""
    drawn = Drawn(body.dsl, body.note, body.based_on)
    draft = keep_draft(engine.store, engine.clock, flow_id, drawn, _seen(if_match))
    _tag(response, draft.revision)
    return _state(draft)


@router.delete("/flows/{flow_id}/draft", status_code=204, dependencies=[no_parameters, no_body])
def delete_draft(flow_id: FlowId, engine: Wired, if_match: IfMatch = None) -> None:
    """Forget what is drawn; with If-Match, only that revision."""
    seen = _seen(if_match)
    with engine.store.write() as tx:
        tx.delete_draft(flow_id, ANY if seen is None else seen, engine.clock.now())


@router.post(
    "/flows/{flow_id}/draft/version",
    status_code=201,
    responses={_OK: {"model": DraftVersion, "description": "the newest version does the same already"}},
    dependencies=[no_parameters],
)
def version_of_draft(flow_id: FlowId, body: VersionOfDraft, engine: Wired, response: Response) -> DraftVersion:
    """Make exactly this revision of the draft a version, and publish it where that is wanted; the draft stays."""
    with engine.store.read() as tx:
        draft = draft_at(tx, flow_id, body.revision)
    dsl = document_of(draft)
    given = from_document(dsl)
    what, kept = f"Flow {draft.flow_id!r}", None
    if body.publish:
        kept = check_calls_of(engine, draft.flow_id, given.flow, what)
        check_to_publish(engine.settings, given.flow.policy, what, "", None, None)
    now = engine.clock.now()
    with engine.store.write() as tx:  # all of it or nothing
        draft = draft_at(tx, flow_id, body.revision)
        if body.publish and body.replaces is not None:
            check_in_use(tx, draft.flow_id, body.replaces)
        if not tx.flows_among([draft.flow_id]):
            tx.insert_flow(draft.flow_id, name_in(dsl, draft.flow_id), now)
        row = newest_if_same(tx, draft.flow_id, dsl)
        if row is not None and kept is not None and row.published and has_moved_on(row, kept):
            row = None  # what it calls has moved on: it would be pinned to something else
        created = row is None
        if row is None:
            row = tx.insert_version(draft.flow_id, dsl, given.meta(body.note), now)
        if kept is not None:
            kept.lock(tx, row.flow_id, row.version)
            row = tx.publish_version(row.flow_id, row.version, kept.subflows, body.note, kept.code)
            put_starts(tx, row, given.flow, now)
        tx.base_draft(draft.flow_id, draft.revision, row.version)
    if not created:
        response.status_code = _OK
    response.headers["Location"] = f"/flows/{row.flow_id}/versions/{row.version}"
    return DraftVersion(**version_answer(row).model_dump(), created=created)


@router.post("/flows/{flow_id}/versions/{version}/restore", dependencies=[no_parameters])
def restore_version(
    flow_id: FlowId, version: VersionNumber, engine: Wired, response: Response, body: RestoreVersion | None = None
) -> DraftState:
    """Make an old version the draft, in place of the one with this revision."""
    draft = restore(engine.store, engine.clock, flow_id, version, body.revision if body else None)
    _tag(response, draft.revision)
    return _state(draft)


def _state(draft: DraftRow) -> DraftState:
    return DraftState.model_validate(draft, from_attributes=True)


def _tag(response: Response, revision: int) -> None:
    response.headers["ETag"] = f'"{revision}"'


def _seen(if_match: str | None) -> int | None:
    """The revision that a change has seen.

    Raises:
        BadQuery: the header is none.
    """
    if if_match is None:
        return None
    if if_match.strip() == "*":
        return ANY
    found = _MATCH.fullmatch(if_match.strip())
    if found is None:
        hint = 'Write the revision as GET tells it, in quotes: If-Match: "7".'
        detail = "If-Match must be one revision in quotes, or *."
        raise BadQuery(problems=[Problem("OUT_OF_RANGE", "If-Match", detail, hint)])
    return int(found[1])
