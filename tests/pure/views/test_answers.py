"""Rows as they are answered: every field of the answer, and no other field of the row."""

from dataclasses import replace
from typing import Any

import msgspec
import pytest

from workflow_engine_shared.errors import ErrorData
from workflow_engine_shared.protocol.messages import Progress
from workflow_engine_shared.run_status import Reason, RunStatus
from workflow_engine_shared.storage.run.loop_sums import LoopSummary
from workflow_engine_shared.storage.run.visits import NodeSummary, Visit
from workflow_engine_shared.storage.workflow.rows import FlowRow, Interrupt, RunRow, WorkerRow
from workflow_engine_shared.storage.workflow.waits import WaitKind, WaitRow, WaitState
from workflow_engine_shared.vocabulary import InterruptKind, VisitStatus
from workflow_engine_supervisor.processes.live_worker import LiveRun
from workflow_engine_supervisor.views.flow_names import FlowNames, NodeName
from workflow_engine_supervisor.views.flow_view import flow_answer
from workflow_engine_supervisor.views.run_view import RunFacts, Visited, error_answer, run_answer


def test_a_row_is_answered_field_by_field():
    row = FlowRow("shop", "Shop", "2026-01-01T00:00:00.000Z", "网店", 3)
    assert flow_answer(row).model_dump() == {
        "id": "shop",
        "name": "Shop",
        "name_zh": "网店",
        "created_at": "2026-01-01T00:00:00.000Z",
        "latest_version": 3,
        "published_version": None,
    }


def test_an_error_is_answered_with_all_it_has():
    error = ErrorData("NODE_ERROR", "it broke", "node", "mend it", "Traceback ...")
    answer = error_answer(error)
    assert answer is not None
    assert answer.model_dump() == {
        "code": "NODE_ERROR",
        "message": "it broke",
        "node": "node",
        "hint": "mend it",
        "traceback": "Traceback ...",
    }
    assert error_answer(None) is None


BEGAN = "2026-01-01T12:00:00.000Z"
RUN = {
    **dict.fromkeys(RunRow.__struct_fields__),
    "seq": 1,
    "thread_id": "r1",
    "flow_version_id": 1,
    "flow_id": "shop",
    "version": 1,
    "epoch": 1,
    "crashes": 0,
    "skipped": 0,
    "clock_set_s": 0.0,
    "subflows": {},
    "status": RunStatus.RUNNING,
    "input_json": "{}",
    "fingerprint": "",
    "flows_dir": "/flows",
    "tags": (),
    **dict.fromkeys(("created_at", "queued_at", "started_at", "last_event_at"), BEGAN),
}


@pytest.mark.parametrize(
    "wall",
    [
        "2026-01-01T12:00:42.000Z",  # as it goes by itself
        "2026-01-02T12:00:42.000Z",  # set a day forward
        "2025-12-31T12:00:42.000Z",  # set a day back
    ],
)
def test_what_goes_on_lasts_by_the_monotonic_clock(wall: str):
    live = LiveRun(1, "w1", 1, BEGAN, responsive=True, progress=None, held_s=42.0)
    node = NodeSummary("one", 1, 1, VisitStatus.RUNNING, 1, BEGAN, None, None, 0.0)
    answer = run_answer(
        RunFacts(
            RunRow(**RUN),
            wall,
            names=FlowNames("Goods", nodes=(NodeName("one", None, None),)),
            visited=Visited([node]),
            live=live,
        )
    )
    assert answer.process is not None
    assert (answer.times.duration_s, answer.process.uptime_s) == (42.0, 42.0)
    assert answer.nodes[0].duration_s in {0.0, 42.0}
    dead = msgspec.structs.replace(RunRow(**RUN), status=RunStatus.RECOVERING)
    assert run_answer(RunFacts(dead, "2026-01-01T12:00:50.000Z")).times.duration_s == 50.0


def test_a_visit_that_waits_lasts_while_nobody_is_there():
    waiting = msgspec.structs.replace(RunRow(**RUN), status=RunStatus.INTERRUPTED, reason=Reason.WAITING)
    node = NodeSummary("one", 3, 1, VisitStatus.RUNNING, 1, BEGAN, None, None, 0.0)
    wait = WaitRow("a1", WaitKind.TIMER, "one", 3, thread_id="r", state=WaitState.ARMED, armed_at=BEGAN)
    names = FlowNames("Goods", nodes=(NodeName("one", None, None),))
    facts = RunFacts(waiting, "2026-01-01T22:00:00.000Z", names=names, visited=Visited([node]), waits=[wait])
    assert run_answer(facts).nodes[0].duration_s == 36_000.0


@pytest.mark.parametrize(("status", "shown"), [("interrupted", "paused"), ("cancelled", "paused"), ("error", "failed")])
def test_a_node_whose_worker_left_keeps_its_time_and_how_far_it_was(status: str, shown: str):
    names = FlowNames("Goods", None, (NodeName("one", "One", "一"), NodeName("two", None, None)))
    left = "2026-01-01T12:00:50.000Z"
    worker = WorkerRow("r", 1, "w", 7, 0.0, BEGAN, left, 0, None)
    over = {"finished_at": "2026-01-02T00:00:00.000Z"} if status == "cancelled" else {}
    row = RunRow(**{**RUN, "status": RunStatus(status), "last_event_at": "2026-01-02T00:00:00.000Z", **over})
    node = NodeSummary("one", 1, 1, VisitStatus.RUNNING, 1, BEGAN, None, None, 18.0)
    visit = Visit(1, "one", VisitStatus.RUNNING, 1, BEGAN, None, None)
    loop = LoopSummary(1, 1, "one", "map_steps#1", "pictures", 1944, 52, 0, 0)
    facts = RunFacts(
        row, "2026-01-03T00:00:00.000Z", names=names, workers=[worker], visited=Visited([node], [visit], [loop])
    )
    answer = run_answer(facts)
    assert [(each.label, each.status, each.duration_s) for each in answer.nodes] == [
        ("One", shown, 68.0),
        (None, "waiting", None),
    ]
    assert (answer.progress.done, answer.progress.total, answer.progress.label) == (52, 1944, "pictures")
    assert (answer.flow_name, answer.nodes[0].label_zh) == ("Goods", "一")


@pytest.mark.parametrize(
    ("taken", "shown"),
    [
        ({2: 1, 1: 3}, [(1, "one", "two", 3), (2, "two", "one", 1)]),
        ({}, []),
        ({1: 1, 9: 1}, [(1, "one", "two", 1)]),  # the flow's row is damaged
        (None, None),
    ],
)
def test_edges_that_were_taken_say_how_often(taken: dict[int, int] | None, shown: list[Any] | None):
    names = FlowNames("Goods", edges=(("one", "two"), ("one", "two"), ("two", "one")))
    answer = run_answer(RunFacts(RunRow(**RUN), BEGAN, names=names, visited=Visited(edges=taken)))
    told = answer.edges and [(each.edge, each.source, each.target, each.taken) for each in answer.edges]
    assert told == shown


def several(status: str, node: str | None = None) -> RunFacts:
    """Two visits that their worker could not end; `node` is what the run's error or interrupt names."""
    row = RunRow(**{**RUN, "status": RunStatus(status), "last_event_at": BEGAN})
    if node is not None and status == "error":
        row = msgspec.structs.replace(row, error=ErrorData("X", "x", node))
    elif node is not None:
        row = msgspec.structs.replace(row, interrupt=Interrupt(InterruptKind.PAUSE, None, node))
    names = FlowNames("Goods", None, (NodeName("one", None, None), NodeName("two", None, None)))
    nodes = [
        NodeSummary(name, number, 1, VisitStatus.RUNNING, 1, BEGAN, None, None, 0.0)
        for number, name in enumerate(("one", "two"), 1)
    ]
    at_hand = [Visit(each.visit, each.node_id, each.status, 1, BEGAN, None, None) for each in nodes]
    loops = [
        LoopSummary(each.visit, each.visit, each.node_id, "items#1", "items", 9, each.visit, 0, 0) for each in nodes
    ]
    return RunFacts(row, BEGAN, names=names, visited=Visited(nodes, at_hand, loops))


@pytest.mark.parametrize(
    ("status", "named", "current", "shown"),
    [
        ("running", None, ["one", "two"], ["running", "running"]),
        ("error", "two", ["two", "one"], ["paused", "failed"]),
        ("error", None, ["one", "two"], ["failed", "failed"]),
        ("interrupted", "two", ["two", "one"], ["paused", "paused"]),
        ("cancelled", None, [], ["paused", "paused"]),
    ],
)
def test_of_several_visits_only_the_one_that_broke_is_failed(
    status: str, named: str | None, current: list[str], shown: list[str]
):
    answer = run_answer(several(status, named))
    assert answer.current_nodes == current
    assert [each.status for each in answer.nodes] == shown
    assert [each.status for each in answer.open_visits] == (shown if current else [])


def test_each_visit_tells_how_far_it_is_by_its_worker_or_its_rows():
    facts = several("running")

    def done(live: LiveRun | None) -> list[int]:
        visits = run_answer(replace(facts, live=live)).open_visits
        return [each.progress.done for each in visits if each.progress]

    told = (Progress("one", "items", 5, total=9, visit=1), Progress("two", "items", 7, total=9, visit=2))
    live = LiveRun(1, "w1", 1, BEGAN, responsive=True, progress=told[1], others=told[:1])
    assert (done(None), done(live)) == ([1, 2], [5, 7])
    newest = run_answer(replace(facts, live=live)).progress
    assert (newest.node, newest.done) == ("two", 7)
    older = Progress("two", "items", 8)  # of a renflow that named no visit
    assert done(replace(live, progress=older, others=())) == [1, 8]
