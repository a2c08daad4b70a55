"""What the workers before this one left undone."""

import pytest

from workflow_engine_shared.protocol.exit_codes import WorkerExit
from workflow_engine_shared.storage.workflow.rows import WorkerRow
from workflow_engine_shared.storage.workflow.workers import IN_ORDER
from workflow_engine_worker.runs.beginning import log_exit


def ended(reason: str | None = "was killed", visit: int | None = None, code: int | None = -9) -> WorkerRow:
    return WorkerRow("r", 1, "i", 7, 1.5, "", None, code, reason, visit)


#: The last worker first, and the visits whose time is up.
CASES = [
    ([], set()),
    ([ended(visit=3)], {3}),
    ([ended(), ended(visit=3)], {3}),
    ([ended("left", code=75), ended(), ended(visit=3), ended(visit=4)], {3, 4}),
    ([ended("left for isolation", code=WorkerExit.ISOLATED), ended(visit=3)], {3}),
    ([ended(IN_ORDER, code=0), ended(visit=3)], set()),
    ([ended(visit=5), ended(IN_ORDER, code=0), ended(visit=3)], {5}),
    ([ended(None, code=None), ended(visit=3)], set()),
]


@pytest.mark.parametrize(("before", "visits"), CASES)
def test_a_visit_whose_time_is_up_stays_so_until_a_worker_could_deal_with_it(before: list[WorkerRow], visits: set[int]):
    assert log_exit(before) == visits


def test_the_log_tells_how_the_last_one_ended(caplog: pytest.LogCaptureFixture):
    log_exit([ended("was killed by signal 9")])
    log_exit([ended("left", code=WorkerExit.ISOLATED), ended()])
    log_exit([ended(IN_ORDER, code=0)])
    assert [each.getMessage() for each in caplog.records] == [
        "The worker before (epoch 1, pid 7) was killed by signal 9."
    ]
