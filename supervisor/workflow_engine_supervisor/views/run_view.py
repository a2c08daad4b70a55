"""From rows to answers. No reading happens here: what is needed is handed in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from msgspec.structs import asdict
from msgspec.structs import replace as replace_fields

from workflow_engine_shared.clock import seconds_between
from workflow_engine_shared.errors import DatabaseDamaged, ErrorData
from workflow_engine_shared.errors.base import masked
from workflow_engine_shared.run_status import ACTIVE, FINAL, RunStatus
from workflow_engine_shared.secrets.masking import Masker
from workflow_engine_shared.storage.run.loop_sums import LoopSummary
from workflow_engine_shared.storage.run.results import Refusals
from workflow_engine_shared.storage.run.visits import NodeSummary, Visit
from workflow_engine_shared.storage.workflow.rows import Interrupt, RunRow, SignalRow, WorkerRow
from workflow_engine_shared.storage.workflow.waits.families import ChildRow
from workflow_engine_shared.storage.workflow.waits.rows import OpenWaits, WaitRow
from workflow_engine_shared.vocabulary import SignalType, VisitStatus
from workflow_engine_supervisor.processes.live_worker import LiveRun
from workflow_engine_supervisor.resource_usage import ResourceUsage
from workflow_engine_supervisor.schemas.runs import (
    AttemptAnswer,
    CalledFlowAnswer,
    ClusterAnswer,
    EdgeAnswer,
    ErrorAnswer,
    FileGuardAnswer,
    ForkAnswer,
    InterruptAnswer,
    ListedRun,
    NodeAnswer,
    ProcessAnswer,
    ProgressAnswer,
    ResultAnswer,
    RunAnswer,
    ScheduleOfRun,
    StatusAnswer,
    TimesAnswer,
)
from workflow_engine_supervisor.views.flow_names import FlowNames, NodeName
from workflow_engine_supervisor.views.flow_view import draft_test_answer
from workflow_engine_supervisor.views.open_visits import (
    current_nodes,
    loop_progress,
    open_visit_answers,
    progress_answer,
    reported_progress,
    shown_status,
)
from workflow_engine_supervisor.views.waiting import begun_answer, child_answers, in_short, parent_answer, wait_answers

#: The visits that are nothing more to do.
_OVER = {VisitStatus.FINISHED, VisitStatus.SKIPPED, VisitStatus.CANCELLED}


@dataclass(frozen=True)
class Visited:
    """What a run's own database says; empty before the worker made it."""

    nodes: Sequence[NodeSummary] = ()
    open: Sequence[Visit] = ()  #: those that are not over, oldest first
    loops: Sequence[LoopSummary] = ()  #: the newest loop of each of these of which its worker has not told
    refusals: Refusals = field(default_factory=Refusals)
    edges: Mapping[int, int] | None = field(default_factory=dict)  #: how often it went by some; None: nobody counted


@dataclass(frozen=True)
class RunFacts:
    """Everything an answer about one run is made of."""

    row: RunRow
    now: str
    waiting: Sequence[SignalRow] = ()
    names: FlowNames = field(default_factory=lambda: FlowNames(""))
    workers: Sequence[WorkerRow] = ()
    waits: Sequence[WaitRow] = ()  #: the open ones
    children: Sequence[ChildRow] = ()
    visited: Visited = field(default_factory=Visited)
    live: LiveRun | None = None
    figures: ResourceUsage | None = None
    disk_mb: float | None = None
    result: ResultAnswer | None = None
    cluster: ClusterAnswer | None = None
    schedule: tuple[str, str | None] | None = None  #: id and title of the one that started it
    masker: Masker = field(default_factory=Masker)


def status_answer(row: RunRow, waiting: Iterable[SignalRow], open_waits: OpenWaits | None) -> StatusAnswer:
    """How a run stands, what it was asked to do since, and what it waits for."""
    return StatusAnswer(**_status(row, waiting, open_waits))


def listed_run(
    summary: dict[str, Any], live: LiveRun | None, progress: ProgressAnswer | None, process: ProcessAnswer | None
) -> ListedRun:
    """A run in a list, with what is known of its worker."""
    return ListedRun(**summary, node=live.node if live else None, progress=progress, process=process)


def run_summary(
    row: RunRow, names: FlowNames, waiting: Iterable[SignalRow], open_waits: OpenWaits | None, now: str
) -> dict[str, Any]:
    """The fields of `RunSummary`: what is made of them checks them, once."""
    return {
        **_status(row, waiting, open_waits),
        "thread_id": row.thread_id,
        "title": row.title,
        "tags": list(row.tags),
        "flow_id": row.flow_id,
        "version": row.version,
        "flow_name": names.name,
        "flow_name_zh": names.name_zh,
        "test": draft_test_answer(row.test),
        "times": _times(row, now),
    }


def _status(row: RunRow, waiting: Iterable[SignalRow], open_waits: OpenWaits | None) -> dict[str, Any]:
    asked = {signal.type for signal in waiting}
    return {
        "status": row.status,
        "reason": row.reason,
        "pause_requested": SignalType.PAUSE_REQUEST in asked,
        "cancel_requested": SignalType.CANCEL_REQUEST in asked,
        "interrupt": _interrupt(row.interrupt),
        "open_waits": None if open_waits is None else asdict(open_waits),
        "error": error_answer(row.error),
        "skipped": row.skipped,
    }


def hidden(row: RunRow, masker: Masker) -> RunRow:
    """The row as it may be shown. Workers hide secrets before they store an error; rows may be older than that."""
    error = None if row.error is None else masked(row.error, masker.text)
    interrupt = row.interrupt
    if interrupt is not None:
        interrupt = replace_fields(interrupt, value=masker.view(interrupt.value))
    return replace_fields(row, error=error, interrupt=interrupt)


def run_answer(facts: RunFacts) -> RunAnswer:
    nodes, current = _nodes(facts), current_nodes(facts.row, facts.visited.open)
    given, damage = _input(facts.row)
    now = facts.now if facts.live is None else facts.live.now(facts.now)
    summary = run_summary(hidden(facts.row, facts.masker), facts.names, facts.waiting, in_short(facts.waits), now)
    summary["test"] = draft_test_answer(facts.row.test, facts.visited.nodes)
    return RunAnswer(
        **(summary | {"error": summary["error"] or damage}),
        input=facts.masker.view(given),
        forked_from=_fork(facts.row),
        parent=parent_answer(facts.row),
        children=child_answers(facts.children),
        waits=wait_answers(facts.waits, facts.masker),
        schedule=None if facts.schedule is None else ScheduleOfRun(id=facts.schedule[0], title=facts.schedule[1]),
        begun=begun_answer(facts.row),
        current_nodes=current,
        open_visits=open_visit_answers(facts.row, facts.visited.open, facts.visited.loops, facts.live),
        progress=_progress(facts, nodes, current),
        code=facts.row.code,
        environment=facts.row.environment,
        subflows=[
            CalledFlowAnswer(node=node, flow_id=pin[0], version=pin[1]) for node, pin in facts.row.subflows.items()
        ],
        nodes=nodes,
        edges=_edges(facts),
        process=None if facts.live is None else process_answer(facts.live, facts.figures, now),
        cluster=facts.cluster,
        attempts=[AttemptAnswer.model_validate(worker, from_attributes=True) for worker in facts.workers],
        disk_mb=facts.disk_mb,
        file_guard=FileGuardAnswer(
            refusals=facts.visited.refusals.times,
            details=[facts.masker.text(detail) for detail in facts.visited.refusals.details],
        ),
        result=facts.result,
    )


def _input(row: RunRow) -> tuple[dict[str, Any], ErrorAnswer | None]:
    """The input, or that somebody damaged it."""
    try:
        return row.input(), None
    except DatabaseDamaged as error:
        return {}, error_answer(ErrorData("DATA_INVALID", error.detail, hint=error.advice))


def process_answer(live: LiveRun, figures: ResourceUsage | None, now: str) -> ProcessAnswer:
    """The worker at hand; figures are unknown while it ends, or if the system hides them. `now`: see `LiveRun.now`."""
    return ProcessAnswer(
        pid=live.pid,
        instance=live.instance,
        epoch=live.epoch,
        responsive=live.responsive,
        cpu_percent=figures.cpu_percent if figures else None,
        rss_mb=figures.rss_mb if figures else None,
        threads=figures.threads if figures else None,
        children=figures.children if figures else None,
        open_files=figures.open_files if figures else None,
        uptime_s=round(seconds_between(live.started_at, now), 3),
    )


def _nodes(facts: RunFacts) -> list[NodeAnswer]:
    visited = {summary.node_id: summary for summary in facts.visited.nodes}
    return [_node(name, visited.get(name.id), facts) for name in facts.names.nodes]


def _node(name: NodeName, summary: NodeSummary | None, facts: RunFacts) -> NodeAnswer:
    if summary is None:
        return NodeAnswer(**name._asdict(), status="waiting", visits=0, started_at=None, duration_s=None)
    elapsed = _elapsed(summary, facts)
    left_by = summary.error.left_by if summary.error is not None else None
    status = VisitStatus.FAILED if left_by else shown_status(summary.node_id, summary.status, facts.row)
    return NodeAnswer(
        **name._asdict(),
        status=status.value,
        visits=summary.visits,
        started_at=summary.started_at,
        duration_s=round(summary.duration_s + elapsed, 3),
        left_by=left_by,
    )


def _edges(facts: RunFacts) -> list[EdgeAnswer] | None:
    taken, ends = facts.visited.edges, facts.names.edges
    if taken is None:
        return None
    return [
        EdgeAnswer(edge=place, source=ends[place][0], target=ends[place][1], taken=taken[place])
        for place in sorted(taken)
        if place < len(ends)  # else the version is damaged, which is told
    ]


def _elapsed(summary: NodeSummary, facts: RunFacts) -> float:
    """Seconds that an attempt is under way, or was when its worker left without a word of its end."""
    if summary.status is not VisitStatus.RUNNING:
        return 0.0
    waits = {wait.visit for wait in facts.waits}
    if summary.visit in waits and facts.row.status not in FINAL:  # with a worker or without one
        return seconds_between(summary.started_at, facts.now)
    if facts.row.status in ACTIVE:
        elapsed = seconds_between(summary.started_at, facts.now)
        held = None if facts.live is None else facts.live.held_s
        # An attempt lasts no longer than its worker, whatever the clock says.
        return elapsed if held is None else min(elapsed, held)
    ended = facts.workers[-1].ended_at if facts.workers else None
    return max(0.0, seconds_between(summary.started_at, ended or facts.row.last_event_at))


def _progress(facts: RunFacts, nodes: Sequence[NodeAnswer], current: Sequence[str]) -> ProgressAnswer:
    told = reported_progress(facts.live, current)
    if told:
        return progress_answer(told)
    loop = max(facts.visited.loops, key=lambda each: each.loop, default=None)
    if loop is not None and (loop.node_id in current or facts.row.status is RunStatus.CANCELLED):
        return loop_progress(loop)
    done = sum(node.status in _OVER for node in nodes)
    return ProgressAnswer(
        node=current[0] if current else None,
        visit=None,
        label="nodes",
        done=done,
        failed=sum(node.status == VisitStatus.FAILED for node in nodes),
        skipped=0,
        # The nodes of a branch that was not taken are nothing that is left to do.
        total=done if facts.row.status is RunStatus.FINISHED else len(nodes),
        rate=None,
        eta_s=None,
    )


def _fork(row: RunRow) -> ForkAnswer | None:
    if row.forked_from is None or row.forked_checkpoint is None:
        return None
    return ForkAnswer(thread_id=row.forked_from, checkpoint_id=row.forked_checkpoint)


def _interrupt(interrupt: Interrupt | None) -> InterruptAnswer | None:
    if interrupt is None:
        return None
    return InterruptAnswer(kind=interrupt.kind.value, value=interrupt.value, node=interrupt.node)


def error_answer(error: ErrorData | None) -> ErrorAnswer | None:
    return None if error is None else ErrorAnswer.model_validate(error, from_attributes=True)


def _times(row: RunRow, now: str) -> TimesAnswer:
    end = row.finished_at or (now if row.status in ACTIVE else row.last_event_at)
    return TimesAnswer(
        created_at=row.created_at,
        queued_at=row.queued_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        last_event_at=row.last_event_at,
        duration_s=row.duration_s(end),
    )
