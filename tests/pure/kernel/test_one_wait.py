"""How long a wait still lasts, whatever is done to the clock."""

from datetime import datetime, timedelta, timezone

import pytest

from workflow_engine_shared.clock import rfc3339
from workflow_engine_shared.errors import CheckpointUnreadable
from workflow_engine_shared.storage.run.waits import OpenWait
from workflow_engine_shared.storage.workflow.rows import SignalRow
from workflow_engine_shared.storage.workflow.waits import WaitHow
from workflow_engine_shared.vocabulary import SignalType
from workflow_engine_worker.kernel.waits import one_wait
from workflow_engine_worker.kernel.waits.one_wait import OneWait, key_of, met, work_of

NOW = datetime(2026, 3, 28, 12, tzinfo=timezone.utc)
HOUR = timedelta(hours=1)


class Passing:
    """Time that passes, as the process sees it."""

    now = 1000.0


@pytest.fixture
def passing(monkeypatch: pytest.MonkeyPatch) -> Passing:
    found = Passing()
    monkeypatch.setattr(one_wait, "monotonic", lambda: found.now)
    return found


def waiting(seconds: float | None, *, due: datetime, begun: datetime = NOW) -> OneWait:
    wait = OpenWait("a1", 1, "n", rfc3339(NOW), "timer", due_at=rfc3339(due), ends="timer", seconds=seconds)
    return OneWait.begun(None, wait, begun)  # type: ignore[arg-type]


def test_a_short_duration_goes_by_the_time_that_passes(passing: Passing):
    wait = waiting(20, due=NOW + timedelta(seconds=20))
    assert wait.left(NOW) == 20
    passing.now += 5
    for clock in (NOW - HOUR, NOW, NOW + HOUR):
        assert wait.left(clock) == 15
        assert not wait.is_over(clock)
    passing.now += 15
    assert wait.is_over(NOW - HOUR)


def test_a_long_duration_ends_by_the_clock_or_by_the_time_that_passes(passing: Passing):
    wait = waiting(3600, due=NOW + HOUR)
    passing.now += 10
    assert wait.left(NOW + timedelta(seconds=10)) == 3590
    assert wait.is_over(NOW + HOUR), "the machine slept, or the clock was put forward"
    assert not wait.is_near(NOW - HOUR)
    passing.now += 3590
    assert wait.is_over(NOW - HOUR), "the clock was put back"


def test_another_process_goes_on_with_the_same_wait(passing: Passing):
    assert waiting(20, due=NOW + timedelta(seconds=20), begun=NOW + timedelta(seconds=15)).left(NOW) == 5
    assert waiting(20, due=NOW + timedelta(seconds=20), begun=NOW + HOUR).is_over(NOW)
    assert waiting(20, due=NOW + timedelta(seconds=20), begun=NOW - HOUR).left(NOW) == 20, "no longer than it ever was"
    passing.now += 1


def test_a_moment_comes_when_clocks_show_it(passing: Passing):
    wait = waiting(None, due=NOW + HOUR)
    passing.now += 7200
    assert wait.left(NOW) == 3600
    assert wait.is_near(NOW + HOUR - timedelta(seconds=30))
    assert wait.is_over(NOW + HOUR)


def test_what_has_no_time_never_ends_by_itself():
    wait = OneWait.begun(None, OpenWait("a1", 1, "n", rfc3339(NOW), "form"), NOW)  # type: ignore[arg-type]
    assert (wait.left(NOW), wait.is_near(NOW), wait.is_over(NOW + HOUR)) == (None, False, False)


def test_a_wait_that_begins_anew_has_another_key():
    assert [work_of(key_of("a12", attempt)) for attempt in (1, 2, 11)] == ["a12"] * 3
    assert len({key_of("a12", attempt) for attempt in (1, 2, 11)}) == 3


def told(**payload: object) -> SignalRow:
    return SignalRow(1, "r", SignalType.WAIT_REQUEST, payload, rfc3339(NOW), processed=False)


def test_what_came_is_read_or_refused():
    assert met(told(key="a1", how="answer", value=5)) == ("a1", WaitHow.ANSWER, 5)
    for payload in ({"damaged": "x"}, {"key": "a1"}, {"key": "a1", "how": "magic"}, {}):
        with pytest.raises(CheckpointUnreadable):
            met(told(**payload))
