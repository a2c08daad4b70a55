"""Visits of a run: attempts, pauses, outcomes; and updates from outside, each kept once."""

import pytest

from support.stored import ERROR, at
from workflow_engine_shared.storage.run import visits
from workflow_engine_shared.storage.run.visits import NodeSummary, Visit
from workflow_engine_shared.storage.sqlite.database import Connection


def latest(con: Connection) -> Visit:
    visit = visits.latest_visit(con)
    assert visit is not None
    return visit


def test_before_the_first_visit(run_con: Connection) -> None:
    assert visits.latest_visit(run_con) is None
    assert visits.visits_by_node(run_con) == []
    assert visits.overlay_of(run_con, 1) == {}


def test_beginning_again_changes_nothing(run_con: Connection) -> None:
    visits.begin_visit(run_con, 1, "start", at(1))
    visits.try_visit_again(run_con, 1, at(2))
    before = latest(run_con)
    visits.begin_visit(run_con, 1, "other", at(3))
    assert latest(run_con) == before == Visit(1, "start", "running", 2, at(2), None, None)


@pytest.mark.parametrize("status", ["finished", "failed", "skipped"])
def test_an_end_and_a_further_attempt(run_con: Connection, status: str) -> None:
    visits.begin_visit(run_con, 1, "a", at(1))
    visits.end_visit(run_con, 1, status, at(2), ERROR)
    assert latest(run_con) == Visit(1, "a", status, 1, at(1), at(2), ERROR)
    visits.try_visit_again(run_con, 1, at(3))
    assert latest(run_con) == Visit(1, "a", "running", 2, at(3), None, None)


def test_a_further_attempt_keeps_why_the_one_before_ended(run_con: Connection) -> None:
    visits.begin_visit(run_con, 1, "a", at(1))
    visits.try_visit_again(run_con, 1, at(2), ERROR)
    assert latest(run_con) == Visit(1, "a", "running", 2, at(2), None, ERROR)


def test_a_pause_is_no_attempt(run_con: Connection) -> None:
    visits.begin_visit(run_con, 1, "a", at(1))
    for second in (2, 4):
        visits.pause_visit(run_con, 1, at(second))
        assert latest(run_con).status == "paused"
        visits.continue_visit(run_con, 1, at(second))
        assert latest(run_con) == Visit(1, "a", "running", 1, at(second), None, None)


def test_time_before_a_pause_or_a_further_attempt_is_kept(run_con: Connection) -> None:
    def took() -> float:
        [summary] = visits.visits_by_node(run_con)
        return summary.duration_s

    visits.begin_visit(run_con, 1, "a", at(10))
    visits.pause_visit(run_con, 1, at(28))
    visits.pause_visit(run_con, 1, at(50))  # it rests: no more time is spent
    assert took() == pytest.approx(18, abs=0.01)
    visits.continue_visit(run_con, 1, at(100))
    visits.pause_visit(run_con, 1, at(102))
    visits.continue_visit(run_con, 1, at(200))
    visits.try_visit_again(run_con, 1, at(205), ERROR, until=at(205))  # an attempt failed, the next begins at once
    visits.end_visit(run_con, 1, "failed", at(206), ERROR)
    visits.try_visit_again(run_con, 1, at(900))  # resumed much later
    assert took() == pytest.approx(18 + 2 + 5 + 1, abs=0.01)
    visits.try_visit_again(run_con, 1, at(950))  # the worker died, nobody knows when
    visits.end_visit(run_con, 1, "finished", at(953))
    assert took() == pytest.approx(18 + 2 + 5 + 1 + 3, abs=0.01)


@pytest.mark.parametrize("status", ["finished", "failed", "skipped"])
def test_only_a_paused_visit_continues(run_con: Connection, status: str) -> None:
    visits.begin_visit(run_con, 1, "a", at(1))
    visits.end_visit(run_con, 1, status, at(2))
    before = latest(run_con)
    visits.continue_visit(run_con, 1, at(3))
    assert latest(run_con) == before


def test_the_latest_visit_is_the_one_with_the_highest_number(run_con: Connection) -> None:
    for number in (2, 10, 9):
        visits.begin_visit(run_con, number, f"n{number}", at(20 - number))
    assert latest(run_con).node_id == "n10"


def test_one_summary_a_node_in_the_order_of_first_visits(run_con: Connection) -> None:
    path = ["zero", "loop", "check", "loop", "check", "loop"]
    for number, node in enumerate(path, start=1):
        visits.begin_visit(run_con, number, node, at(10 * number))
        if number < len(path):
            visits.end_visit(run_con, number, "finished", at(10 * number + number))
    visits.try_visit_again(run_con, 6, at(70), ERROR)
    assert visits.visits_by_node(run_con) == [
        NodeSummary("zero", 1, 1, "finished", 1, at(10), at(11), None, pytest.approx(1, abs=0.01)),
        NodeSummary("loop", 6, 3, "running", 2, at(70), None, ERROR, pytest.approx(2 + 4, abs=0.01)),
        NodeSummary("check", 5, 2, "finished", 1, at(50), at(55), None, pytest.approx(3 + 5, abs=0.01)),
    ]


def test_edges_are_counted_by_the_visits_that_are_over(run_con: Connection) -> None:
    assert visits.edges_taken(run_con) == {}
    for number, edges in enumerate([[0], [1], [2, 4], [1], [], [1]], start=1):
        visits.begin_visit(run_con, number, "a", at(number))
        visits.end_visit(run_con, number, "finished", at(number), edges=edges)
    visits.end_visit(run_con, 1, "finished", at(9), edges=[0])  # once more
    visits.try_visit_again(run_con, 6, at(9))
    assert visits.edges_taken(run_con) == {0: 1, 1: 2, 2: 1, 4: 1}
    visits.end_visit(run_con, 6, "cancelled", at(10), ERROR)
    assert visits.edges_taken(run_con) == {0: 1, 1: 2, 2: 1, 4: 1}


def test_a_clock_that_steps_back_makes_no_negative_duration(run_con: Connection) -> None:
    visits.begin_visit(run_con, 1, "a", at(3000))
    visits.end_visit(run_con, 1, "finished", at(1))
    [summary] = visits.visits_by_node(run_con)
    assert summary.duration_s == 0


def test_overlays_are_merged_in_the_order_they_came(run_con: Connection) -> None:
    for updates in ({"a": 1, "b": {1, 2}}, {"a": {"new": [None]}}, {}):
        visits.add_overlay(run_con, 1, updates)
    visits.add_overlay(run_con, 2, {"a": "of another visit"})
    assert visits.overlay_of(run_con, 1) == {"a": {"new": [None]}, "b": {1, 2}}


def test_a_signal_is_applied_once(run_con: Connection) -> None:
    assert [visits.mark_applied(run_con, signal) for signal in (7, 8, 7, 7, 8)] == [True, True, False, False, False]
