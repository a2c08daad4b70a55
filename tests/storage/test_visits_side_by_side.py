"""Two and more visits open at once: their rows, overlays and ends, and who goes on at them.

What hosts them is left out: today's graph has one visit at a time. The visits, their store and their run.db are real.
"""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from support.hand_clock import HandClock
from support.stored import ERROR, at
from support.wait import patient, until
from workflow_engine_shared.clock import Began, SystemClock
from workflow_engine_shared.dsl.parse import parse_flow
from workflow_engine_shared.functions.registry import RegisteredFunction
from workflow_engine_shared.paths import Home
from workflow_engine_shared.protocol.messages import NodeMoved, Progress
from workflow_engine_shared.sdk import CONTEXT, Elsewhere
from workflow_engine_shared.storage.run import journal, visits
from workflow_engine_shared.storage.sqlite.database import Database
from workflow_engine_shared.storage.workflow.rows import SignalRow
from workflow_engine_shared.storage.workflow.sqlite_store import SqliteStore
from workflow_engine_worker.control.commands import RunCommands
from workflow_engine_worker.control.leave import LeaveRun, NodeFailed, SiblingStopped, StopAsked
from workflow_engine_worker.control.own_threads import OwnThreads
from workflow_engine_worker.kernel.visit import NodeRunner
from workflow_engine_worker.output.attribution import node_here
from workflow_engine_worker.stack_watchdog import StackWatchdog
from workflow_engine_worker.steps.journal import JournalWriter
from workflow_engine_worker.visits.positions import Positions
from workflow_engine_worker.visits.tools import Tools
from workflow_engine_worker.visits.visit_store import VisitStore

FLOW = {
    "nodes": [
        {"id": "start", "type": "start"},
        {"id": "left", "type": "python", "data": {"codeRef": "left", "timeout": 60}},
        {"id": "right", "type": "python", "data": {"codeRef": "right"}},
        {"id": "end", "type": "end"},
    ],
    "edges": [
        {"source": "start", "target": "left"},
        {"source": "left", "target": "right"},
        {"source": "right", "target": "end"},
    ],
}


def opened(database: Database) -> VisitStore:
    """A run whose start made two nodes due: visits 2 and 3."""
    store = VisitStore(database, SystemClock())
    store.take_over("start", [], Began(SystemClock()))
    store.completed(1, "finished", [(2, "left"), (3, "right")])
    checkpoint(store)
    return store


def checkpoint(store: VisitStore) -> None:
    with store.database.write() as con:
        store.ride(con)


def test_visits_last_as_long_as_they_do_when_the_wall_clock_is_set(run_database: Database) -> None:
    hand = HandClock()
    store = VisitStore(run_database, hand)
    store.take_over("start", [], Began(hand))
    hand.seconds, hand.wall = 5.0, "2026-01-01T01:00:05.000Z"  # an hour forward
    store.completed(1, "finished", [(2, "left"), (3, "right")])
    checkpoint(store)
    hand.seconds, hand.wall = 12.0, "2025-12-31T00:00:12.000Z"  # a day back
    store.failed(2, ERROR)
    store.paused()
    store.take_over("start", [], Began(hand))
    hand.seconds, hand.wall = 15.0, "2026-06-01T00:00:00.000Z"
    store.tried_again(2, ERROR)
    hand.seconds, hand.wall = 18.0, "2026-01-01T00:00:00.000Z"
    store.completed(2, "finished")
    store.completed(3, "finished")
    checkpoint(store)
    with run_database.read() as con:
        took = {each.node_id: round(each.duration_s, 2) for each in visits.visits_by_node(con)}
        assert took == {"start": 5.0, "left": 13.0, "right": 13.0}
        begun = {each.node_id: each.started_at for each in visits.visits_by_node(con)}
    assert begun["left"] == "2026-06-01T00:00:00.000Z", "what somebody reads on the wall"


def test_no_visit_ends_before_it_does_however_long_taking_it_over_takes(run_database: Database) -> None:
    hand = HandClock()
    store, begun = VisitStore(run_database, hand), Began(hand)
    hand.seconds = 3.0  # the machine is busy
    store.take_over("start", [], begun)
    hand.seconds, hand.wall = 4.0, "2026-01-01T00:00:04.000Z"
    store.completed(1, "finished", [(2, "left")])
    checkpoint(store)
    with run_database.read() as con:
        first = visits.visits_until(con, 1)[0]
    assert first.finished_at == hand.wall


def rows(database: Database) -> dict[int, tuple[str, str, int]]:
    with database.read() as con:
        return {each.visit: (each.node_id, each.status.value, each.attempt) for each in visits.visits_until(con, 99)}


def taken(database: Database, *resumes: SignalRow) -> VisitStore:
    """What the next worker has."""
    store = VisitStore(database, SystemClock())
    assert [each.visit for each in store.take_over("start", resumes, Began(SystemClock()))]
    return store


def resume(number: int, **payload: Any) -> SignalRow:
    return SignalRow(number, "r1", "resume_request", {"updates": {}, **payload}, False, at(0))


# -- the store -----------------------------------------------------------------------------------------------------


def test_a_visit_makes_several_due_and_each_has_followers_of_its_own(run_database: Database):
    store = opened(run_database)
    assert rows(run_database) == {1: ("start", "finished", 1), 2: ("left", "running", 1), 3: ("right", "running", 1)}
    store.completed(3, "finished", [(4, "again")])
    assert rows(run_database)[3][1] == "running", "it rides on the checkpoint"
    store.completed(2, "skipped", [], ERROR)
    checkpoint(store)
    assert rows(run_database) == {
        1: ("start", "finished", 1),
        2: ("left", "skipped", 1),
        3: ("right", "finished", 1),
        4: ("again", "running", 1),
    }


def test_who_is_beside_a_visit(run_database: Database):
    store = opened(run_database)
    assert (store.open_before(2), store.open_before(3), store.open_before(9)) == ((), (2,), (2, 3))
    store.completed(2, "finished", [(4, "again")])
    assert (store.open_before(3), store.open_before(4)) == ((), (3,))


def test_each_visit_has_its_own_updates(run_database: Database):
    store = opened(run_database)
    store.updated(2, {"a": 1})
    store.updated(3, {"a": 2, "b": 2})
    store.updated(2, {"c": 1})
    assert (store.overlay(2), store.overlay(3), store.overlay(4)) == ({"a": 1, "c": 1}, {"a": 2, "b": 2}, {})
    later = taken(run_database)
    assert (later.overlay(2), later.overlay(3)) == ({"a": 1, "c": 1}, {"a": 2, "b": 2})
    later.completed(2, "finished", [])
    assert (later.overlay(2), later.overlay(3)) == ({}, {"a": 2, "b": 2})


def test_a_pause_sets_all_aside_and_a_resume_goes_on_with_all(run_database: Database):
    opened(run_database).paused([7])
    assert [status for _, status, _ in rows(run_database).values()] == ["finished", "paused", "paused"]
    store = taken(run_database, resume(8, updates={"more": 1}))
    assert [(status, attempt) for _, status, attempt in rows(run_database).values()][1:] == [("running", 1)] * 2
    assert (store.overlay(2), store.overlay(3)) == ({}, {"more": 1}), "to the newest, where nobody says for whom"


def test_after_a_death_every_open_visit_is_tried_again(run_database: Database):
    store = opened(run_database)
    store.completed(3, "finished", [(4, "again")])
    checkpoint(store)
    taken(run_database)
    assert {visit: (status, attempt) for visit, (_, status, attempt) in rows(run_database).items()} == {
        1: ("finished", 1),
        2: ("running", 2),
        3: ("finished", 1),
        4: ("running", 2),
    }


def test_one_breaks_the_other_is_set_aside(run_database: Database):
    store = opened(run_database)
    store.failed(2, ERROR)
    store.siblings_paused(2)
    assert [status for _, status, _ in rows(run_database).values()] == ["finished", "failed", "paused"]
    store.paused()
    assert rows(run_database)[2][1] == "failed", "a pause does not hide what broke"
    later = taken(run_database, resume(8, updates={"more": 1}))
    assert [(status, attempt) for _, status, attempt in rows(run_database).values()][1:] == [
        ("running", 2),
        ("running", 1),
    ]
    assert (later.overlay(2), later.overlay(3)) == ({"more": 1}, {}), "what mends it is for the one that broke"


def test_answers_and_updates_reach_the_visit_that_stopped_the_run(run_database: Database):
    opened(run_database).paused()
    both = [resume(8, visit=2, question=1, value="yes"), resume(9, visit=2, updates={"more": 1})]
    store = taken(run_database, *both, resume(10, visit=77, updates={"none": "such"}))
    with run_database.read() as con:
        assert (journal.get_answer(con, 2, 1), journal.get_answer(con, 3, 1)) == (("yes",), None)
    assert (store.overlay(2), store.overlay(3)) == ({"more": 1}, {"none": "such"})


def test_items_of_all_open_visits_are_tried_again(run_database: Database):
    store = opened(run_database)
    for visit in (2, 3):
        with run_database.write() as con:
            loop = journal.open_loop(con, visit, "items#1", "items", 1).id
            error = '{"code":"X","message":"X: x"}'
            journal.put_steps(con, [journal.StepRow(loop, b"k", 0, "failed", 1, None, error, None, at(1), 0.0)])
    store.failed(2, ERROR)
    store.siblings_paused(2)
    taken(run_database, resume(8, retry_items=True))
    with run_database.read() as con:
        assert journal.list_steps(con, after=0, limit=9) == []


# -- the visits ----------------------------------------------------------------------------------------------------


class Quiet:
    def restore(self) -> None: ...
    def finish(self) -> None: ...


class Told:
    """The worker's report, kept."""

    def __init__(self) -> None:
        self.moves: list[NodeMoved] = []
        self.progresses: list[Progress] = []

    def node_moved(self, moved: NodeMoved) -> None:
        self.moves.append(moved)

    def limit_begins(self, moved: NodeMoved, under_way: Any) -> None:
        self.moves.append(moved)

    def progress(self, progress: Progress) -> None:
        self.progresses.append(progress)


class Worker:
    """Carries out visits in threads, as a host of several will."""

    def __init__(self, database: Database, tmp_path: Path, **functions: Callable[[Any], Any]) -> None:
        self.store = VisitStore(database, SystemClock())
        self.taken = self.store.take_over("start", [], Began(SystemClock()))
        self.commands, self.told, self.positions = RunCommands(SqliteStore(database), "r1"), Told(), Positions()
        self.threads = OwnThreads()
        journal_writer, watchdog = JournalWriter(database, SystemClock()), StackWatchdog(1, 600)
        paths = Home(tmp_path).run("r1")
        tools = Tools(
            *("r1", paths, self.commands, self.store, journal_writer, self.told, self.positions, Quiet()),
            *(watchdog, self.threads, None, None),
        )
        flow = parse_flow(FLOW)
        self.nodes = {node.id: node for node in flow.nodes}
        known = {name: RegisteredFunction(name, call, __file__, 1) for name, call in functions.items()}
        self.runner = NodeRunner(flow, known, tools, self.taken)
        self.visits, self.left, self.done = {}, {}, {}

    def begin(self, node: str, number: int) -> threading.Thread:
        visit = self.visits[node] = self.runner.visit(self.nodes[node], number)

        def carry_out() -> None:
            try:
                with visit.under_way(), visit.failures_recorded():
                    self.done[node] = visit.work({"given": node})
            except LeaveRun as leaving:
                self.left[node] = leaving

        thread = threading.Thread(target=carry_out, daemon=True)
        thread.start()
        return thread


def test_two_visits_at_work_know_each_only_of_itself(
    run_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    opened(run_database)
    meet = threading.Barrier(2)
    seen: dict[str, Any] = {}

    def work(state: dict[str, Any]) -> dict[str, Any]:
        meet.wait(patient(20))
        context, own = CONTEXT.get(), state["given"]
        assert context is not None
        context.checkpoint({own: context.info.visit})
        context.progress(1, 2, None)
        thread = threading.Thread(target=lambda: seen.setdefault(f"{own}'s thread", node_here()))
        thread.start()
        thread.join()
        seen[own] = (context.info.node_id, context.info.visit, context.info.attempt, node_here(), context.time_left)
        meet.wait(patient(20))
        return {"result": own}

    worker = Worker(run_database, tmp_path, left=work, right=work)
    monkeypatch.setattr(threading.Thread, "start", worker.threads._noting(threading.Thread.start))
    monkeypatch.setattr(Elsewhere, "context", worker.threads.context)
    for thread in [worker.begin("left", 2), worker.begin("right", 3)]:
        thread.join(patient(30))
    assert worker.left == {}
    assert (seen["left's thread"], seen["right's thread"]) == ("left", "right")
    assert (seen["left"][:4], seen["right"]) == (("left", 2, 2, "left"), ("right", 3, 2, "right", None))
    assert seen["left"][4] > 0, "its time is its own"
    assert {node: update for node, (_, update) in worker.done.items()} == {
        "left": {"left": 2, "result": "left"},
        "right": {"right": 3, "result": "right"},
    }
    assert {(each.node, each.visit, each.done) for each in worker.told.progresses} == {("left", 2, 1), ("right", 3, 1)}
    assert {each.beside for each in worker.told.moves if each.visit == 3} == {(2,)}
    assert {each.beside for each in worker.told.moves if each.visit == 2} == {()}
    worker.visits["right"].completed(worker.done["right"][0], [(4, "end")])
    worker.visits["left"].completed(worker.done["left"][0], [])
    checkpoint(worker.store)
    assert [row[1] for row in rows(run_database).values()] == ["finished", "finished", "finished", "running"]
    assert worker.positions.open() == ()


def test_one_breaks_and_its_sibling_stops_at_a_safe_point(run_database: Database, tmp_path: Path):
    opened(run_database)
    at_work = threading.Event()

    def breaks(_state: dict[str, Any]) -> None:
        assert at_work.wait(patient(20))
        raise ValueError("no")

    def goes_on(_state: dict[str, Any]) -> None:
        while True:
            at_work.set()
            context = CONTEXT.get()
            assert context is not None
            context.safe_point()

    worker = Worker(run_database, tmp_path, left=breaks, right=goes_on)
    right = worker.begin("right", 3)
    worker.begin("left", 2).join(patient(30))
    assert isinstance(worker.left["left"], NodeFailed)
    assert [each.node for each in worker.positions.open()] == ["right"]
    worker.visits["right"].control.stop(SiblingStopped())
    right.join(patient(30))
    assert isinstance(worker.left["right"], SiblingStopped)
    assert {node: (each.node_id, each.visit) for node, each in worker.left.items()} == {
        "left": ("left", 2),
        "right": ("right", 3),
    }
    worker.store.siblings_paused(2)
    assert [row[1] for row in rows(run_database).values()] == ["finished", "failed", "paused"]


def test_a_stop_of_the_run_reaches_both(run_database: Database, tmp_path: Path):
    opened(run_database)

    def goes_on(_state: dict[str, Any]) -> None:
        while True:
            CONTEXT.get().safe_point()

    worker = Worker(run_database, tmp_path, left=goes_on, right=goes_on)
    threads = [worker.begin("left", 2), worker.begin("right", 3)]
    until(lambda: len(worker.positions.open()) == 2, what="both are at work")
    assert [(each.node, each.attempt) for each in worker.positions.open()] == [("left", 2), ("right", 2)]
    until(lambda: worker.positions.open()[0].timeout == 60, what="the limit is known to the beat")
    worker.commands.stop()
    for thread in threads:
        thread.join(patient(30))
    assert {type(each) for each in worker.left.values()} == {StopAsked}
    worker.store.paused()
    assert [row[1] for row in rows(run_database).values()] == ["finished", "paused", "paused"]
