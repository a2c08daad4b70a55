"""Finding runs: which are due, in which order, and lists by filter and page."""

import pytest

from support.stored import accept, add_flow, at, bring_to
from workflow_engine_shared.run_status import RunStatus
from workflow_engine_shared.storage.sqlite.database import Connection
from workflow_engine_shared.storage.workflow import found_runs, moves, run_queue, runs
from workflow_engine_shared.storage.workflow.found_runs import RunFilter


def due(con: Connection, second: int, limit: int = 10) -> list[str]:
    return [thread_id for thread_id, _ in run_queue.due_runs(con, at(second), limit)]


def test_a_run_put_off_before_the_clock_was_set_back_is_due(con: Connection) -> None:
    accept(con, "recovers")
    bring_to(con, "recovers", RunStatus.RECOVERING, at(50))
    assert run_queue.due_runs(con, at(1), 10, horizon=at(50)) == []
    assert run_queue.due_runs(con, at(1), 10, horizon=at(49)) == [("recovers", RunStatus.RECOVERING)]


def test_due_runs_first_queued_first(con: Connection) -> None:
    for name, second in (("late", 30), ("early", 10), ("same-a", 20), ("same-b", 20)):
        accept(con, name, second=second)
    accept(con, "recovers", second=5)
    bring_to(con, "recovers", RunStatus.RECOVERING, at(40))
    accept(con, "runs")
    bring_to(con, "runs", RunStatus.RUNNING, at(0))
    assert due(con, 39) == ["early", "same-a", "same-b", "late"]
    assert due(con, 40) == ["recovers", "early", "same-a", "same-b", "late"]
    assert due(con, 40, 2) == ["recovers", "early"]
    moves.run_cancelled(con, "early", at(50))
    assert due(con, 40, 2) == ["recovers", "same-a"]


def test_a_resumed_run_queues_at_the_end(con: Connection) -> None:
    accept(con, "first", second=1)
    bring_to(con, "first", RunStatus.INTERRUPTED, at(2))
    accept(con, "second", second=3)
    moves.run_queued(con, "first", at(4))
    assert due(con, 9) == ["second", "first"]


def test_runs_in_status_and_counts(con: Connection) -> None:
    for number, status in enumerate(RunStatus):
        accept(con, f"r{number}", second=100 - number)
        bring_to(con, f"r{number}", status, at(0))
    accept(con, "another", second=0)
    found = runs.runs_in_status(con, RunStatus.PENDING, RunStatus.ERROR)
    assert [row.thread_id for row in found] == ["another", "r5", "r0"]
    assert runs.runs_in_status(con) == []
    assert runs.count_by_status(con) == {**{status.value: 1 for status in RunStatus}, "pending": 2}


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        (RunFilter(), ["b_1", "B-2", "a%3", "a-1"]),
        (RunFilter(statuses=frozenset({RunStatus.RUNNING})), ["B-2"]),
        (RunFilter(statuses=frozenset({RunStatus.RUNNING, RunStatus.FINISHED})), ["B-2", "a-1"]),
        (RunFilter(statuses=frozenset()), []),
        (RunFilter(flow_id="other"), ["b_1", "a%3"]),
        (RunFilter(flow_id="OTHER"), ["b_1", "a%3"]),
        (RunFilter(flow_id="nothing"), []),
        (RunFilter(q="B"), ["b_1", "B-2"]),
        (RunFilter(q="_"), ["b_1"]),
        (RunFilter(q="%"), ["a%3"]),
        (RunFilter(q="' OR 1=1 --"), []),
        (RunFilter(q="a", flow_id="other", statuses=frozenset({RunStatus.PENDING})), ["a%3"]),
    ],
)
def test_lists_are_filtered(con: Connection, chosen: RunFilter, names: list[str]) -> None:
    other = add_flow(con, "other")
    for name, version in (("a-1", 1), ("a%3", other), ("B-2", 1), ("b_1", other)):
        accept(con, name, version=version)
    bring_to(con, "a-1", RunStatus.FINISHED, at(0))
    bring_to(con, "B-2", RunStatus.RUNNING, at(0))
    assert [row.thread_id for row in found_runs.list_runs(con, chosen, before=None, limit=100)] == names


def test_pages_show_every_run_once_although_new_ones_come(con: Connection) -> None:
    for number in range(7):
        accept(con, f"r{number}")
    seen: list[str] = []
    before = None
    while page := found_runs.list_runs(con, RunFilter(), before=before, limit=3):
        seen += [row.thread_id for row in page]
        before = page[-1].seq
        accept(con, f"new{len(seen)}")
    assert seen == [f"r{number}" for number in reversed(range(7))]


@pytest.mark.parametrize(
    ("column", "value"), [("reason", "because"), ("error_json", "{"), ("interrupt_json", '{"kind": 1}')]
)
def test_a_damaged_row_is_flagged_and_stops_no_list(con: Connection, column: str, value: str) -> None:
    accept(con, "good")
    accept(con, "poison")
    con.execute(f"UPDATE runs SET {column} = ? WHERE thread_id = 'poison'", [value])
    found = {row.thread_id: row for row in runs.runs_in_status(con, RunStatus.PENDING)}
    assert found["good"].error is None
    assert found["poison"].error is not None
    assert (found["poison"].error.code, found["poison"].reason) == ("DATA_INVALID", None)
    assert column.removesuffix("_json") in found["poison"].error.message
