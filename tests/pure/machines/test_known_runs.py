"""What is known of a machine's runs: kept within bounds, filtered and sorted as the machine would."""

from collections.abc import Iterator
from typing import Any

import pytest

from workflow_engine_shared.run_status import RunStatus
from workflow_engine_shared.storage.workflow.found_runs import RunFilter, RunOrder, SortKey
from workflow_engine_supervisor.machines.known_runs import MOST_KNOWN, KnownRuns


def run(name: str, **facts: Any) -> dict[str, Any]:
    times = {"created_at": f"2026-01-01T00:00:0{name[-1]}.000Z", "started_at": None, "duration_s": None}
    usual = {"title": None, "tags": [], "status": "running", "flow_id": "f", "error": None, "skipped": 0}
    return {"thread_id": name, **usual, **facts, "times": {**times, **facts.pop("times", {})}}


def known(*runs: dict[str, Any]) -> KnownRuns:
    made = KnownRuns()
    made.listed(placed(*runs), made.heard_of)
    return made


def placed(*runs: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return ({"run": each, "place": [number, number]} for number, each in enumerate(runs, 1))


def names(page: tuple[list[dict[str, Any]], bool, int]) -> list[str]:
    return [each["run"]["thread_id"] for each in page[0]]


def test_they_come_in_the_machines_order_behind_a_place() -> None:
    made = known(run("r1"), run("r2"), run("r3"))
    first = made.page(RunFilter(), RunOrder(), None, 2)
    assert (names(first), first[1:]) == (["r3", "r2"], (True, 3))
    assert names(made.page(RunFilter(), RunOrder(), tuple(first[0][-1]["place"]), 2)) == ["r1"]
    assert names(made.page(RunFilter(), RunOrder(SortKey.TITLE, descending=False), None, 9)) == ["r1", "r2", "r3"]


def test_what_no_list_has_shown_yet_is_the_newest() -> None:
    made = known(run("r1"))
    made.heard(run("R1", status="finished"))
    assert not made.has_unnumbered
    made.heard(run("r2"))
    assert made.has_unnumbered
    assert names(made.page(RunFilter(), RunOrder(), None, 9)) == ["r2", "R1"]
    assert made.get("r1") is not None
    made.gone("r1")
    assert made.get("R1") is None


def test_a_list_is_newer_than_what_was_heard_before_it_was_asked_for_and_older_than_what_was_heard_since() -> None:
    made = KnownRuns()
    made.heard(run("r1", status="pending"))
    asked = made.heard_of
    made.heard(run("r2", status="finished"))
    made.listed(placed(run("r1"), run("r2")), asked)
    page = made.page(RunFilter(), RunOrder(), None, 9)[0]
    assert [(each["run"]["status"], each["place"]) for each in page] == [("finished", [2, 2]), ("running", [1, 1])]
    assert not made.has_unnumbered


@pytest.mark.parametrize(
    "chosen",
    [
        RunFilter(statuses=frozenset({RunStatus.ERROR})), RunFilter(flow_id="g"), RunFilter(tags=frozenset({"t"})),
        RunFilter(error="BOOM"), RunFilter(skipped=True), RunFilter(q="wOrD"),
        RunFilter(started_from="2026-01-01T00:00:02.000Z"),
    ],
)  # fmt: skip
def test_filters_let_through_what_lists_show(chosen: RunFilter) -> None:
    facts = {"status": "error", "flow_id": "g", "tags": ["t", "u"], "skipped": 2, "title": "Words"}
    made = known(run("r1"), run("r2", **facts, error={"code": "BOOM", "message": "bad"}))
    assert names(made.page(chosen, RunOrder(), None, 9)) == ["r2"]


def test_only_the_newest_are_kept() -> None:
    made = known(*(run(f"r{number}") for number in range(MOST_KNOWN + 5)))
    assert made.get("r4") is None
    assert made.page(RunFilter(), RunOrder(), None, 1)[2] == MOST_KNOWN
