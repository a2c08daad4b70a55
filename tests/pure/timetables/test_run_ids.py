"""A run that a schedule started leads back to it."""

import pytest

from workflow_engine_shared.timetables.run_ids import run_now_of, run_of, schedules_meant


@pytest.mark.parametrize("schedule", ["nightly-5f2c9a1e", "a", "x-now", "x-20260101T000000Z"])
@pytest.mark.parametrize("time", ["2026-03-29T01:00:00.000Z", "2026-03-29T01:00:00.125Z"])
def test_the_id_of_a_run_means_its_schedule(schedule: str, time: str) -> None:
    assert schedule in schedules_meant(run_of(schedule, time))
    assert schedule in schedules_meant(run_now_of(schedule, time))


@pytest.mark.parametrize(
    "thread_id", ["run-1", "20260329T010000Z", "-20260329T010000Z", "a-20260329T010000", "a-2026Z"]
)
def test_other_ids_mean_none(thread_id: str) -> None:
    assert schedules_meant(thread_id) == []
