"""From rows and the worker's words to answers about what a run is at: each visit that is open, and how far it is."""

from collections.abc import Callable, Iterable, Sequence

from workflow_engine_shared.dsl.linking.pins import callers_of
from workflow_engine_shared.paths import RunPaths
from workflow_engine_shared.protocol.cluster_file import read_cluster_state
from workflow_engine_shared.protocol.messages import Progress
from workflow_engine_shared.run_status import ACTIVE, FINAL, Reason, RunStatus
from workflow_engine_shared.storage.run.loop_sums import LoopSummary
from workflow_engine_shared.storage.run.visits import Visit
from workflow_engine_shared.storage.workflow.rows import RunRow
from workflow_engine_shared.vocabulary import VisitStatus
from workflow_engine_supervisor.processes.live_worker import LiveRun
from workflow_engine_supervisor.schemas.runs import ClusterAnswer, LaneAnswer, OpenVisitAnswer, ProgressAnswer


def current_nodes(row: RunRow, at_hand: Sequence[Visit]) -> list[str]:
    """The nodes at hand, the one first that the run's interrupt or error names; `at_hand` are its open visits."""
    if row.status in FINAL:
        return []
    named = (row.interrupt and row.interrupt.node) or (row.error and row.error.node)
    # Of a node that calls a flow those are told that are at hand in there.
    calling = {node for each in at_hand for node in [*callers_of(each.node_id)][1:]}
    at_work = (each.node_id for each in at_hand if each.node_id not in calling)
    return list(dict.fromkeys([*([named] if named else []), *at_work]))


def shown_status(node_id: str, status: VisitStatus, row: RunRow) -> VisitStatus:
    """A visit that its worker could not end is no longer running: it broke the run, or it was stopped with it."""
    if status is not VisitStatus.RUNNING or row.status in ACTIVE:
        return status
    broken = row.error.node if row.error is not None else None
    is_broken = row.status is RunStatus.ERROR and broken in (None, node_id)
    return VisitStatus.FAILED if is_broken else VisitStatus.PAUSED


def reported_of(visit: Visit, live: LiveRun | None) -> Progress | None:
    """What the worker told last of this visit; an older worker names the node only."""
    return _newest(live, lambda each: _is_of(each, visit))


def reported_progress(live: LiveRun | None, current: Sequence[str]) -> Progress | None:
    """What the worker told last of the nodes at hand; None: nothing."""
    return _newest(live, lambda each: not current or each.node in current)


def open_visit_answers(
    row: RunRow, at_hand: Iterable[Visit], loops: Iterable[LoopSummary], live: LiveRun | None
) -> list[OpenVisitAnswer]:
    """The visits that are not over, the oldest first."""
    if row.status in FINAL:
        return []
    newest_loop = {loop.visit: loop for loop in loops}
    answers = []
    for each in at_hand:
        told, loop = reported_of(each, live), newest_loop.get(each.visit)
        by_rows = None if loop is None else loop_progress(loop)
        answers.append(
            OpenVisitAnswer(
                node=each.node_id,
                visit=each.visit,
                attempt=each.attempt,
                status=shown_status(each.node_id, each.status, row).value,
                started_at=each.started_at,
                progress=progress_answer(told) if told else by_rows,
            )
        )
    return answers


def progress_answer(progress: Progress) -> ProgressAnswer:
    return ProgressAnswer(
        node=progress.node,
        visit=progress.visit or None,
        label=progress.label or progress.message,
        done=progress.done,
        failed=progress.failed,
        skipped=progress.skipped,
        total=progress.total,
        rate=progress.rate,
        eta_s=progress.eta_s,
    )


def loop_progress(loop: LoopSummary) -> ProgressAnswer:
    """How far a loop is by its rows."""
    return ProgressAnswer(
        node=loop.node_id,
        visit=loop.visit,
        label=loop.label,
        done=loop.done,
        failed=loop.failed,
        skipped=loop.skipped,
        total=loop.total,
        rate=None,
        eta_s=None,
    )


def _newest(live: LiveRun | None, wanted: Callable[[Progress], bool]) -> Progress | None:
    return None if live is None else next(filter(wanted, reversed(live.reported)), None)


def _is_of(progress: Progress, visit: Visit) -> bool:
    return progress.visit == visit.visit if progress.visit else progress.node == visit.node_id


def cluster_answer(row: RunRow, live: LiveRun | None, paths: RunPaths) -> ClusterAnswer | None:
    """The lanes of the worker at hand, or since when the run waits for its cluster without one."""
    waits = row.reason is Reason.CLUSTER_UNREACHABLE
    if live is None and not waits:
        return None
    found = read_cluster_state(paths.cluster_state)
    if found is None or (live is not None and found.epoch != live.epoch):
        return None
    lanes = [LaneAnswer.model_validate(lane, from_attributes=True) for lane in found.lanes]
    return ClusterAnswer(
        engine="ray", address=found.address, lanes=lanes, lost=found.lost, waiting_since=found.waiting_since
    )
