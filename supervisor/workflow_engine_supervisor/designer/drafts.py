"""What is done with drafts: kept as they are drawn, and made versions once they are flows."""

import json
from typing import Any, NamedTuple

from workflow_engine_shared.clock import Clock
from workflow_engine_shared.dsl.designer import without_designer_fields
from workflow_engine_shared.dsl.drawing.identity import flow_hash
from workflow_engine_shared.errors import (
    BodyTooLarge,
    DraftOutdated,
    FlowNotFound,
    InvalidFlow,
    NotPublished,
    Problem,
    VersionNotFound,
)
from workflow_engine_shared.errors.drafts import PublishedMeanwhile
from workflow_engine_shared.storage.workflow.drafts.rows import DraftRow, NewDraft
from workflow_engine_shared.storage.workflow.rows import VersionRow
from workflow_engine_shared.storage.workflow.store import ReadTransaction, Store
from workflow_engine_shared.units import MIB

MAX_DRAFT = 2 * MIB
MAX_FLOW = MIB


class Drawn(NamedTuple):
    """What somebody drew."""

    dsl: Any
    note: str | None = None
    based_on: int | None = None


def keep_draft(store: Store, clock: Clock, flow_id: str, drawn: Drawn, seen: int | None) -> DraftRow:
    """Keep what is drawn, flow or not; `seen` is the revision that it was drawn over, None for the first.

    Raises:
        DraftChanged: somebody else drew meanwhile.
        BodyTooLarge
    """
    text = json.dumps(drawn.dsl, ensure_ascii=False, allow_nan=False)
    size = len(text.encode())
    if size > MAX_DRAFT:
        raise BodyTooLarge(f"The draft has {size:,} bytes; {MAX_DRAFT:,} are allowed.")
    with store.write() as tx:
        flow_id = id_as_known(tx, flow_id)
        based_on = drawn.based_on if drawn.based_on is not None else _base(tx, flow_id)
        return tx.put_draft(flow_id, NewDraft(text, based_on, drawn.note), seen, clock.now())


def restore(store: Store, clock: Clock, flow_id: str, version: int, seen: int | None) -> DraftRow:
    """Make a version the draft, in place of the one that was seen.

    Raises:
        FlowNotFound, VersionNotFound
        DraftChanged: somebody else drew meanwhile.
    """
    with store.write() as tx:
        row = tx.get_version(flow_id, version)
        if row.format == "bpmn":
            told = f"Version {version} of flow {row.flow_id!r} came as a BPMN file: it is no draft to be drawn on."
            raise VersionNotFound(told, hint=f"GET /flows/{row.flow_id}/versions/{version}/bpmn has the file.")
        return tx.put_draft(row.flow_id, NewDraft(row.dsl_json, row.version), seen, clock.now())


def draft_at(tx: ReadTransaction, flow_id: str, revision: int) -> DraftRow:
    """The draft, at the revision that is named.

    Raises:
        DraftNotFound
        DraftOutdated: it is another one by now.
    """
    draft = tx.get_draft(flow_id)
    if draft.revision != revision:
        raise DraftOutdated(
            f"The draft of flow {draft.flow_id!r} is at revision {draft.revision}, not {revision}.",
            members={"revision": draft.revision, "updated_at": draft.updated_at},
        )
    return draft


def check_in_use(tx: ReadTransaction, flow_id: str, version: int) -> None:
    """That this version of the flow is in use; 0: none.

    Raises:
        PublishedMeanwhile: another one is.
    """
    try:
        in_use = tx.latest_published(flow_id).version
    except (FlowNotFound, NotPublished):
        in_use = 0
    if in_use != version:
        seen = f"version {version}" if version else "none"
        now = f"Version {in_use}" if in_use else "No version"
        raise PublishedMeanwhile(
            f"{now} of flow {flow_id!r} is in use, not {seen}: nothing was published.",
            members={"published_version": in_use or None},
        )


def document_of(draft: DraftRow) -> Any:
    """What a draft says as a flow: without what a designer keeps for itself.

    Raises:
        InvalidFlow: it is larger than a flow may be.
    """
    if len(draft.dsl_json.encode()) > MAX_FLOW:
        detail = f"The draft has more than {MAX_FLOW:,} bytes, which is what a flow may have."
        hint = "Move large data into files."
        raise InvalidFlow(detail, problems=[Problem("TOO_LARGE", "/dsl", detail, hint, {"max": MAX_FLOW})])
    return without_designer_fields(draft.document())


def newest_if_same(tx: ReadTransaction, flow_id: str, document: Any) -> VersionRow | None:
    """The newest version, where it does the same as a document."""
    newest = tx.latest_version(flow_id)
    return newest if newest is not None and flow_hash(newest.document()) == flow_hash(document) else None


def is_changed(tx: ReadTransaction, draft: DraftRow) -> bool:
    """Whether a draft does something else than the version that it is based on."""
    if draft.based_on is None:
        return True
    try:
        base = tx.get_version(draft.flow_id, draft.based_on)
    except (FlowNotFound, VersionNotFound):
        return True
    return flow_hash(base.document()) != flow_hash(without_designer_fields(draft.document()))


def id_as_known(tx: ReadTransaction, flow_id: str) -> str:
    """A flow's id as the flow has it, if there is one: ids are unique without regard to case."""
    try:
        return tx.get_flow(flow_id).id
    except FlowNotFound:
        return flow_id


def name_in(document: Any, flow_id: str) -> str:
    """What a flow is called that comes to be with this document."""
    name = document.get("name") if isinstance(document, dict) else None
    return name if isinstance(name, str) and name.strip() else flow_id


def _base(tx: ReadTransaction, flow_id: str) -> int | None:
    """As the draft before has it; a first one begins as the newest version."""
    known = tx.find_draft(flow_id)
    if known is not None:
        return known.based_on
    newest = tx.latest_version(flow_id)
    return None if newest is None else newest.version
