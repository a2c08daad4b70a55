"""Finding runs: which are due, in which order, and lists by filter and page."""

import re

import msgspec
import pytest

from support.stored import ERROR, accept, add_flow, at, bring_to, new_run
from workflow_engine_shared.errors import RunNotFound
from workflow_engine_shared.run_status import RunStatus
from workflow_engine_shared.storage.sqlite.database import Connection
from workflow_engine_shared.storage.sqlite.statements import load
from workflow_engine_shared.storage.workflow import found_runs, moves, run_queue, runs
from workflow_engine_shared.storage.workflow.found_runs import RunFilter, RunOrder, SortKey


def due(con: Connection, second: int, limit: int = 10) -> list[str]:
    return [thread_id for thread_id, *_ in run_queue.due_runs(con, at(second), limit)]


def test_a_run_put_off_before_the_clock_was_set_back_is_due(con: Connection) -> None:
    accept(con, "recovers")
    bring_to(con, "recovers", RunStatus.RECOVERING, at(50))
    assert run_queue.due_runs(con, at(1), 10, horizon=at(50)) == []
    assert run_queue.due_runs(con, at(1), 10, horizon=at(49)) == [("recovers", RunStatus.RECOVERING, None)]


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


@pytest.fixture
def varied(con: Connection) -> Connection:
    """Runs that differ in all that lists filter and sort by; the oldest is `one`."""
    other = add_flow(con, "another")
    for second, (name, version, title, tags) in enumerate(
        [
            ("one", 1, "双十一 选品", ("spring", "大促")),
            ("two", other, "Éclair", ("spring",)),
            ("three", 1, None, ()),
            ("four", other, "zebra", ("Spring",)),
        ]
    ):
        new = msgspec.structs.replace(new_run(name, version), title=title, tags=tags)
        assert runs.insert_run(con, new, at(second))
    bring_to(con, "one", RunStatus.FINISHED, at(10))
    bring_to(con, "two", RunStatus.ERROR, at(20))
    bring_to(con, "three", RunStatus.RUNNING, at(5))
    assert run_queue.claim_run(con, "four") == 1
    assert moves.run_started(con, "four", 1, at(30))
    assert moves.run_finished(con, "four", 1, at(99), skipped=3)
    return con


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        (RunFilter(tags=frozenset({"spring"})), ["two", "one"]),
        (RunFilter(tags=frozenset({"spring", "大促"})), ["one"]),
        (RunFilter(tags=frozenset({"spr"})), []),
        (RunFilter(error=ERROR.code), ["two"]),
        (RunFilter(error="NOTHING"), []),
        (RunFilter(skipped=True), ["four"]),
        (RunFilter(started_from=at(10)), ["four", "two", "one"]),
        (RunFilter(started_from=at(10), started_to=at(30)), ["two", "one"]),
        (RunFilter(q="双十一"), ["one"]),
        (RunFilter(q="éCLAIR"), ["two"]),
        (RunFilter(q="大促"), ["one"]),
        (RunFilter(q="valueerror: NO"), ["two"]),
        (RunFilter(q="user_code"), ["two"]),
        (RunFilter(q="FOLDER/42"), ["three"]),
        (RunFilter(q="%"), []),
        (RunFilter(q="e", tags=frozenset({"spring"})), ["two", "one"]),
    ],
)
def test_runs_are_found_by_what_they_are_called_and_by_what_became_of_them(
    varied: Connection, chosen: RunFilter, names: list[str]
) -> None:
    for row in found_runs.runs_without_text(varied, 100):
        given = "folder/42" if row.thread_id == "three" else ""
        found_runs.insert_text(varied, row.seq, "\n".join([row.title or "", *row.tags, given]).casefold())
    assert found_runs.number_without_text(varied) == 0
    assert [row.thread_id for row in found_runs.list_runs(varied, chosen, limit=9)] == names
    assert found_runs.count_runs(varied, chosen) == len(names)
    assert [run.thread_id for run in found_runs.matching_runs(varied, chosen, limit=9)] == names[::-1]


ORDERS = {
    SortKey.CREATED: ["one", "two", "three", "four"],
    SortKey.STARTED: ["three", "one", "two", "four"],
    SortKey.DURATION: ["one", "two", "four", "three"],
    SortKey.STATUS: ["three", "two", "one", "four"],
    SortKey.FLOW: ["two", "four", "one", "three"],
    SortKey.TITLE: ["three", "zebra", "Éclair", "双十一 选品"],
}


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("key", SortKey)
def test_every_order_is_paged_through_whatever_comes_meanwhile(
    varied: Connection, key: SortKey, descending: bool
) -> None:
    order = RunOrder(key, descending, now=at(1000))
    seen: list[str] = []
    after = None
    while page := found_runs.find_runs(varied, RunFilter(), order, after=after, limit=1):
        seen.append((page[0].row.title or page[0].row.thread_id) if key is SortKey.TITLE else page[0].row.thread_id)
        after = page[-1].place
        if len(seen) == 1:  # it comes before all that was seen
            accept(varied, "a-newcomer", second=2000 if descending else 0)
    expected = ORDERS[key][::-1] if descending else ORDERS[key]
    assert [name for name in seen if name != "a-newcomer"] == expected
    assert len(seen) == len(set(seen))


def test_a_renamed_run_has_to_be_indexed_again(varied: Connection) -> None:
    for row in found_runs.runs_without_text(varied, 100):
        found_runs.insert_text(varied, row.seq, "text")
    runs.rename_run(varied, "TWO", "Neu", ("x",))
    (row,) = found_runs.runs_without_text(varied, 100)
    assert (row.thread_id, row.title, row.tags) == ("two", "Neu", ("x",))
    assert found_runs.tags_in_use(varied, 9) == [("Spring", 1), ("spring", 1), ("x", 1), ("大促", 1)]
    assert found_runs.errors_in_use(varied, 9) == [(ERROR.code, 1)]
    with pytest.raises(RunNotFound):
        runs.rename_run(varied, "nobody", None, ())


def test_lists_need_not_pass_over_the_inputs(con: Connection) -> None:
    """Inputs may be long: what lists filter and sort by is in an index, for a search too."""
    sql = load(runs.__package__ or "", "found_runs")
    for name in ("descending", "ascending", "total", "matching"):
        parameters = dict.fromkeys(re.findall(r":(\w+)", sql[name]))
        plan = [row["detail"] for row in con.execute(f"EXPLAIN QUERY PLAN {sql[name]}", parameters)]
        assert "SCAN runs USING COVERING INDEX runs_listed" in plan, plan


@pytest.mark.parametrize(
    ("column", "value"), [("tags", "{"), ("reason", "because"), ("error_json", "{"), ("interrupt_json", '{"kind": 1}')]
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
