"""The saver under a real graph: one commit a superstep, the state back at any point, nothing lost by a stop."""

import gc
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from copy import copy
from pathlib import Path
from typing import Any

import pytest
from langchain_core.runnables import RunnableConfig
from langgraph.graph import END, START, StateGraph
from langgraph.pregel import Pregel
from langgraph.pregel._loop import SyncPregelLoop
from langgraph.types import Command, Send

from support.run import chain, node
from support.wait import patient
from workflow_engine_shared.dsl.nodes.node_type import Node
from workflow_engine_shared.dsl.parse import parse_flow
from workflow_engine_shared.errors import CheckpointUnreadable, Fenced
from workflow_engine_shared.storage.run import checkpoints, db, visits
from workflow_engine_shared.storage.sqlite.database import Connection, Database
from workflow_engine_worker.kernel import saver as module
from workflow_engine_worker.kernel.checkpoints_at_once import checkpoints_at_once
from workflow_engine_worker.kernel.graph import RunGraph, graph_name
from workflow_engine_worker.kernel.graph_run import GraphRun
from workflow_engine_worker.kernel.saver import RunSaver
from workflow_engine_worker.kernel.state import RunState, initial_state

CONFIG: RunnableConfig = {"configurable": {"thread_id": "r1"}, "recursion_limit": 10_000}
ROWS = [{"id": n, "text": f"product number {n}"} for n in range(1000)]
NOW = "2024-01-01T00:00:00.000Z"


class Stop(BaseException):
    """What a safe point raises, in short."""


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = db.open_for_writing(tmp_path / "run.db", epoch=1)
    yield database
    database.close()


@pytest.fixture
def saver(database: Database) -> Iterator[RunSaver]:
    saver = RunSaver(database, lone_tasks=True)
    yield saver
    saver.conn.close()


def counting(turns: int, *, at_turn: Callable[[int], None] = lambda _turn: None) -> StateGraph[Any]:
    """A node that visits itself so many times, as the engine's nodes do."""

    def turn(state: RunState) -> Command[Any]:
        number = state["ctl"]["visits"] + 1
        at_turn(number)
        ended = number == turns
        update = {"data": {"turn": number}, "ctl": {"visits": number, "ended": ended}}
        return Command(update=update, goto=END if ended else "turn")

    graph = StateGraph(RunState)
    graph.add_node("turn", turn, destinations=())
    graph.add_edge(START, "turn")
    return graph


def run(graph: StateGraph[Any], saver: RunSaver, begin: Any) -> dict[str, Any]:
    with checkpoints_at_once() if saver._lone_tasks else nullcontext():
        return graph.compile(checkpointer=saver).invoke(begin, CONFIG, durability="sync")


def begin() -> RunState:
    return initial_state({"rows": ROWS, "when": None})


def stored_data(saver: RunSaver) -> dict[str, Any]:
    found = saver.get_tuple(CONFIG)
    assert found is not None
    return found.checkpoint["channel_values"]["data"]


def test_a_graph_runs_to_its_end_and_its_state_is_stored(saver: RunSaver, database: Database) -> None:
    final = run(counting(5), saver, begin())
    assert final["data"] == {"rows": ROWS, "when": None, "turn": 5}
    assert stored_data(saver) == final["data"]
    with database.read() as con:
        newest = checkpoints.latest_checkpoint(con)
        assert newest is not None
        assert checkpoints.load_values(con, newest.manifest) == final["data"], "readable without the graph library"


def test_one_commit_a_superstep(saver: RunSaver) -> None:
    commits: list[str] = []
    saver.conn.set_trace_callback(lambda sql: commits.append(sql) if sql == "COMMIT" else None)
    run(counting(20), saver, begin())
    saver.conn.set_trace_callback(None)
    steps = len(list(saver.list(CONFIG)))
    assert steps == 20 + 2, "the input, the start, and each turn"
    assert len(commits) == steps


def test_a_long_loop_leaves_nothing_in_memory_that_grows_with_its_visits(saver: RunSaver) -> None:
    """LangGraph keeps the names of tasks for graphs that save at their end; one that has them elsewhere shows here."""
    remembered: list[int] = []
    gc.collect()  # the loops of tests before it

    def look(turn: int) -> None:
        if turn > 10:
            [loop] = [each for each in gc.get_objects() if isinstance(each, SyncPregelLoop)]
            remembered.append(len(loop._written_task_ids))

    run(counting(15, at_turn=look), saver, begin())
    assert remembered == [0] * 5


def test_the_engine_writes_its_checkpoints_in_the_thread_that_waits_for_them(database: Database) -> None:
    """A LangGraph that no longer begins its pool where we look for it shows here: nothing else would fail."""
    writers: list[int] = []
    flow = parse_flow(chain(node("one", code_ref="a.b"), node("two", code_ref="a.b")))
    following = {"start": "one", "one": "two", "two": "end"}

    def visit(at: Node, state: RunState) -> Command[Any]:
        after = following.get(at.id)
        told = {"visits": state["ctl"]["visits"] + 1, "ended": after is None}
        return Command(update={"data": {}, "ctl": told}, goto=END if after is None else graph_name(after))

    graph = GraphRun("r1", database, lambda _con: writers.append(threading.get_ident()))
    assert graph.run(flow, visit, {})
    assert len(writers) == 1 + len(flow.nodes) + 1, "the input, LangGraph's start, and each node"
    assert set(writers) == {threading.get_ident()}


def test_a_graph_that_is_at_hand_is_taken_where_it_fits(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    flow = parse_flow(chain(node("one", code_ref="a.b")))
    ahead, made = RunGraph(flow, "start"), list[str]()
    compiled = StateGraph.compile
    monkeypatch.setattr(StateGraph, "compile", lambda graph: (made.append("anew"), compiled(graph))[1])

    def visit(at: Node, state: RunState) -> Command[Any]:
        visits, after = state["ctl"]["visits"] + 1, {"start": "one", "one": "end"}.get(at.id)
        told = {"visits": visits, "ended": after is None}
        return Command(update={"data": {}, "ctl": told}, goto=END if after is None else graph_name(after))

    for thread_id, of in (("r1", flow), ("r2", parse_flow(chain(node("one", code_ref="a.b"))))):
        assert GraphRun(thread_id, database, lambda _con: None, ahead).run(of, visit, {})
        made.append(thread_id)
    assert made == ["r1", "anew", "r2"]


@pytest.mark.parametrize("stops", [None, "start", "one"])
def test_what_comes_before_the_first_node_is_committed_with_it_or_when_the_run_leaves(
    database: Database, monkeypatch: pytest.MonkeyPatch, stops: str | None
) -> None:
    resolved = Pregel._resolve_checkpointer  # LangGraph works with a copy where its strict mode is on, as in a worker
    copying = lambda graph, *args, **kwargs: copy(resolved(graph, *args, **kwargs))  # noqa: E731
    monkeypatch.setattr(Pregel, "_resolve_checkpointer", copying)
    flow = parse_flow(chain(node("one", code_ref="a.b")))
    stored: dict[str, int] = {}

    def count() -> int:
        with database.read() as con:
            return len(checkpoints.list_checkpoints(con, ns="", before=None, limit=-1))

    def visit(at: Node, state: RunState) -> Command[Any]:
        stored[at.id] = count()
        if at.id == stops:
            raise Stop
        told = {"visits": state["ctl"]["visits"] + 1, "ended": at.id == "end"}
        after = {"start": "one", "one": "end"}.get(at.id)
        return Command(update={"data": {}, "ctl": told}, goto=END if after is None else graph_name(after))

    with pytest.raises(Stop) if stops else nullcontext():
        GraphRun("r1", database, lambda _con: None).run(flow, visit, {})
    seen = {"start": 0, "one": 3, "end": 4}
    assert stored == {each: seen[each] for each in stored}
    assert count() == {None: 5, "start": 2, "one": 3}[stops]
    stops = None
    if not GraphRun("r1", database, lambda _con: None).ended:
        assert GraphRun("r1", database, lambda _con: None).run(flow, visit, {})
    assert count() == 5


def test_graphs_of_the_authors_own_have_their_threads(saver: RunSaver) -> None:
    met = threading.Barrier(2)

    def meets(_state: RunState) -> dict[str, Any]:
        met.wait(patient(20))
        return {}

    def use_langgraph(_turn: int) -> None:
        own = StateGraph(RunState)
        for name in ("a", "b"):
            own.add_node(name, meets)
            own.add_edge(START, name)
        own.compile().invoke(begin())

    run(counting(2, at_turn=use_langgraph), saver, begin())


def test_parallel_tasks_results_are_committed_at_once(database: Database) -> None:
    saver = RunSaver(database)
    stops = {"b": True}

    def fan_out(_state: RunState) -> Command[Any]:
        return Command(goto=[Send("one", {"name": name}) for name in "ab"])

    def one(given: dict[str, str]) -> dict[str, Any]:
        if given["name"] == "b":
            seen.wait()
            if stops["b"]:
                raise Stop
        done.append(given["name"])
        return {"data": {given["name"]: ROWS}}

    class Seen:
        def wait(self) -> None:
            """Until the sibling's result is in the database."""
            with closing(sqlite3.connect(database.path)) as con:
                query = "SELECT count(*) FROM writes WHERE channel = 'data'"
                for _ in range(2000):
                    if con.execute(query).fetchone()[0]:
                        return
            raise AssertionError("the sibling's result was not committed")

    done: list[str] = []
    seen = Seen()
    graph = StateGraph(RunState)
    graph.add_node("fan", fan_out, destinations=("one",))
    graph.add_node("one", one)
    graph.add_edge(START, "fan")
    with pytest.raises(Stop):
        run(graph, saver, begin())
    stops["b"] = False
    final = run(graph, saver, None)
    assert (final["data"]["a"], final["data"]["b"]) == (ROWS, ROWS)
    assert done == ["a", "b"], "a finished sibling is not run again"
    saver.conn.close()


@pytest.mark.parametrize("stopped", range(1, 6))
def test_a_stopped_run_goes_on_where_it_stood(database: Database, stopped: int) -> None:
    turns: list[int] = []

    def stop_once(number: int) -> None:
        turns.append(number)
        if number == stopped and turns.count(number) == 1:
            raise Stop

    graph = counting(5, at_turn=stop_once)
    first = RunSaver(database, lone_tasks=True)
    with pytest.raises(Stop):
        run(graph, first, begin())
    first.conn.close()
    second = RunSaver(database, lone_tasks=True)
    assert run(graph, second, None)["data"] == {"rows": ROWS, "when": None, "turn": 5}
    assert turns == sorted([*range(1, 6), stopped])
    second.conn.close()


def test_what_rides_on_a_checkpoint_is_committed_with_it_or_not_at_all(database: Database) -> None:
    riders: list[Callable[[Connection], None]] = []

    def ride(con: Connection) -> None:
        while riders:
            riders.pop(0)(con)

    def fail(_con: Connection) -> None:
        raise Stop

    def on_turn(number: int) -> None:
        riders.append(lambda con: visits.begin_visit(con, number, f"n{number}", NOW))
        if number == 3:
            riders.append(fail)

    saver = RunSaver(database, ride, lone_tasks=True)
    with pytest.raises(Stop):
        run(counting(5, at_turn=on_turn), saver, begin())
    with database.read() as con:
        newest = visits.latest_visit(con)
    assert newest is not None
    assert newest.visit == stored_data(saver)["turn"] == 2
    saver.conn.close()


def test_history_is_every_superstep_newest_first(saver: RunSaver) -> None:
    graph = counting(5).compile(checkpointer=saver)
    graph.invoke(begin(), CONFIG, durability="sync")
    history = list(graph.get_state_history(CONFIG))
    assert [state.values.get("data", {}).get("turn") for state in history] == [5, 4, 3, 2, 1, None, None]
    assert all(state.values["data"]["rows"] == ROWS for state in history[:-1])
    third = graph.get_state(history[2].config)
    assert third.values["data"]["turn"] == 3
    assert third.next == ("turn",)


@pytest.fixture
def listed(saver: RunSaver) -> tuple[RunSaver, list[str]]:
    """A saver with seven checkpoints, and their ids, newest first."""
    run(counting(5), saver, begin())
    return saver, [it.config["configurable"]["checkpoint_id"] for it in saver.list(CONFIG)]


def ids(found: Iterator[Any]) -> list[str]:
    return [it.config["configurable"]["checkpoint_id"] for it in found]


def test_lists(listed: tuple[RunSaver, list[str]]) -> None:
    saver, every = listed
    assert every == sorted(every, reverse=True)
    assert len(every) == 7
    third = {"configurable": {"thread_id": "r1", "checkpoint_ns": "", "checkpoint_id": every[2]}}
    assert ids(saver.list(CONFIG, limit=2)) == every[:2]
    assert ids(saver.list(CONFIG, limit=0)) == []
    assert ids(saver.list(CONFIG, before=third)) == every[3:]
    assert ids(saver.list(CONFIG, before=third, limit=1)) == every[3:4]
    assert ids(saver.list(CONFIG, filter={"step": 2})) == [every[7 - 1 - 3]]
    assert ids(saver.list(CONFIG, filter={"source": "input"})) == every[-1:]
    assert ids(saver.list(CONFIG, filter={"source": "loop"}, limit=2)) == every[:2]
    assert ids(saver.list(CONFIG, filter={"source": "loop", "step": 99})) == []
    assert ids(saver.list(CONFIG, filter={"step') OR 1=1 --": 1})) == []
    assert ids(saver.list({"configurable": {"thread_id": "another"}})) == []
    assert ids(saver.list(None)) == every


def test_parents_lead_back_to_the_beginning(listed: tuple[RunSaver, list[str]]) -> None:
    saver, every = listed
    found, config = [], CONFIG
    while config is not None:
        here = saver.get_tuple(config)
        assert here is not None
        found.append(here.config["configurable"]["checkpoint_id"])
        config = here.parent_config
    assert found == every


def test_an_unchanged_state_of_a_thousand_rows_costs_little(saver: RunSaver, database: Database) -> None:
    run(counting(2), saver, begin())
    with database.read() as con:
        before = con.execute("SELECT count(*), sum(length(body)) FROM chunks").fetchone()
    run(counting(50), saver, {"data": {}, "ctl": {"visits": 0}})
    with database.read() as con:
        assert tuple(con.execute("SELECT count(*), sum(length(body)) FROM chunks").fetchone()) == tuple(before)
        sizes = [row[0] for row in con.execute("SELECT length(body) + length(manifest) FROM checkpoints ORDER BY ts")]
    assert max(sizes[1:]) < 2000, "all but the very first, which holds the input once more"


def test_old_history_is_pruned_and_the_rest_stays_whole(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KEEP", 10)
    monkeypatch.setattr(module, "PRUNE_EVERY", 7)
    saver = RunSaver(database, lone_tasks=True)
    graph = StateGraph(RunState)

    def turn(state: RunState) -> Command[Any]:
        number = state["ctl"]["visits"] + 1
        big = [number % 3] * 200  # comes back after it was pruned
        update = {"data": {"big": big, "turn": number}, "ctl": {"visits": number, "ended": number == 60}}
        return Command(update=update, goto=END if number == 60 else "turn")

    graph.add_node("turn", turn, destinations=())
    graph.add_edge(START, "turn")
    run(graph, saver, begin())
    found = [it.checkpoint["channel_values"]["data"] for it in saver.list(CONFIG)]
    assert 10 <= len(found) < 10 + 7
    assert [data["turn"] for data in found] == list(range(60, 60 - len(found), -1))
    assert all(data == {**begin()["data"], "big": [data["turn"] % 3] * 200, "turn": data["turn"]} for data in found)
    saver.conn.close()


def test_a_deleted_chunk_is_stored_again(saver: RunSaver) -> None:
    run(counting(2), saver, begin())
    saver.delete_thread("r1")
    assert saver.get_tuple(CONFIG) is None
    run(counting(3), saver, begin())
    assert stored_data(saver)["rows"] == ROWS


def test_a_newer_worker_fences_the_saver_off(saver: RunSaver, database: Database) -> None:
    def take_over(number: int) -> None:
        if number == 3:
            db.open_for_writing(database.path, epoch=2).close()

    with pytest.raises(Fenced):
        run(counting(5, at_turn=take_over), saver, begin())
    assert stored_data(saver)["turn"] == 2


def test_a_damaged_state_is_told(saver: RunSaver, database: Database) -> None:
    run(counting(2), saver, begin())
    with database.write() as con:
        con.execute("UPDATE chunks SET body = x'00'")
    with pytest.raises(CheckpointUnreadable):
        saver.get_tuple(CONFIG)
