"""Every worker process that held a run, and its end, once."""

import msgspec
import pytest

from support.stored import accept, at
from workflow_engine_shared.storage.sqlite.database import Connection
from workflow_engine_shared.storage.workflow import workers
from workflow_engine_shared.storage.workflow.rows import WorkerRow


def worker(epoch: int = 1, thread_id: str = "r1", instance: str = "") -> WorkerRow:
    return WorkerRow(thread_id, epoch, instance or f"i-{thread_id}-{epoch}", 4711, 1.5, at(epoch), None, None, None)


@pytest.fixture(autouse=True)
def _runs(con: Connection) -> None:
    for name in ("r1", "r2"):
        accept(con, name)


def test_workers_are_listed_by_epoch(con: Connection) -> None:
    for epoch in (2, 1, 3):
        workers.insert_worker(con, worker(epoch))
    workers.insert_worker(con, worker(1, "r2"))
    assert workers.list_workers(con, "R1") == [worker(1), worker(2), worker(3)]
    assert workers.list_workers(con, "nobody") == []


def test_those_before_an_epoch_the_last_one_first(con: Connection) -> None:
    for epoch in (1, 2, 4, 5):
        workers.insert_worker(con, worker(epoch))
    assert [each.epoch for each in workers.workers_before(con, "r1", 5)] == [4, 2, 1]
    assert workers.workers_before(con, "r1", 1) == workers.workers_before(con, "r2", 9) == []


@pytest.mark.parametrize("code", [0, -9, 75, 0xC0000005, None])
def test_an_end_is_recorded_once(con: Connection, code: int | None) -> None:
    for epoch in (1, 2):
        workers.insert_worker(con, worker(epoch))
    workers.end_worker(con, "r1", 1, at(10), exit_code=code, exit_reason="was killed", timed_out_visit=7)
    workers.end_worker(con, "r1", 1, at(11), exit_code=1, exit_reason="again")
    ended = msgspec.structs.replace(
        worker(1), ended_at=at(10), exit_code=code, exit_reason="was killed", timed_out_visit=7
    )
    assert workers.list_workers(con, "r1") == [ended, worker(2)]


@pytest.mark.parametrize("second", [worker(1, instance="other"), worker(2, instance="i-r1-1"), worker(1, "nobody")])
def test_an_epoch_an_instance_and_a_run_are_one(con: Connection, second: WorkerRow) -> None:
    workers.insert_worker(con, worker(1))
    with pytest.raises(Exception, match="constraint failed"):
        workers.insert_worker(con, second)
