"""A row that somebody damaged is one flagged row: it hides no other, and its run can still be ended."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from support.stored import accept, at, bring_to
from workflow_engine_shared.errors import DatabaseDamaged, DatabaseMissing, ErrorData
from workflow_engine_shared.run_status import RunStatus
from workflow_engine_shared.storage.run import checkpoints, visits
from workflow_engine_shared.storage.run.history import history_problem
from workflow_engine_shared.storage.sqlite.damage import is_sound
from workflow_engine_shared.storage.sqlite.database import Connection, Database
from workflow_engine_shared.storage.sqlite.typed_errors import typed_errors
from workflow_engine_shared.storage.workflow import flows, found_runs, moves, runs, signals, workers
from workflow_engine_shared.storage.workflow.found_runs import RunFilter
from workflow_engine_shared.storage.workflow.rows import WorkerRow
from workflow_engine_shared.storage.workflow.sqlite_store import SqliteStore
from workflow_engine_shared.vocabulary import SignalType

NO_TEXT = "CAST(x'61ff62' AS TEXT)"  #: not UTF-8
EDITS = {
    "status": "'weird'",
    "reason": "'because'",
    "epoch": "-3",
    "crashes": "9223372036854775807",
    "last_event_at": "'9999-99-99'",
    "created_at": "'soon'",
    "started_at": "'2026-01-01'",
    "queued_at": NO_TEXT,
    "input_json": NO_TEXT,
    "flows_dir": NO_TEXT,
    "error_json": NO_TEXT,
    "interrupt_json": "'{'",
    "progress_mark": NO_TEXT,
}


def edit(con: Connection, column: str, value: str) -> None:
    con.execute("PRAGMA ignore_check_constraints = ON")
    con.execute(f"UPDATE runs SET {column} = {value} WHERE thread_id = 'bad'")


@pytest.mark.parametrize("column", EDITS)
def test_one_bad_row_is_one_flagged_row(con: Connection, column: str) -> None:
    for name in ("before", "bad", "after"):
        accept(con, name)
        bring_to(con, name, RunStatus.INTERRUPTED, at(1))
    edit(con, column, EDITS[column])

    listed = found_runs.list_runs(con, RunFilter(), before=None, limit=10)
    assert [row.thread_id for row in listed] == ["after", "bad", "before"]
    assert [row.error and row.error.code for row in listed] == [None, "DATA_INVALID", None]
    bad = runs.get_run(con, "bad")
    assert bad.error is not None
    assert column in bad.error.message
    assert bad.error.hint
    assert runs.runs_by_id(con, ["bad"]) == [bad]
    msgspec.json.encode(bad)  # it can be sent

    assert moves.run_cancelled(con, "bad", at(2))
    assert runs.get_run(con, "bad").status is RunStatus.CANCELLED
    assert runs.delete_run(con, "bad")


def test_a_run_of_an_unknown_status_is_resumed_as_one_in_error(con: Connection) -> None:
    accept(con, "bad")
    edit(con, "status", "'weird'")
    assert runs.get_run(con, "bad").status is RunStatus.ERROR
    assert not moves.run_finished(con, "bad", 0, at(1))
    assert moves.run_queued(con, "bad", at(1))
    assert runs.get_run(con, "bad").error is None


@pytest.mark.parametrize(
    ("column", "value", "kept"),
    [
        ("payload_json", "'{'", {"damaged": "{"}),
        ("payload_json", "'[1]'", {"damaged": "[1]"}),
        ("payload_json", NO_TEXT, {"damaged": "a\\xffb"}),
        ("ts", NO_TEXT, {"updates": {}}),
    ],
)
def test_a_damaged_signal_stops_no_list(con: Connection, column: str, value: str, kept: object) -> None:
    accept(con, "r1")
    for _ in range(2):
        signals.insert_command(con, "r1", "resume_request", {"updates": {}}, at(1))
    con.execute(f"UPDATE signals SET {column} = {value} WHERE id = 1")
    assert [row.payload for row in signals.list_signals(con, "r1")] == [kept, {"updates": {}}]
    assert len(signals.waiting_commands(con, "r1")) == len(signals.resume_payloads(con, "r1")) == 2


def test_a_signal_of_an_unknown_type_is_told_as_an_error(con: Connection) -> None:
    accept(con, "r1")
    signals.insert_command(con, "r1", "pause_request", {}, at(1))
    con.execute("PRAGMA ignore_check_constraints = ON")
    con.execute("UPDATE signals SET type = 'dream'")
    (row,) = signals.list_signals(con, "r1")
    assert (row.type.value, row.payload) == ("error", {"damaged": "type 'dream', payload {}"})


def test_damaged_flows_versions_and_workers_stop_no_list(con: Connection) -> None:
    flows.insert_flow(con, "zoo", "Zoo", at(0))
    flows.insert_version(con, "zoo", {}, {"code_refs": ["zoo.count"]}, at(0))
    con.execute(f"UPDATE flows SET name = {NO_TEXT} WHERE id = 'flow'")
    con.execute(f"UPDATE flow_versions SET compiled_meta = 'x', dsl_json = {NO_TEXT} WHERE flow_id = 'flow'")
    assert [row.name for row in flows.list_flows(con, after="", limit=9)] == ["a\\xffb", "Zoo"]
    assert [row.dsl_json for row in flows.list_versions(con, "flow", before=None, limit=9)] == ["a\\xffb"]
    assert flows.uses_of_functions(con) == {"zoo.count": {"zoo": [1]}}

    accept(con, "r1")
    for epoch in (1, 2):
        workers.insert_worker(con, WorkerRow("r1", epoch, f"w{epoch}", 1, 1.0, at(0), None, None, None))
    con.execute(f"UPDATE workers SET exit_reason = {NO_TEXT} WHERE epoch = 1")
    assert [row.exit_reason for row in workers.list_workers(con, "r1")] == ["a\\xffb", None]
    assert len(workers.unended_workers(con)) == 2

    moves.insert_event(con, "r1", SignalType.ERROR, {"reason": "crash_loop"}, at(0))
    moves.insert_event(con, "r1", SignalType.ERROR, {}, at(0))
    con.execute("UPDATE signals SET payload_json = '{' WHERE id = 2")
    assert signals.crashes_after(con, 0) == (1, 2)


@pytest.mark.parametrize("text", ["{", "", "nothing"])
def test_a_damaged_version_says_so(con: Connection, text: str) -> None:
    version = msgspec.structs.replace(flows.get_version(con, "flow", 1), dsl_json=text, compiled_meta=text)
    for read in (version.document, version.meta):
        with pytest.raises(DatabaseDamaged, match="Version 1 of flow 'flow' is damaged"):
            read()


@pytest.mark.parametrize(
    "read",
    [
        b"\xff".decode,
        lambda: msgspec.json.decode(b'{"code":1}', type=ErrorData),
        lambda: msgspec.json.decode(b"{"),
        lambda: sqlite3.connect(":memory:").execute("SELECT CAST(x'ff' AS TEXT)").fetchall(),
        lambda: sqlite3.connect(":memory:").execute("SELECT * FROM steps"),
    ],
)
def test_what_was_never_written_so_is_damage(tmp_path: Path, read: Callable[[], object]) -> None:
    with pytest.raises(DatabaseDamaged, match=r"some\.db"), typed_errors(tmp_path / "some.db"):
        read()


def test_a_file_is_sound_or_not(numbers: Database, path: Path) -> None:
    with numbers.write() as con:
        con.executemany("INSERT INTO numbers VALUES (?)", [(f"{n}" * 100,) for n in range(500)])
    numbers.close()
    assert is_sound(path)
    assert is_sound(path, ["numbers"])
    assert not is_sound(path, ["numbers", "letters"])
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + b"\xff" * 4096 + whole[12288:])
    assert not is_sound(path)
    assert not is_sound(path.with_name("absent"))


# -- a database that is gone ---------------------------------------------------------------------------------------


def removed(path: Path) -> None:
    path.unlink()


def replaced(path: Path) -> None:
    copy = path.with_name("copy.db")
    with closing(sqlite3.connect(path)) as here, closing(sqlite3.connect(copy)) as there:
        here.backup(there)
    copy.replace(path)


def emptied_anew(path: Path) -> None:
    path.unlink()
    path.touch()


@pytest.mark.parametrize("lose", [removed, replaced, emptied_anew], ids=lambda each: each.__name__)
def test_a_lost_database_is_noticed_by_the_next_look_and_change(tmp_path: Path, lose: Callable[[Path], None]) -> None:
    store = SqliteStore.open(tmp_path / "workflow.db")
    with store.write() as tx:
        tx.insert_flow("before", "Before", at(0))
    lose(tmp_path / "workflow.db")
    with pytest.raises(DatabaseMissing, match="removed or replaced"), store.read() as tx:
        tx.get_flow("before")
    with pytest.raises(DatabaseMissing), store.write() as tx:
        tx.insert_flow("after", "After", at(0))
    store.close()


def test_a_database_that_is_put_back_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "workflow.db"
    store = SqliteStore.open(path)
    path.rename(tmp_path / "aside.db")
    with pytest.raises(DatabaseMissing), store.write() as tx:
        tx.insert_flow("lost", "Lost", at(0))
    (tmp_path / "aside.db").rename(path)
    with store.write() as tx:
        assert tx.list_flows(after="", limit=10) == []
    store.close()


# -- a run.db that is not the run's ---------------------------------------------------------------------------------


def test_a_run_db_without_the_runs_history_says_what_is_wrong(run_con: Connection) -> None:
    assert history_problem(run_con, "r1") == "holds no history"
    visits.begin_visit(run_con, 1, "start", at(0))
    assert history_problem(run_con, "r1") is None
    visits.begin_visit(run_con, 2, "one", at(1))
    assert history_problem(run_con, "r1") == "has lost its checkpoints"
    row = checkpoints.CheckpointRow("", "c1", None, at(1), b"", b"", {}, "R1")
    checkpoints.insert_checkpoint(run_con, row, {})
    assert history_problem(run_con, "r1") is None
    assert history_problem(run_con, "r2") == "is the one of run 'R1'"
