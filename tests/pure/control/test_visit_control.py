"""Visits side by side: each has its own time and its own reason to stop, all heed what the run is asked for."""

import threading
from time import monotonic

import pytest

from support.wait import patient
from workflow_engine_worker.control.commands import RunCommands
from workflow_engine_worker.control.leave import RestartAsked, SiblingStopped, StopAsked, TimeIsUp
from workflow_engine_worker.control.visit_control import VisitControl


@pytest.fixture
def run() -> RunCommands:
    return RunCommands(None, "r1")  # nothing is read from it here


def waits(control: VisitControl, left: list[BaseException]) -> threading.Thread:
    """A thread that waits inside a visit for as long as nobody asks."""

    def wait() -> None:
        try:
            control.wait(patient(60))
        except BaseException as error:  # noqa: BLE001 - what a visit leaves by is no Exception
            left.append(error)

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    return thread


def test_one_visits_time_is_not_anothers(run: RunCommands):
    first, second = VisitControl(run), VisitControl(run)
    assert (first.time_left, second.time_left) == (None, None)
    first.limit(0)
    second.limit(1000)
    with pytest.raises(TimeIsUp):
        first.safe_point()
    second.safe_point()
    assert first.time_left == 0
    assert 900 < (second.time_left or 0) <= 1000
    first.limit(None)
    first.safe_point()


def test_a_wait_ends_with_the_visits_own_time(run: RunCommands):
    first, second = VisitControl(run), VisitControl(run)
    second.limit(1000)
    first.limit(0.01)
    with pytest.raises(TimeIsUp):
        first.wait(patient(60))
    second.wait(0.01)


def test_a_sibling_that_is_stopped_leaves_alone(run: RunCommands):
    first, second = VisitControl(run), VisitControl(run)
    left: list[BaseException] = []
    thread = waits(first, left)
    reason = SiblingStopped()
    first.stop(reason)
    thread.join(patient(10))
    assert left == [reason]
    assert (first.stop_requested, second.stop_requested, run.stop_requested) == (True, False, False)
    second.safe_point()


def test_what_the_run_is_asked_for_wakes_every_visit_and_comes_first(run: RunCommands):
    controls = [VisitControl(run), VisitControl(run)]
    left: list[BaseException] = []
    threads = [waits(each, left) for each in controls]
    controls[0].stop(SiblingStopped())
    threads[0].join(patient(10))
    run.stop()
    threads[1].join(patient(10))
    assert [type(each) for each in left] == [SiblingStopped, StopAsked]
    with pytest.raises(StopAsked):
        controls[0].safe_point()
    assert run.left_in_thread


def test_a_visit_that_begins_later_hears_what_was_asked_before(run: RunCommands):
    run.restart()
    with pytest.raises(RestartAsked):
        VisitControl(run).safe_point()


def test_a_visit_that_is_over_hears_nothing_more(run: RunCommands):
    control = VisitControl(run)
    control.close()
    run.stop()
    assert not control.stop_requested


def test_a_wait_lasts_as_long_as_it_should(run: RunCommands):
    begun = monotonic()
    VisitControl(run).wait(0.05)
    assert monotonic() - begun >= 0.05
