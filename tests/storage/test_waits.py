"""What runs wait for: armed by the worker that holds the run, met once, and the run goes on in the same transaction."""

import json
import threading
from pathlib import Path
from typing import Any

import pytest

from support.stored import ERROR, accept, add_flow, at, bring_to
from workflow_engine_shared.run_status import Reason, RunStatus
from workflow_engine_shared.storage.sqlite.database import Connection, Database
from workflow_engine_shared.storage.workflow import moves, run_queue, runs, signals
from workflow_engine_shared.storage.workflow.rows import Interrupt
from workflow_engine_shared.storage.workflow.sqlite_store import SqliteStore
from workflow_engine_shared.storage.workflow.waits import (
    Met,
    NewWait,
    OpenWaits,
    TaskFilter,
    WaitKind,
    WaitState,
    waits,
)
from workflow_engine_shared.storage.workflow.waits import tasks as found_tasks
from workflow_engine_shared.storage.workflow.waits.families import (
    children_of,
    run_cancelled,
    run_failed,
    run_finished,
    run_lost,
)
from workflow_engine_shared.storage.workflow.waits.rows import correlation_text
from workflow_engine_shared.vocabulary import InterruptKind, SignalType

WAITS = Interrupt(InterruptKind.WAIT, node="rest")
ANSWER: Met = {"how": "answer", "value": {"ok": True}}
TIME: Met = {"how": "timer", "value": None}


def timer(key: str = "a1", due: int = 60, **more: Any) -> NewWait:
    return NewWait(key, WaitKind.TIMER, "rest", 2, due_at=at(due), **more)


def form(key: str = "a2", **body: Any) -> NewWait:
    return NewWait(key, WaitKind.FORM, "approve", 3, body={"title": "Approve", **body})


def message(key: str, name: str, correlation: object = None) -> NewWait:
    told = None if correlation is None else correlation_text(correlation)
    return NewWait(key, WaitKind.MESSAGE, "hear", 4, ref=name, correlation=told)


def running(con: Connection, thread_id: str = "r1") -> None:
    accept(con, thread_id)
    bring_to(con, thread_id, RunStatus.RUNNING, at(1))


def waiting(con: Connection, *armed: NewWait, thread_id: str = "r1", reason: Reason = Reason.WAITING) -> None:
    running(con, thread_id)
    assert waits.run_waits(con, thread_id, armed, at(2), epoch=1, interrupt=WAITS, reason=reason)


def status(con: Connection, thread_id: str = "r1") -> tuple[str, str | None]:
    row = runs.get_run(con, thread_id)
    return row.status.value, None if row.reason is None else row.reason.value


def states(con: Connection, thread_id: str = "r1") -> dict[str, str]:
    return {wait.key: wait.state.value for wait in waits.waits_of(con, thread_id)}


def told(con: Connection, kind: SignalType, thread_id: str = "r1") -> list[dict[str, Any]]:
    return [each.payload for each in signals.list_signals(con, thread_id) if each.type is kind]


def test_a_run_waits_without_a_process_and_goes_on_once(con: Connection) -> None:
    waiting(con, timer(), form())
    assert status(con) == ("interrupted", "waiting")
    armed = told(con, SignalType.WAIT_ARMED)
    assert armed == [
        {"key": "a1", "kind": "timer", "node": "rest"},
        {"key": "a2", "kind": "form", "node": "approve"},
    ]
    assert told(con, SignalType.INTERRUPT) == [{"reason": "waiting", "node": "rest"}]
    assert waits.due_waits(con, at(59), 9) == []
    assert [wait.key for wait in waits.due_waits(con, at(60), 9)] == ["a1"]
    assert waits.next_wait_time(con) == at(60)

    signal = waits.meet(con, "R1", "a1", TIME, at(63))

    (asked,) = signals.waiting_commands(con, "r1")
    assert (asked.id, asked.type) == (signal, SignalType.WAIT_REQUEST)
    assert asked.payload == {"key": "a1", "how": "timer", "value": None}
    assert told(con, SignalType.WAIT_MET) == [{"key": "a1", "how": "timer", "node": "rest", "late_s": 3.0}]
    assert status(con) == ("pending", None)
    assert states(con) == {"a1": "met", "a2": "armed"}
    assert waits.meet(con, "r1", "a1", TIME, at(64)) is None
    assert waits.meet(con, "r1", "nothing", TIME, at(64)) is None
    assert waits.next_wait_time(con) is None
    assert len(signals.waiting_commands(con, "r1")) == 1
    # A second thing that comes before the worker does.
    assert waits.meet(con, "r1", "a2", ANSWER, at(65)) is not None
    assert status(con) == ("pending", None)


def test_a_worker_that_has_not_seen_what_came_does_not_leave(con: Connection) -> None:
    running(con)
    waits.arm(con, "r1", [form()], at(2), epoch=1)
    waits.arm(con, "r1", [form(title="Another")], at(3), epoch=1)
    assert len(told(con, SignalType.WAIT_ARMED)) == 1, "an armed one stays as it is"
    signal = waits.meet(con, "r1", "a2", ANSWER, at(4))
    assert signal is not None
    assert status(con) == ("running", None)

    def leave(*processed: int) -> bool:
        return waits.run_waits(
            con, "r1", [timer()], at(5), epoch=1, interrupt=WAITS, reason=Reason.WAITING, processed=processed
        )

    assert not leave()
    assert (status(con), states(con)) == (("running", None), {"a2": "met"})
    assert leave(signal)
    assert (status(con), states(con)) == (("interrupted", "waiting"), {"a1": "armed", "a2": "met"})
    assert signals.waiting_commands(con, "r1") == []


def test_a_worker_that_does_not_hold_the_run_changes_nothing(con: Connection) -> None:
    running(con)
    waits.arm(con, "r1", [form()], at(2), epoch=1)
    waits.arm(con, "r1", [timer()], at(2), epoch=2)
    waits.close_waits(con, "r1", ["a2"], epoch=2)
    assert not waits.run_waits(con, "r1", [], at(3), epoch=2, interrupt=WAITS, reason=Reason.WAITING)
    assert (status(con), states(con)) == (("running", None), {"a2": "armed"})


def test_what_is_waited_for_no_more_is_off(con: Connection) -> None:
    running(con)
    waits.arm(con, "r1", [form("a2"), form("a3"), timer("a4")], at(2), epoch=1)
    waits.close_waits(con, "r1", ["a3"], epoch=1)
    assert waits.run_waits(con, "r1", [timer("a4")], at(3), epoch=1, interrupt=WAITS, reason=Reason.WAITING)
    assert states(con) == {"a2": "off", "a3": "off", "a4": "armed"}
    assert moves.run_cancelled(con, "r1", at(4))
    assert states(con) == {"a2": "off", "a3": "off", "a4": "off"}
    assert waits.meet(con, "r1", "a4", TIME, at(5)) is None
    assert [each.type for each in signals.waiting_commands(con, "r1")] == []


@pytest.mark.parametrize("status_", [RunStatus.ERROR, RunStatus.RECOVERING, RunStatus.INTERRUPTED])
def test_what_comes_for_a_run_that_stands_for_another_reason_is_kept(con: Connection, status_: RunStatus) -> None:
    running(con)
    waits.arm(con, "r1", [form()], at(2), epoch=1)
    if status_ is RunStatus.ERROR:
        assert moves.run_failed(con, "r1", at(3), reason=Reason.NODE_ERROR, error=ERROR, epoch=1)
    elif status_ is RunStatus.RECOVERING:
        assert moves.run_lost(con, "r1", moves.Lost(1, -9, "It died.", 1, None, at(9)), at(3))
    else:
        assert moves.run_paused(con, "r1", at(3), epoch=1, interrupt=Interrupt(InterruptKind.PAUSE))
    assert waits.meet(con, "r1", "a2", ANSWER, at(4)) is not None
    assert status(con)[0] == status_.value
    assert [each.type for each in signals.waiting_commands(con, "r1")] == [SignalType.WAIT_REQUEST]
    assert signals.runs_with_commands(con) == [], "its next worker reads it"


def test_a_run_that_is_paused_while_it_waits_keeps_what_comes(con: Connection) -> None:
    waiting(con, form(), reason=Reason.FORM)
    assert waits.pause_waiting(con, "r1", Interrupt(InterruptKind.PAUSE, node="approve"), at(3))
    assert status(con) == ("interrupted", "paused")
    assert not waits.pause_waiting(con, "r1", Interrupt(InterruptKind.PAUSE), at(3)), "it does not wait any more"
    assert waits.meet(con, "r1", "a2", ANSWER, at(4)) is not None
    assert status(con) == ("interrupted", "paused")
    assert moves.run_queued(con, "r1", at(5))
    assert len(signals.waiting_commands(con, "r1")) == 1


def test_a_clock_that_was_set_back_makes_no_duration_longer(con: Connection) -> None:
    running(con)
    durations = [timer("a1", due=602, body={"seconds": 600}), form("a2")]
    waits.arm(con, "r1", durations, at(3602), epoch=1)  # an hour ahead
    con.execute("UPDATE waits SET due_at = ? WHERE key = 'a1'", [at(4202)])
    waits.arm(con, "r1", [timer("a3", due=4000), timer("a4", due=100, body={"seconds": 98})], at(3602), epoch=1)
    con.execute("UPDATE waits SET armed_at = ? WHERE key = 'a4'", [at(2)])
    assert waits.set_clock_back(con, at(3600), 9) == [], "two seconds are no news"
    assert {wait.key for wait in waits.set_clock_back(con, at(10), 9)} == {"a1", "a3"}
    due = {wait.key: wait.due_at for wait in waits.waits_of(con, "r1")}
    assert due == {"a1": at(610), "a2": None, "a3": at(4000), "a4": at(100)}
    assert waits.set_clock_back(con, at(10), 9) == [], "once"
    told = Interrupt(InterruptKind.WAIT, {"due_at": at(4202)}, "rest", visit=2)
    assert waits.run_waits(con, "r1", durations, at(3602), epoch=1, interrupt=told, reason=Reason.WAITING)
    con.execute("UPDATE waits SET due_at = ?, armed_at = ? WHERE key = 'a1'", [at(4202), at(3602)])
    assert waits.set_clock_back(con, at(10), 9)
    assert runs.get_run(con, "r1").interrupt == Interrupt(InterruptKind.WAIT, {"due_at": at(610)}, "rest", visit=2)


def test_a_message_reaches_those_that_wait_for_it(con: Connection) -> None:
    waiting(con, message("a1", "parcel", {"order": 1, "by": "é"}), thread_id="r1")
    waiting(con, message("a1", "parcel", {"order": 2}), thread_id="r2")
    waiting(con, message("a1", "parcel"), message("a2", "letter"), thread_id="r3")

    def reached(name: str, correlation: object = None, thread_id: str | None = None) -> list[str]:
        text = None if correlation is None else correlation_text(correlation)
        return [wait.thread_id for wait in waits.waits_for_message(con, name, text, thread_id)]

    assert reached("parcel", {"by": "é", "order": 1}) == ["r1", "r3"]
    assert reached("parcel") == ["r3"]
    assert reached("parcel", {"order": 3}) == ["r3"]
    assert reached("parcel", thread_id="r2") == ["r2"]
    assert reached("parcel", {"order": 1}, "r2") == []
    assert reached("letter", thread_id="R3") == ["r3"]
    assert reached("Parcel") == []
    assert sorted(waits.awaited_messages(con, None, 9)) == ["letter", "parcel"]
    assert waits.awaited_messages(con, "r1", 9) == ["parcel"]
    assert waits.count_open_waits(con) == {"message": 4}


def test_forms_and_questions_are_one_list(con: Connection) -> None:
    add_flow(con, "other")
    waiting(con, form("a2", assignee="ann"), form("a3", assignee="李雷"), thread_id="r1", reason=Reason.FORM)
    running(con, "r2")
    asks = Interrupt(InterruptKind.QUESTION, {"question": "Go on?"}, node="ask", ordinal=1)
    assert moves.run_paused(con, "r2", at(9), epoch=1, interrupt=asks, reason=Reason.QUESTION)
    accept(con, "r3", version=2)
    assert run_queue.claim_run(con, "r3") == 1
    assert moves.run_started(con, "r3", 1, at(1))
    waits.arm(con, "r3", [form("a2"), timer("a1")], at(5), epoch=1)
    assert waits.meet(con, "r3", "a2", ANSWER, at(6)) is not None

    def keys(chosen: TaskFilter, **more: Any) -> list[tuple[str, str]]:
        return [(each.thread_id, each.key) for each in found_tasks.find_tasks(con, chosen, **{"limit": 9, **more})]

    everything = TaskFilter(state=None)
    assert keys(everything) == [("r2", "question"), ("r3", "a2"), ("r1", "a3"), ("r1", "a2")]
    assert keys(TaskFilter()) == [("r2", "question"), ("r1", "a3"), ("r1", "a2")]
    assert keys(TaskFilter(state=WaitState.MET)) == [("r3", "a2")]
    assert keys(TaskFilter(assignee="李雷")) == [("r1", "a3")]
    assert keys(TaskFilter(flow_id="FLOW", thread_id="R1")) == [("r1", "a3"), ("r1", "a2")]
    assert keys(TaskFilter(flow_id="other")) == []
    assert keys(everything, limit=2) == [("r2", "question"), ("r3", "a2")]
    assert keys(everything, after=(at(5), "r3", "a2")) == [("r1", "a3"), ("r1", "a2")]
    question = found_tasks.get_task(con, "r2", "question")
    assert question is not None
    assert (question.kind, question.node_id, question.body["value"]) == (
        WaitKind.QUESTION,
        "ask",
        {"question": "Go on?"},
    )
    done = found_tasks.get_task(con, "r3", "a2")
    assert done is not None
    assert (done.state, done.answer, done.flow_id) == (WaitState.MET, '{"ok": true}', "other")
    assert found_tasks.get_task(con, "r3", "a1") is None, "a timer is nobody's task"


def test_one_damaged_row_stops_no_list(con: Connection) -> None:
    waiting(con, form("a2"), form("a3", assignee="ann"))
    con.execute("UPDATE waits SET body = '{' WHERE key = 'a2'")
    con.execute("UPDATE waits SET node_id = cast(x'ff' AS TEXT) WHERE key = 'a3'")
    assert [each.key for each in found_tasks.find_tasks(con, TaskFilter(), limit=9)] == ["a3", "a2"]
    assert next(wait.body for wait in waits.open_waits_of(con, "r1")) is None
    assert [each.key for each in found_tasks.find_tasks(con, TaskFilter(assignee="ann"), limit=9)] == ["a3"]


# -- runs that others started ----------------------------------------------------------------------------------------


def child(con: Connection, thread_id: str = "r1.a5", **body: Any) -> None:
    """A run that waits for another one, which is at work."""
    wait = NewWait("a5", WaitKind.CHILD, "sub", 5, ref=thread_id, body=body or None)
    new = runs.NewRun(thread_id, 1, "{}", "print", "/flows", parent_id="r1", parent_key="a5")
    running(con)
    waits.arm(con, "r1", [wait], at(2), epoch=1)
    assert runs.insert_run(con, new, at(2))
    assert waits.run_waits(con, "r1", [wait], at(3), epoch=1, interrupt=WAITS, reason=Reason.WAITING)
    assert run_queue.claim_run(con, thread_id) == 1
    assert moves.run_started(con, thread_id, 1, at(4))


def came(con: Connection) -> list[Any]:
    return [each.payload["value"] for each in signals.waiting_commands(con, "r1")]


def test_the_end_of_a_child_wakes_its_parent(con: Connection) -> None:
    child(con)
    row = runs.get_run(con, "r1.a5")
    assert (row.parent_id, row.parent_key) == ("r1", "a5")
    assert [(each.thread_id, each.parent_key, each.status) for each in children_of(con, "r1", 9)] == [
        ("r1.a5", "a5", "running")
    ]
    assert run_finished(con, "r1.a5", 1, at(5), result={"n": 1})
    assert status(con) == ("pending", None)
    assert came(con) == [{"thread_id": "r1.a5", "status": "finished", "result": {"n": 1}}]
    assert not run_finished(con, "r1.a5", 1, at(6))


def test_a_child_that_broke_is_no_end_unless_its_parent_says_so(con: Connection) -> None:
    child(con)
    assert run_failed(con, "r1.a5", at(5), reason=Reason.NODE_ERROR, error=ERROR, epoch=1)
    assert (status(con), came(con)) == (("interrupted", "waiting"), [])
    assert run_cancelled(con, "r1.a5", at(6))
    assert came(con) == [{"thread_id": "r1.a5", "status": "cancelled"}]


def test_a_child_that_broke_is_told_where_its_parent_says_so(con: Connection) -> None:
    child(con, onChildError="fail")
    lost = moves.Failed(1, Reason.CRASH_LOOP, ERROR)
    assert run_lost(con, "r1.a5", lost, at(5))
    (value,) = came(con)
    assert (value["status"], value["error"]["code"]) == ("error", ERROR.code)


def test_a_child_that_was_over_before_it_was_waited_for_wakes_its_parent(con: Connection) -> None:
    running(con)
    new = runs.NewRun("r1.a5", 1, "{}", "print", "/flows", parent_id="r1", parent_key="a5")
    assert runs.insert_run(con, new, at(2))
    assert run_cancelled(con, "r1.a5", at(3))
    wait = NewWait("a5", WaitKind.CHILD, "sub", 5, ref="r1.a5")
    assert not waits.run_waits(con, "r1", [wait], at(4), epoch=1, interrupt=WAITS, reason=Reason.WAITING)
    assert (status(con), states(con)) == (("running", None), {"a5": "met"})


def test_cancel_travels_down(con: Connection) -> None:
    child(con)
    assert run_cancelled(con, "r1", at(6))
    assert [each.type for each in signals.waiting_commands(con, "r1.a5")] == [SignalType.CANCEL_REQUEST]
    assert runs.delete_run(con, "r1")
    assert runs.get_run(con, "r1.a5").parent_id == "r1", "the link outlives the parent"
    assert run_cancelled(con, "r1.a5", at(7)), "nobody is left to be told"


def test_what_a_run_waited_for_until_its_end_is_asked_to_end(con: Connection) -> None:
    """A join any needed the branch no more, and the end came with the same superstep."""
    child(con)
    assert waits.meet(con, "r1", "a5", TIME, at(5)) is not None
    assert run_queue.claim_run(con, "r1") == 2
    assert moves.run_started(con, "r1", 2, at(6))
    again = NewWait("a6", WaitKind.CHILD, "sub", 5, ref="r1.a6")
    waits.arm(con, "r1", [again], at(6), epoch=2)
    assert runs.insert_run(
        con, runs.NewRun("r1.a6", 1, "{}", "print", "/flows", parent_id="r1", parent_key="a6"), at(6)
    )
    assert run_finished(con, "r1", 2, at(7))
    assert states(con) == {"a5": "met", "a6": "off"}
    assert [each.type for each in signals.waiting_commands(con, "r1.a6")] == [SignalType.CANCEL_REQUEST]
    assert signals.waiting_commands(con, "r1.a5") == [], "its end was not waited for any more"
    assert run_cancelled(con, "r1.a6", at(8))


def test_a_run_that_has_the_name_of_a_parent_that_is_gone_is_not_told(con: Connection) -> None:
    child(con)
    assert run_cancelled(con, "r1", at(5))
    assert runs.delete_run(con, "r1")
    waiting(con, NewWait("a5", WaitKind.FORM, "approve", 2), reason=Reason.FORM)
    assert run_finished(con, "r1.a5", 1, at(9), result={})
    assert (status(con), states(con)) == (("interrupted", "form"), {"a5": "armed"})


# -- races -----------------------------------------------------------------------------------------------------------


def test_of_two_that_bring_something_one_wins(tmp_path: Path) -> None:
    store = SqliteStore.open(tmp_path / "workflow.db")
    other = SqliteStore.attach(tmp_path / "workflow.db")
    with store.write() as tx:
        add_flow(tx.connection)
        for number in range(40):
            waiting(tx.connection, form(), thread_id=f"r{number}")
    won: list[tuple[str, int]] = []
    begin = threading.Barrier(2)

    def bring(mine: SqliteStore) -> None:
        for number in range(40):
            begin.wait()
            with mine.write() as tx:
                signal = tx.meet(f"r{number}", "a2", ANSWER, at(9))
            if signal is not None:
                won.append((f"r{number}", signal))

    threads = [threading.Thread(target=bring, args=(each,)) for each in (store, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as tx:
        found = [(each.thread_id, each.id) for number in range(40) for each in tx.waiting_commands(f"r{number}")]
    assert sorted(won) == sorted(found)
    assert len(found) == 40
    other.close()
    store.close()


def test_equal_correlations_have_equal_texts() -> None:
    assert correlation_text({"b": [1, "é"], "a": None}) == correlation_text(
        json.loads('{"a": null, "b": [1, "\\u00e9"]}')
    )
    with pytest.raises(ValueError, match="JSON"):
        correlation_text(float("nan"))


def test_what_runs_wait_for_in_short_differs_whenever_that_changed(con: Connection) -> None:
    running(con, "r1")
    running(con, "R2")
    told = [waits.waits_in_short(con, ["r1", "R2", "r3"])]

    def tell() -> None:
        told.append(waits.waits_in_short(con, ["r1", "R2", "r3"]))

    waits.arm(con, "r1", [form("a1"), timer("a2")], at(2), epoch=1)
    tell()
    waits.close_waits(con, "r1", ["a2"], epoch=1)
    waits.arm(con, "R2", [message("a1", "paid")], at(3), epoch=1)
    tell()
    assert waits.meet(con, "r1", "a1", ANSWER, at(4))  # and another one in its place, before anybody looked
    waits.arm(con, "r1", [form("a3")], at(5), epoch=1)
    tell()
    run_finished(con, "r1", 1, at(6))
    tell()
    assert told == [
        {},
        {"r1": OpenWaits(2, 1, at(2))},
        {"r1": OpenWaits(1, 1, at(2)), "R2": OpenWaits(1, 0, at(3))},
        {"r1": OpenWaits(1, 1, at(5)), "R2": OpenWaits(1, 0, at(3))},
        {"R2": OpenWaits(1, 0, at(3))},
    ]
    assert waits.waits_in_short(con, []) == {}


def test_rows_are_found_without_reading_all(database: Database) -> None:
    with database.write() as con:
        sql, names = waits._SQL["waits_in_short"], {"thread_ids": '["r1"]'}
        plan = " ".join(row["detail"] for row in con.execute(f"EXPLAIN QUERY PLAN {sql}", names))
        assert "SEARCH waits USING PRIMARY KEY (thread_id=?)" in plan, plan
        for statement in ("due_waits", "next_wait_time", "waits_for_message"):
            sql = waits._SQL[statement]
            names = dict.fromkeys(("now", "limit", "only", "name", "correlation", "thread_id"))
            plan = " ".join(row["detail"] for row in con.execute(f"EXPLAIN QUERY PLAN {sql}", names))
            assert "USING INDEX waits_" in plan or "USING COVERING INDEX waits_" in plan, (statement, plan)
