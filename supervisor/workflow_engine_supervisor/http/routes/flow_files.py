"""Flow files that lie in the flows folders: what stands there can be added and published with one request."""

from workflow_engine_shared.dsl.drawing.identity import file_hash, flow_hash
from workflow_engine_shared.errors import FlowNotFound, NotPublished
from workflow_engine_shared.storage.workflow.rows import VersionRow
from workflow_engine_shared.storage.workflow.store import ReadTransaction
from workflow_engine_supervisor.functions.flow_files import FoundFlow, called_files, flow_file, flow_files
from workflow_engine_supervisor.functions.signed_versions import check_to_publish
from workflow_engine_supervisor.http.api_router import ApiRouter
from workflow_engine_supervisor.http.flow_bodies import PublishVersion
from workflow_engine_supervisor.http.parameters import FlowId, Wired, no_parameters
from workflow_engine_supervisor.http.routes.library.publishing import check_calls_of, has_moved_on
from workflow_engine_supervisor.runs.given_flow import advice_of_bpmn, from_bpmn, from_document
from workflow_engine_supervisor.schedules.published_starts import put_starts
from workflow_engine_supervisor.schemas.flows import FlowFileAnswer, FlowFilePage, VersionAnswer
from workflow_engine_supervisor.views.flow_view import content_hash, version_answer

router = ApiRouter(prefix="/flow-files", tags=["flows"])


@router.get("", dependencies=[no_parameters])
def list_flow_files(engine: Wired) -> FlowFilePage:
    """The flow files of the flows folders, whether their flows were added yet or not."""
    found = flow_files(engine.settings.flows_paths)
    with engine.store.read() as tx:
        return FlowFilePage(items=[_answer(tx, each) for each in found])


@router.post("/{flow_id}/publish", dependencies=[no_parameters])
def publish_flow_file(flow_id: FlowId, engine: Wired, body: PublishVersion | None = None) -> VersionAnswer:
    """Add the flow of this file, where it is not there yet, with a version if its content is new, and publish that.

    Flows that it calls, and that have files beside it, are published before it in the same way.
    """
    for called in called_files(engine.settings.flows_paths, flow_id):
        _publish(called, engine)
    return _publish(flow_id, engine, body)


def _publish(flow_id: str, engine: Wired, body: PublishVersion | None = None) -> VersionAnswer:
    file = flow_file(engine.settings.flows_paths, flow_id)
    asked = body or PublishVersion()
    now = engine.clock.now()
    given = from_document(file.dsl) if file.bpmn is None else from_bpmn(engine.settings, now, file.bpmn, file.forms)
    kept = check_calls_of(engine, flow_id, given.flow, f"The flow of {file.path}", pin=asked.pin)
    subflows = kept.subflows
    with engine.store.write() as tx:
        latest = _latest(tx, flow_id)
        if latest is None and not _is_there(tx, flow_id):
            tx.insert_flow(flow_id, file.text("name") or flow_id, now)
        is_new = latest is None or content_hash(latest) != given.hash
        if latest is None or is_new or (latest.published and has_moved_on(latest, kept)):
            latest = tx.insert_version(flow_id, given.document, given.meta(), now, given.source)
        kept_before = latest.pinned_code
        check_to_publish(
            engine.settings,
            given.flow.policy,
            f"The flow of {file.path}",
            latest.statement if kept_before else "",
            kept_before,
            latest.signature(),
        )
        kept.lock(tx, latest.flow_id, latest.version)
        row = tx.publish_version(flow_id, latest.version, subflows, asked.note, kept.code)
        put_starts(tx, row, given.flow, now)
    engine.scheduler.ring()
    return version_answer(row, advice_of_bpmn(file.bpmn))


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
    own = flow_hash(file.dsl) if file.bpmn is None else file_hash(file.bpmn, file.forms)
    if content_hash(latest) != own:
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
