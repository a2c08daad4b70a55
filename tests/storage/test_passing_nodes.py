"""Conditions and the start, visited in the superstep of the node before them: it is as if each had its own.

The node runner is the real one, on a real run.db; what only a process has (its output, its pipe) is left out.
"""

import datetime as dt
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from support.run import COUNTING
from workflow_engine_shared.clock import Began, SystemClock
from workflow_engine_shared.dsl.parse import parse_flow
from workflow_engine_shared.functions.registry import RegisteredFunction
from workflow_engine_shared.paths import Home
from workflow_engine_shared.protocol.messages import NodeMoved
from workflow_engine_shared.storage.run import checkpoints, db, fork_point, visits
from workflow_engine_shared.storage.sqlite.database import Database
from workflow_engine_shared.storage.workflow.sqlite_store import SqliteStore
from workflow_engine_worker.control.commands import RunCommands
from workflow_engine_worker.control.leave import NodeFailed, StopAsked
from workflow_engine_worker.control.own_threads import OwnThreads
from workflow_engine_worker.kernel import passing_nodes
from workflow_engine_worker.kernel.graph_run import GraphRun
from workflow_engine_worker.kernel.visit import NodeRunner
from workflow_engine_worker.steps.journal import JournalWriter
from workflow_engine_worker.visits.positions import Positions
from workflow_engine_worker.visits.tools import Tools
from workflow_engine_worker.visits.visit_store import VisitStore

TURNS = 4
GIVEN = {"goal": TURNS, "day": dt.date(2024, 1, 1)}
#: start → far? → count → more? → odd? → count or end: circles of one and of two conditions, and one behind the start.
FLOW = {
    "nodes": [
        {"id": "start", "type": "start"},
        {"id": "far", "type": "condition", "data": {"expr": {"<": [{"var": "n"}, {"var": "goal"}]}}},
        {"id": "count", "type": "python", "data": {"codeRef": "count"}},
        {"id": "more", "type": "condition", "data": {"expr": {"<": [{"var": "n"}, {"var": "goal"}]}}},
        {"id": "odd", "type": "condition", "data": {"expr": {"%": [{"var": "n"}, 2]}}},
        {"id": "end", "type": "end"},
    ],
    "edges": [
        {"source": "start", "target": "far"},
        {"source": "far", "target": "count", "data": {"when": True}},
        {"source": "far", "target": "end"},
        {"source": "count", "target": "more"},
        {"source": "more", "target": "odd", "data": {"when": True}},
        {"source": "more", "target": "end"},
        {"source": "odd", "target": "count", "data": {"when": 1}},
        {"source": "odd", "target": "count"},
    ],
}
#: No number is made of a date: `odd` fails.
BAD = {
    **FLOW,
    "nodes": [{**node, "data": {"expr": {"*": [{"var": "day"}, 2]}}} if node["id"] == "odd" else node
              for node in FLOW["nodes"]],
}  # fmt: skip


class Quiet:
    """What belongs to a process: nothing of it is here."""

    def restore(self) -> None: ...
    def finish(self) -> None: ...
    def limit(self, _visit: int, _seconds: float | None) -> None: ...


class Told:
    """The worker's report, kept."""

    def __init__(self) -> None:
        self.moves: list[tuple[str, int, str]] = []

    def node_moved(self, moved: NodeMoved) -> None:
        self.moves.append((moved.node, moved.visit, moved.status.value))


class Worker:
    """One worker's hold on a run."""

    def __init__(self, path: Path, dsl: Any, *, epoch: int = 1, stops_in: int = 0) -> None:
        self.database = db.open_for_writing(path, epoch)
        self.told, self.supersteps = Told(), 0
        self._flow = parse_flow(dsl)
        self._control = RunCommands(SqliteStore(self.database), "r1")
        self._stops_in = stops_in

    def count(self, state: dict[str, Any]) -> dict[str, Any]:
        number = state.get("n", 0) + 1
        if number == self._stops_in:
            self._control.stop()
        return {"n": number}

    def run(self) -> dict[str, Any]:
        """The state at the end; `StopAsked` where it is stopped, `NodeFailed` where it breaks."""
        store = VisitStore(self.database, SystemClock())
        taken = store.take_over("start", [], Began(SystemClock()))
        journal, quiet = JournalWriter(self.database, SystemClock()), Quiet()
        paths = Home(self.database.path.parent).run("r1")
        tools = Tools(
            *("r1", paths, self._control, store, journal, self.told, Positions(), quiet, quiet, OwnThreads()),
            *(None, None),
        )

        def ride(con: sqlite3.Connection) -> None:
            self.supersteps += 1
            store.ride(con)

        functions = {"count": RegisteredFunction("count", self.count, __file__, 1)}
        try:
            assert GraphRun("r1", self.database, ride).run(
                self._flow, NodeRunner(self._flow, functions, tools, taken), {**GIVEN, "n": 0}
            )
        except StopAsked:
            store.paused()
            raise
        with self.database.read() as con:
            newest = checkpoints.latest_checkpoint(con)
            return checkpoints.load_values(con, newest.manifest)


def seen(database: Database) -> list[Any]:
    """What people see of a run afterwards: its visits, and the checkpoint behind each of them."""
    with database.read() as con:
        made = [(each.visit, each.node_id, each.status.value, each.attempt) for each in visits.visits_until(con, 99)]
        rows = checkpoints.list_checkpoints(con, ns="", before=None, limit=-1)[::-1]
        numbers = {row.checkpoint_id: number for number, row in enumerate(rows)}
        behind = []
        for row in rows:
            stood = fork_point.standing(row)
            assert stood is not None
            parent = None if row.parent_id is None else numbers[row.parent_id]
            values = checkpoints.load_values(con, row.manifest)
            behind.append((stood.visits, stood.ended, fork_point.step_of(row), parent, values))
        return [made, behind]


@pytest.fixture
def each_alone(monkeypatch: pytest.MonkeyPatch) -> Any:
    """As it was before: a superstep for each condition."""
    return lambda: monkeypatch.setattr(passing_nodes, "MOST", 0)


@pytest.fixture
def together(tmp_path: Path) -> Iterator[Worker]:
    worker = Worker(tmp_path / "together.db", FLOW)
    yield worker
    worker.database.close()


def test_visits_moves_and_checkpoints_are_those_of_a_superstep_each(together: Worker, tmp_path: Path, each_alone: Any):
    assert together.run() == {**GIVEN, "n": TURNS}
    each_alone()
    alone = Worker(tmp_path / "alone.db", FLOW)
    assert alone.run() == {**GIVEN, "n": TURNS}
    assert together.told.moves == alone.told.moves
    assert seen(together.database) == seen(alone.database)
    assert (together.supersteps, alone.supersteps) == (2 + TURNS + 1, 2 + 2 + 3 * TURNS)
    alone.database.close()


def forget_open_visits(con: sqlite3.Connection) -> None:
    """As checkpoints of a renflow were that had one visit at a time, and numbered visits by their order."""
    for checkpoint_id, body in con.execute("SELECT checkpoint_id, body FROM checkpoints").fetchall():
        kept = msgspec.msgpack.decode(body)
        if isinstance(ctl := kept["channel_values"].get("ctl"), dict):
            ctl.pop("open", None)
        params = (msgspec.msgpack.encode(kept), checkpoint_id)
        con.execute("UPDATE checkpoints SET body = ? WHERE checkpoint_id = ?", params)


@pytest.mark.parametrize("made", ["together", "alone", "older"])
def test_a_run_goes_on_at_any_checkpoint_in_either_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: str):
    """Paused before, at and behind each condition; by checkpoints of this renflow and of an older one."""
    most = passing_nodes.MOST
    monkeypatch.setattr(passing_nodes, "MOST", most if made == "together" else 0)
    whole = Worker(tmp_path / "whole.db", FLOW)
    whole.run()
    made_visits, behind = seen(whole.database)
    whole.database.close()
    for number, (visit, ended, *_) in enumerate(behind):
        if ended:
            continue
        path = Path(shutil.copy(tmp_path / "whole.db", tmp_path / f"at-{number}.db"))
        with closing(sqlite3.connect(path)) as con, con:
            ids = [row[0] for row in con.execute("SELECT checkpoint_id FROM checkpoints ORDER BY checkpoint_id")]
            con.execute("DELETE FROM checkpoints WHERE checkpoint_id > ?", [ids[number]])
            con.execute("DELETE FROM visits WHERE visit > ?", [visit + 1])
            con.execute("UPDATE visits SET status = 'paused', finished_at = NULL WHERE visit = ?", [visit + 1])
            if made == "older":
                forget_open_visits(con)
        monkeypatch.setattr(passing_nodes, "MOST", 0 if made == "together" else most)
        later = Worker(path, FLOW, epoch=2)
        assert later.run() == {**GIVEN, "n": TURNS}
        assert seen(later.database) == [made_visits, behind]
        later.database.close()


def test_a_pause_is_heeded_before_the_condition(tmp_path: Path):
    worker = Worker(tmp_path / "run.db", FLOW, stops_in=2)
    with pytest.raises(StopAsked):
        worker.run()
    with worker.database.read() as con:
        at_hand = visits.latest_visit(con)
    assert (at_hand.node_id, at_hand.status) == ("more", "paused")
    assert seen(worker.database)[1][-1][4]["n"] == 2, "what the node before it did is kept"
    worker.database.close()
    later = Worker(tmp_path / "run.db", FLOW, epoch=2)
    assert later.run()["n"] == TURNS
    assert [node for node, *_ in later.told.moves][:4] == ["more", "more", "odd", "odd"]
    later.database.close()


def test_an_expression_that_fails_does_so_in_a_visit_of_its_own(tmp_path: Path, each_alone: Any):
    found = []
    for name in ("together", "alone"):
        worker = Worker(tmp_path / f"{name}.db", BAD)
        with pytest.raises(NodeFailed) as failure:
            worker.run()
        found.append([failure.value.error, worker.told.moves, seen(worker.database)])
        worker.database.close()
        each_alone()
    assert found[0] == found[1]
    assert (found[0][0].code, found[0][0].node) == ("BAD_EXPRESSION", "odd")
    assert found[0][1][-2:] == [("odd", 5, "running"), ("odd", 5, "failed")]


def test_the_limit_of_visits_ends_a_circle_of_conditions(tmp_path: Path):
    circle = {
        "nodes": [*COUNTING["nodes"][:1], {"id": "a", "type": "condition", "data": {"expr": 1}},
                  {"id": "b", "type": "condition", "data": {"expr": {"var": "stop"}}}, {"id": "end", "type": "end"}],
        "edges": [{"source": "start", "target": "a"}, {"source": "a", "target": "b"}, {"source": "b", "target": "a"},
                  {"source": "b", "target": "end", "data": {"when": True}}],
        "limits": {"maxSteps": 50},
    }  # fmt: skip
    worker = Worker(tmp_path / "run.db", circle)
    with pytest.raises(NodeFailed) as failure:
        worker.run()
    assert (failure.value.error.code, failure.value.error.node) == ("STEP_LIMIT", "b")
    assert len(seen(worker.database)[0]) == 51
    assert worker.supersteps < 2 + 50 / 8
    worker.database.close()
