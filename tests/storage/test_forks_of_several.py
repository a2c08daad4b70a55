"""Forks at checkpoints where several visits are due, and what the engine's channel says of them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from support.stored import ERROR, at
from workflow_engine_shared.errors import CheckpointUnreadable
from workflow_engine_shared.storage.run import checkpoints, fork_journal, fork_point, journal, visits
from workflow_engine_shared.storage.run.checkpoints import CheckpointRow
from workflow_engine_shared.storage.run.db import open_for_writing
from workflow_engine_shared.storage.run.fork_point import EngineState
from workflow_engine_shared.storage.sqlite.database import Connection, Database
from workflow_engine_supervisor.views.history import checkpoint_answers

#: Visit 1 made 2 and 3 due; 3 ended first and made 4 due; then 2 and 4 ended together, and 5 was due.
CTL: dict[str, dict[str, Any]] = {
    "c0": {"visits": 0},
    "c1": {"visits": 1, "open": {"a": 2, "b": 3}, "over": [1]},
    "c2": {"visits": 2, "open": {"a": 2, "c": 4}, "over": [3]},
    "c3": {"visits": 4, "open": {"join": 5}, "over": [2, 4]},
    "c4": {"visits": 5, "open": {}, "ended": True, "over": [5]},
}
NODES = {1: "start", 2: "a", 3: "b", 4: "c", 5: "join"}


def put_checkpoint(con: Connection, name: str, ctl: dict[str, Any]) -> None:
    body = msgspec.msgpack.encode({"channel_values": {"ctl": ctl}})
    metadata = msgspec.msgpack.encode({"step": ctl["visits"]})
    checkpoints.insert_checkpoint(con, CheckpointRow("", name, None, at(0), metadata, body, {}, "r1"), {})


@pytest.fixture
def database(run_database: Database) -> Database:
    """The run, at its end."""
    with run_database.write() as con:
        for visit, node in NODES.items():
            visits.begin_visit(con, visit, node, at(visit))
            visits.end_visit(con, visit, "finished", at(visit + 1))
            loop = journal.open_loop(con, visit, "items#1", node, 1).id
            journal.put_steps(con, [journal.StepRow(loop, b"k", 0, "done", 1, b"\xc0", None, None, at(visit), 0.0)])
            visits.add_overlay(con, visit, {node: visit})
            journal.put_answer(con, visit, 1, node)
        for name, ctl in CTL.items():
            put_checkpoint(con, name, ctl)
    return run_database


@pytest.fixture
def source(database: Database) -> Iterator[Connection]:
    with database.read() as con:
        yield con


@pytest.fixture
def fork(tmp_path: Path) -> Iterator[Connection]:
    database = open_for_writing(tmp_path / "fork.db", epoch=1)
    with database.write() as con:
        yield con
    database.close()


def begun(source: Connection, fork: Connection, checkpoint: str) -> fork_point.ForkPoint:
    found = fork_point.read_beginning(source, checkpoint)
    fork_point.begin(fork, found, "fork", at(9))
    fork_journal.copy_past(source, fork, [*found.due], found.numbered)
    return found


def stands(con: Connection) -> dict[int, tuple[str, str]]:
    return {each.visit: (each.node_id, each.status.value) for each in visits.visits_until(con, 99)}


def loops(con: Connection) -> list[str]:
    return [row[0] for row in con.execute("SELECT label FROM loops ORDER BY visit")]


@pytest.mark.parametrize(
    ("checkpoint", "due", "past"),
    [
        ("c0", {1: "start"}, []),
        ("c1", {2: "a", 3: "b"}, ["start"]),
        ("c2", {2: "a", 4: "c"}, ["start", "b"]),
        ("c3", {5: "join"}, ["start", "a", "b", "c"]),
    ],
)
def test_a_fork_begins_all_that_was_due(
    source: Connection, fork: Connection, checkpoint: str, due: dict[int, str], past: list[str]
):
    found = begun(source, fork, checkpoint)
    assert (found.due, [each.node_id for each in found.past]) == (due, past)
    finished = {visit: (node, "finished") for visit, node in NODES.items() if node in past}
    assert stands(fork) == finished | {visit: (node, "paused") for visit, node in due.items()}
    assert loops(fork) == past, "the items of what was over, whatever its number"
    assert [each.visit for each in visits.open_visits(fork)] == [*due]


def test_what_a_retry_keeps_of_several_that_are_due(database: Database, source: Connection, fork: Connection):
    error = msgspec.json.encode(ERROR).decode()
    with database.write() as con:
        for visit in (2, 4, 5):
            loop = journal.open_loop(con, visit, "items#1", NODES[visit], 2).id
            rows = [journal.StepRow(loop, b"bad", 1, "skipped", 1, None, error, b"hash", at(1), 0.0)]
            journal.put_steps(con, rows)
    assert fork_journal.concerned_visits(source) == [2, 4, 5]
    row = fork_point.checkpoint_before(source, 2, [2, 4, 5])
    assert row is not None
    assert row.checkpoint_id == "c2", "the newest at which none of them is over"
    found = begun(source, fork, row.checkpoint_id)
    fork_journal.copy_concerned(source, fork, [*found.due], None)
    scopes = [tuple(row) for row in fork.execute("SELECT visit, scope FROM loops ORDER BY visit")]
    assert scopes == [(1, "items#1"), (2, "items#1"), (3, "items#1"), (4, "items#1"), (5, "kept:join:items#1")]
    assert [journal.get_answer(fork, visit, 1) for visit in (2, 3, 4, 5)] == [("a",), None, ("c",), None]
    assert [visits.overlay_of(fork, visit) for visit in (2, 3, 4)] == [{"a": 2}, {}, {"c": 4}]


@pytest.mark.parametrize(
    ("visit", "later", "checkpoint"),
    [(1, [], "c0"), (2, [], "c2"), (2, [3], "c1"), (3, [], "c1"), (4, [2], "c2"), (5, [], "c3"), (6, [], None)],
)
def test_the_checkpoint_before_a_visit(source: Connection, visit: int, later: list[int], checkpoint: str | None):
    found = fork_point.checkpoint_before(source, visit, later)
    assert (found and found.checkpoint_id) == checkpoint


def test_history_names_what_ended_and_what_is_due(source: Connection):
    page = checkpoints.list_checkpoints(source, ns="", before=None, limit=9)
    told = [
        (each.checkpoint_id, each.visit, each.node, [(due.visit, due.node) for due in each.due])
        for each in checkpoint_answers(source, page)
    ]
    assert told == [
        ("c4", 5, "join", []),
        ("c3", 4, "c", [(5, "join")]),
        ("c2", 3, "b", [(2, "a"), (4, "c")]),
        ("c1", 1, "start", [(2, "a"), (3, "b")]),
        ("c0", None, None, [(1, "start")]),
    ]


def test_a_checkpoint_whose_due_visit_has_no_row_is_unreadable(database: Database, source: Connection):
    with database.write() as con:
        put_checkpoint(con, "c5", {"visits": 4, "open": {"join": 5, "lost": 6}})
    with pytest.raises(CheckpointUnreadable):
        fork_point.read_beginning(source, "c5")


def test_an_older_renflow_named_no_open_visits():
    assert [EngineState(2).due, EngineState(2).numbered, EngineState(2).ended_visit] == [(3,), 3, 2]
    assert [EngineState().due, EngineState().numbered, EngineState().ended_visit] == [(1,), 1, None]
    assert [EngineState(5, ended=True).due, EngineState(5, ended=True).numbered] == [(), 5]
