"""Ten thousand runs that wait: each is accepted and kept, and they are given out in the order they came."""

from contextlib import closing
from pathlib import Path

from support.stored import ERROR, accept, add_flow, at
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
    for _ in range(50):
        due = [each.thread_id for each in queue.due((), GIVEN, lambda _: True)]
        with database.write() as con:
            for name in due:
                assert run_queue.claim_run(con, name) == 1
                assert moves.run_started(con, name, 1, at(1))
        given += due
    assert given == names[: 50 * GIVEN]


def test_b64_a_long_queue_costs_as_much_as_a_short_one(database: Database) -> None:
    costs = []
    for count in (100, 5_000):
        with database.write() as con:
            for number in range(count):
                accept(con, f"of {count}, {number}", second=number)
        steps = [0]
        with database.read() as con:
            con.set_progress_handler(lambda steps=steps: steps.__setitem__(0, steps[0] + 1), 10)
            try:
                assert len(run_queue.due_runs(con, at(9_999), GIVEN)) == GIVEN
            finally:
                con.set_progress_handler(None, 0)
        costs.append(steps[0])
    assert costs[1] <= 2 * costs[0], "tens of steps of SQLite"


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
        assert [each.thread_id for each in queue.due((), 9, lambda _: True)] == ["r1", "r2", "r3", "r4", "r0"]
