"""What publishing a draft would change: for starts from now on, and for runs that are not over."""

import functools
from typing import Any

from workflow_engine_shared.dsl.drawing.comparison import Comparison, compare
from workflow_engine_shared.dsl.drawing.impact import impact
from workflow_engine_shared.errors import FlowNotFound, NotPublished, RunNotFound
from workflow_engine_shared.run_status import FINAL, RunStatus
from workflow_engine_shared.storage.workflow.drafts.rows import DraftRow
from workflow_engine_shared.storage.workflow.found_runs import RunFilter
from workflow_engine_shared.storage.workflow.rows import RunRow
from workflow_engine_shared.storage.workflow.store import ReadTransaction, Store
from workflow_engine_supervisor.designer.comparisons import difference_of
from workflow_engine_supervisor.schemas.designer.comparison import ImpactAnswer, RunImpact
from workflow_engine_supervisor.schemas.runs import RunAnswer
from workflow_engine_supervisor.views.run_reader import RunReader

#: So many runs are looked at, the newest: each has a database of its own.
MAX_RUNS = 100
_MAX_SCHEDULES = 1000
_NOT_OVER = frozenset(RunStatus) - frozenset(FINAL)


def impact_report(store: Store, reader: RunReader, draft: DraftRow, document: Any) -> ImpactAnswer:
    """The report on a draft, whose document is a flow."""
    with store.read() as tx:
        published = _published(tx, draft.flow_id)
        chosen = RunFilter(statuses=_NOT_OVER, flow_id=draft.flow_id, without_tests=True)
        rows = tx.list_runs(chosen, limit=MAX_RUNS)
        total = tx.count_runs(chosen)
        plans = tx.list_schedules(flow_id=draft.flow_id, after="", limit=_MAX_SCHEDULES)
        documents = {row.flow_version_id: tx.get_version_by_id(row.flow_version_id).document() for row in rows}
    known = functools.cache(lambda version_id: compare(documents[version_id], document))
    runs = [told for row in rows if (told := _of(reader, row, known(row.flow_version_id), document)) is not None]
    return ImpactAnswer(
        flow_id=draft.flow_id,
        revision=draft.revision,
        published_version=None if published is None else published[0],
        difference=None
        if published is None
        else difference_of(draft.flow_id, published[0], "draft", compare(published[1], document)),
        schedules=[each.id for each in plans if each.version is None],
        runs=runs,
        total=total,
        more=max(0, total - len(runs)),
    )


def _published(tx: ReadTransaction, flow_id: str) -> tuple[int, Any] | None:
    try:
        row = tx.latest_published(flow_id)
    except (FlowNotFound, NotPublished):
        return None
    return row.version, row.document()


def _of(reader: RunReader, row: RunRow, changes: Comparison, document: Any) -> RunImpact | None:
    """None: the run is gone by now."""
    try:
        run = reader.run(row.thread_id)
    except RunNotFound:
        return None
    visited = [node.id for node in run.nodes if node.visits and node.id not in run.current_nodes]
    meant = impact(changes, document, visited, [_own(each) for each in run.current_nodes])
    return RunImpact(
        thread_id=run.thread_id,
        title=run.title,
        status=run.status,
        reason=run.reason,
        version=run.version,
        same=changes.same,
        current_nodes=run.current_nodes,
        waits=_waits(run),
        **meant._asdict(),
    )


def _own(node_id: str) -> str:
    """The flow's own node, of one in a flow that it calls."""
    return node_id.partition("/")[0]


def _waits(run: RunAnswer) -> list[str]:
    return sorted({wait.kind for wait in run.waits})
