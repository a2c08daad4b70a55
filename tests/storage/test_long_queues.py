"""Ten thousand runs that wait: each is accepted and kept, and they are given out in the order they came."""

from contextlib import closing
from pathlib import Path
from time import perf_counter

from support.stored import ERROR, accept, add_flow, at
from support.wait import patient
from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.run_status import Reason
from workflow_engine_shared.storage.sqlite.database import Database
from workflow_engine_shared.storage.workflow import moves, run_queue
from workflow_engine_shared.storage.workflow.db import open_workflow_db
from workflow_engine_shared.storage.workflow.sqlite_store import SqliteStore
from workflow_engine_supervisor.supervision.run_queue import RunQueue

COUNT = 10_000
GIVEN = 8


def test_b64_ten_thousand_queued_starts_are_given_out_first_in_first_out(database: Database) -> None:
    names = [f"r{(number * 7919) % COUNT:05}" for number in range(COUNT)]  # no order of names is the queue's
    with database.write() as con:
        for number, name in enumerate(names):
            accept(con, name, second=number // 10)  # ten came at the same moment
    queue = RunQueue(SqliteStore(database), SystemClock(), lambda: False, only_asked=False)

    given: list[str] = []
    begun = perf_counter()
    for _ in range(50):
        due = list(queue.due((), GIVEN, lambda: True))
        with database.write() as con:
            for name in due:
                assert run_queue.claim_run(con, name) == 1
                assert moves.run_started(con, name, 1, at(1))
        given += due
    assert perf_counter() - begun < patient(5), "a long queue makes nobody wait"

    assert given == names[: 50 * GIVEN]


def test_b64_a_run_that_is_queued_again_stands_behind_those_that_wait(tmp_path: Path) -> None:
    with closing(open_workflow_db(tmp_path / "workflow.db")) as database:
        with database.write() as con:
            add_flow(con)
            for number in range(5):
                accept(con, f"r{number}", second=number)
            assert run_queue.claim_run(con, "r0") == 1
            assert moves.run_started(con, "r0", 1, at(6))
            assert moves.run_failed(con, "r0", at(7), reason=Reason.NODE_ERROR, error=ERROR, epoch=1)
            assert moves.run_queued(con, "r0", at(8))
        queue = RunQueue(SqliteStore(database), SystemClock(), lambda: False, only_asked=False)
        assert list(queue.due((), 9, lambda: True)) == ["r1", "r2", "r3", "r4", "r0"]
