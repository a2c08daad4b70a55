"""Flow files that lie in the flows folders: what stands there can be added and published with one request."""

from fastapi import APIRouter

from workflow_engine_shared.codec.canonical_json import fingerprint
from workflow_engine_shared.errors import FlowNotFound, NotPublished
from workflow_engine_shared.storage.workflow.rows import VersionRow
from workflow_engine_shared.storage.workflow.store import ReadTransaction
from workflow_engine_supervisor.functions.flow_files import FoundFlow, flow_file, flow_files
from workflow_engine_supervisor.functions.signed_versions import check_to_publish
from workflow_engine_supervisor.http.bodies import PublishVersion
from workflow_engine_supervisor.http.in_thread import ThreadedRoute
from workflow_engine_supervisor.http.parameters import FlowId, Wired, no_parameters
from workflow_engine_supervisor.http.routes.flows import Kept, check_calls_of, meta_of, read_flow
from workflow_engine_supervisor.runs.called_flows import subflows_of
from workflow_engine_supervisor.schemas.flows import FlowFileAnswer, FlowFilePage, VersionAnswer
from workflow_engine_supervisor.views.flow_view import version_answer

router = APIRouter(prefix="/flow-files", tags=["flows"], route_class=ThreadedRoute)


@router.get("", dependencies=[no_parameters])
def list_flow_files(engine: Wired) -> FlowFilePage:
    """The flow files of the flows folders, whether their flows were added yet or not."""
    found = flow_files(engine.settings.flows_paths)
    with engine.store.read() as tx:
        return FlowFilePage(items=[_answer(tx, each) for each in found])


@router.post("/{flow_id}/publish", dependencies=[no_parameters])
def publish_flow_file(flow_id: FlowId, engine: Wired, body: PublishVersion | None = None) -> VersionAnswer:
    """Add the flow of this file, where it is not there yet, with a version if its content is new, and publish that."""
    file = flow_file(engine.settings.flows_paths, flow_id)
    flow = read_flow(file.dsl)
    asked = body or PublishVersion()
    kept = check_calls_of(engine, flow_id, flow, f"The flow of {file.path}", pin=asked.pin)
    subflows = kept.subflows
    now = engine.clock.now()
    with engine.store.write() as tx:
        latest = _latest(tx, flow_id)
        if latest is None and not _is_there(tx, flow_id):
            tx.insert_flow(flow_id, file.text("name") or flow_id, now)
        is_new = latest is None or fingerprint(latest.document()) != fingerprint(file.dsl)
        if latest is None or is_new or (latest.published and _has_moved_on(latest, kept)):
            latest = tx.insert_version(flow_id, file.dsl, meta_of(flow, file.dsl), now)
        kept_before = latest.pinned_code
        check_to_publish(
            engine.settings,
            flow.policy,
            f"The flow of {file.path}",
            latest.statement if kept_before else "",
            kept_before,
            latest.signature(),
        )
        return version_answer(tx.publish_version(flow_id, latest.version, subflows, asked.note, kept.code))


def _has_moved_on(version: VersionRow, kept: Kept) -> bool:
    """Whether a published version calls other flows than it would now, or keeps other code."""
    if subflows_of(version) != (kept.subflows or {}):
        return True
    is_pinned = kept.code is not None and kept.code.mode == "pinned"
    return is_pinned and kept.code is not None and version.pinned_code not in (None, kept.code.hash)


def _answer(tx: ReadTransaction, file: FoundFlow) -> FlowFileAnswer:
    return FlowFileAnswer.model_validate(
        {
            "id": file.id,
            "path": str(file.path),
            "name": file.text("name") or file.id,
            **{field: file.text(field) for field in ("name_zh", "description", "description_zh")},
            "state": "broken" if file.problem else _state(tx, file),
            "problem": file.problem or None,
        }
    )


def _state(tx: ReadTransaction, file: FoundFlow) -> str:
    latest = _latest(tx, file.id)
    if latest is None:
        return "new"
    if fingerprint(latest.document()) != fingerprint(file.dsl):
        return "changed"
    try:
        return "published" if tx.latest_published(file.id).version == latest.version else "draft"
    except NotPublished:
        return "draft"


def _latest(tx: ReadTransaction, flow_id: str) -> VersionRow | None:
    return tx.latest_version(flow_id) if _is_there(tx, flow_id) else None


def _is_there(tx: ReadTransaction, flow_id: str) -> bool:
    try:
        tx.get_flow(flow_id)
    except FlowNotFound:
        return False
    return True
