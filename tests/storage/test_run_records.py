"""What the supervisor writes about runs without a worker, in a real workflow.db."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from support.stored import accept, add_flow, at, bring_to
from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.errors import StorageFailure
from workflow_engine_shared.protocol.exit_codes import WorkerExit
from workflow_engine_shared.run_status import Reason, RunStatus
from workflow_engine_shared.settings import load_settings
from workflow_engine_shared.storage.sqlite.database import Database
from workflow_engine_shared.storage.workflow import run_queue, signals, workers
from workflow_engine_shared.storage.workflow.rows import RunRow, WorkerRow
from workflow_engine_shared.storage.workflow.sqlite_store import SqliteStore
from workflow_engine_shared.vocabulary import SignalType
from workflow_engine_supervisor.processes.exits import WorkerEnd
from workflow_engine_supervisor.supervision.last_output import LastOutput
from workflow_engine_supervisor.supervision.run_records import RunRecords


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def store(home: Path) -> Iterator[SqliteStore]:
    opened = SqliteStore.open(home / "workflow.db")
    yield opened
    opened.close()


@pytest.fixture
def database(home: Path, store: SqliteStore) -> Iterator[Database]:
    opened = Database(home / "workflow.db")
    with opened.write() as con:
        add_flow(con)
        accept(con)
    yield opened
    opened.close()


@pytest.fixture
def records(home: Path, store: SqliteStore) -> RunRecords:
    settings = load_settings({"home": str(home)}, {})
    return RunRecords(settings.home_paths, store, SystemClock(), LastOutput(settings, store))


def stand(database: Database, status: RunStatus, *commands: signals.Command) -> None:
    with database.write() as con:
        bring_to(con, "r1", status, at(0))
        for command in commands:
            signals.insert_command(con, "r1", command, {}, at(1))


def dies(store: SqliteStore, records: RunRecords, end: WorkerEnd) -> RunRow:
    """The next worker takes the run, and ends so."""
    with store.write() as tx:
        epoch = tx.claim_run("r1")
        assert epoch is not None
        assert tx.run_started("r1", epoch, at(epoch))
    records.record_exit("r1", replace(end, epoch=epoch), alone=True)
    return row_and_waiting(store)[0]


def row_and_waiting(store: SqliteStore) -> tuple[RunRow, list[str]]:
    with store.read() as tx:
        return tx.get_run("r1"), [command.type for command in tx.waiting_commands("r1")]


@pytest.mark.parametrize(
    ("status", "commands"),
    [
        (RunStatus.PENDING, ()),
        (RunStatus.PENDING, ("resume_request",)),
        (RunStatus.PENDING, ("resume_request", "pause_request")),
        (RunStatus.RECOVERING, ()),
        (RunStatus.RUNNING, ("pause_request",)),
        (RunStatus.RUNNING, ("cancel_request", "pause_request")),
        (RunStatus.INTERRUPTED, ()),
    ],
)
def test_a_run_with_nothing_to_do_locks_nobody_out(
    database: Database,
    store: SqliteStore,
    records: RunRecords,
    status: RunStatus,
    commands: tuple[signals.Command, ...],
) -> None:
    stand(database, status, *commands)
    before = row_and_waiting(store)
    with database.write():  # somebody else is inside a change: a look does not wait for it
        assert not records.apply_commands("r1")
    assert row_and_waiting(store) == before
    assert before[1] == list(commands)


@pytest.mark.parametrize("status", [RunStatus.PENDING, RunStatus.RECOVERING])
def test_a_pause_of_a_run_that_waits_is_carried_out(
    database: Database, store: SqliteStore, records: RunRecords, status: RunStatus
) -> None:
    stand(database, status, "pause_request")
    assert records.apply_commands("r1")
    row, waiting = row_and_waiting(store)
    assert (row.status, row.reason, waiting) == (RunStatus.INTERRUPTED, Reason.PAUSED, [])


def test_a_pause_that_came_too_late_is_answered_and_moves_nothing(
    database: Database, store: SqliteStore, records: RunRecords
) -> None:
    stand(database, RunStatus.ERROR, "pause_request")
    before, _ = row_and_waiting(store)
    assert records.apply_commands("r1")
    assert row_and_waiting(store) == (before, [])


@pytest.mark.parametrize("status", [RunStatus.PENDING, RunStatus.RECOVERING, RunStatus.INTERRUPTED, RunStatus.ERROR])
def test_a_cancel_ends_a_run_and_answers_all_it_was_asked(
    database: Database, store: SqliteStore, records: RunRecords, status: RunStatus
) -> None:
    stand(database, status, "pause_request", "cancel_request")
    assert records.apply_commands("r1")
    row, waiting = row_and_waiting(store)
    assert (row.status, waiting) == (RunStatus.CANCELLED, [])


def test_a_worker_that_dies_before_it_takes_its_run_has_not_begun_it(
    database: Database, store: SqliteStore, records: RunRecords
) -> None:
    with database.write() as con:
        epoch = run_queue.claim_run(con, "r1")
    assert epoch == 1
    assert records.record_exit("r1", WorkerEnd(epoch, -9, claimed=False), alone=True)
    row, _ = row_and_waiting(store)
    assert (row.status, row.reason, row.crashes) == (RunStatus.RECOVERING, Reason.CRASH, 1)
    assert row.started_at is None, "its next worker would look for files that nobody wrote"
    with store.read() as tx:
        assert [signal.type for signal in tx.list_signals("r1")] == ["start", "crash"]


@pytest.mark.parametrize("status", [RunStatus.PENDING, RunStatus.RUNNING, RunStatus.RECOVERING])
@pytest.mark.parametrize(
    ("error", "code"), [(IsADirectoryError(21, "Is a directory"), "INTERNAL"), (StorageFailure(), "STORAGE_FAILURE")]
)
def test_a_run_that_is_given_up_ends_and_says_why(
    database: Database, store: SqliteStore, records: RunRecords, status: RunStatus, error: Exception, code: str
) -> None:
    stand(database, status)
    with database.write() as con:
        workers.insert_worker(con, WorkerRow("r1", 1, "w1", 1, 1.0, at(0), None, None, None))
    records.give_up("r1", error)
    row, _ = row_and_waiting(store)
    assert (row.status, row.reason) == (RunStatus.ERROR, Reason.ENGINE)
    assert row.error is not None
    assert row.error.code == code
    assert row.error.hint
    with store.read() as tx:
        assert tx.unended_workers() == []


@pytest.mark.parametrize("status", [RunStatus.PENDING, RunStatus.RUNNING, RunStatus.INTERRUPTED, RunStatus.ERROR])
def test_a_run_that_is_given_up_and_was_to_be_cancelled_is_cancelled(
    database: Database, store: SqliteStore, records: RunRecords, status: RunStatus
) -> None:
    stand(database, status, "cancel_request")
    records.give_up("r1", OSError())
    row, waiting = row_and_waiting(store)
    assert (row.status, waiting) == (RunStatus.CANCELLED, [])


@pytest.mark.parametrize("status", [RunStatus.FINISHED, RunStatus.CANCELLED, RunStatus.INTERRUPTED])
def test_a_run_that_rests_is_not_moved_by_being_given_up(
    database: Database, store: SqliteStore, records: RunRecords, status: RunStatus
) -> None:
    stand(database, status)
    before = row_and_waiting(store)
    records.give_up("r1", OSError())
    assert row_and_waiting(store) == before


def test_a_run_whose_commands_cannot_be_read_is_given_up_all_the_same(
    database: Database, store: SqliteStore, records: RunRecords
) -> None:
    stand(database, RunStatus.PENDING)
    with database.write() as con:
        signals.insert_command(con, "r1", "resume_request", {}, at(1))
        con.execute("UPDATE signals SET ts = CAST(x'80ff' AS TEXT), payload_json = '{'")
    records.give_up("r1", OSError())
    row, _ = row_and_waiting(store)
    assert (row.status, row.reason) == (RunStatus.ERROR, Reason.ENGINE)


@pytest.mark.usefixtures("database")
def test_ten_kills_end_in_a_crash_loop_that_names_memory_and_a_resume_counts_anew(
    store: SqliteStore, records: RunRecords
) -> None:
    killed = WorkerEnd(0, -9, memory="It used 300 MiB when it was measured last, and 400 MiB at most.")
    for number in range(1, 10):
        row = dies(store, records, killed)
        assert (row.status, row.crashes) == (RunStatus.RECOVERING, number)
    row = dies(store, records, killed)
    assert (row.status, row.reason) == (RunStatus.ERROR, Reason.CRASH_LOOP)
    assert row.error is not None
    assert "It used 300 MiB when it was measured last, and 400 MiB at most. The machine has " in row.error.message
    with store.write() as tx:
        tx.insert_command("r1", SignalType.RESUME_REQUEST, {}, at(90))
        assert tx.run_queued("r1", at(90))
    row = dies(store, records, killed)
    assert (row.status, row.crashes) == (RunStatus.RECOVERING, 1)


@pytest.mark.usefixtures("database")
def test_a_wait_for_the_machine_is_told_each_time_and_has_an_end(home: Path, store: SqliteStore) -> None:
    settings = load_settings({"home": str(home)}, {"REN_MACHINE_WAIT": "0.001"})
    last_output = LastOutput(settings, store)
    records = RunRecords(settings.home_paths, store, SystemClock(), last_output, settings.machine_wait)
    full = WorkerEnd(0, WorkerExit.DISK_FULL)
    for number in range(1, 4):
        row = dies(store, records, full)
        assert (row.status, row.reason, row.crashes) == (RunStatus.RECOVERING, Reason.DISK_FULL, 0)
        assert row.error is not None
        assert f"Tried {number} times since " in row.error.hint
    row = dies(store, records, full)
    assert (row.status, row.reason) == (RunStatus.ERROR, Reason.DISK_FULL)
    assert row.error is not None
    assert (row.error.code, "tried 4 times" in row.error.message) == ("DISK_FULL", True)
    with store.write() as tx:
        tx.insert_command("r1", SignalType.RESUME_REQUEST, {}, at(90))
        assert tx.run_queued("r1", at(90))
    assert dies(store, records, full).status is RunStatus.RECOVERING, "a resume begins a new wait"


def test_a_run_that_an_older_worker_moved_is_found_by_its_error(
    database: Database, store: SqliteStore, records: RunRecords
):
    stand(database, RunStatus.ERROR)
    with database.write() as con:
        con.execute("""UPDATE runs SET error_code = NULL, metadata = '{"skipped": 3}'""")  # as its statement leaves it
        epoch = con.execute("SELECT epoch FROM runs").fetchone()[0]

    records.record_exit("r1", WorkerEnd(epoch), alone=True)

    with database.read() as con:
        row = con.execute("SELECT error_code, skipped_count FROM runs").fetchone()
        code = con.execute("SELECT json_extract(error_json, '$.code') FROM runs").fetchone()[0]
    assert tuple(row) == (code, 3)


@pytest.mark.usefixtures("database")
def test_a_clock_that_was_set_under_a_worker_is_not_in_the_duration(store: SqliteStore, records: RunRecords) -> None:
    assert row_and_waiting(store)[0].duration_s(at(0)) is None
    row = dies(store, records, WorkerEnd(0, 1, clock_set_s=3600.0))
    assert row.duration_s(at(3700)) == 99.0  # begun at 1
    row = dies(store, records, WorkerEnd(0, 1, clock_set_s=-600.0))
    assert row.duration_s(at(3700)) == 699.0
    assert row.duration_s(at(2)) == 0.0
