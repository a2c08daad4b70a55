"""Which times are dealt with after a sleep, and which are told as missed: simulated clocks."""

from datetime import datetime, timedelta, timezone

import pytest

from workflow_engine_shared.timetables.due import (
    MAX_COUNTED,
    MAX_MADE_UP,
    CatchUp,
    Due,
    Fate,
    Overlap,
    due,
    fate,
)
from workflow_engine_shared.timetables.timetable import At, Cron, Every

HOURLY = Cron("0 * * * *", "Europe/Berlin")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc)


def hours(found: Due) -> list[int]:
    return [each.hour for each in found.times]


@pytest.mark.parametrize(
    ("catch_up", "now", "times", "made_up", "missed"),
    [
        # asleep from before 01:00 until 08:30: eight times, none of them on time
        (CatchUp.NONE, "2026-01-01T08:30", [], 0, 8),
        (CatchUp.LAST, "2026-01-01T08:30", [8], 1, 8),
        (CatchUp.ALL, "2026-01-01T08:30", [1, 2, 3, 4, 5, 6, 7, 8], 8, 8),
        # awake within the minute behind 08:00: that one is on time
        (CatchUp.NONE, "2026-01-01T08:00:40", [8], 0, 7),
        (CatchUp.LAST, "2026-01-01T08:00:40", [8], 0, 7),
        (CatchUp.ALL, "2026-01-01T08:00:40", [1, 2, 3, 4, 5, 6, 7, 8], 7, 7),
    ],
)
def test_eight_hours_of_sleep(catch_up: CatchUp, now: str, times: list[int], made_up: int, missed: int) -> None:
    found = due(HOURLY, utc("2026-01-01T01:00"), utc(now), catch_up)
    assert (hours(found), found.made_up) == (times, made_up)
    assert found.missed is not None
    assert (found.missed.number, found.missed.first) == (missed, utc("2026-01-01T01:00"))
    assert found.missed.last.hour == missed
    assert found.next == utc("2026-01-01T09:00")


@pytest.mark.parametrize("catch_up", CatchUp)
@pytest.mark.parametrize("late_s", [0, 1, 60])
def test_a_time_that_comes_while_somebody_is_there_is_never_missed(catch_up: CatchUp, late_s: int) -> None:
    first = utc("2026-01-01T01:00")
    found = due(HOURLY, first, first + timedelta(seconds=late_s), catch_up)
    assert found == Due((first,), 0, None, utc("2026-01-01T02:00"))


def test_a_sleep_over_a_change_of_clocks() -> None:
    nightly = Cron("30 2 * * *", "Europe/Berlin")
    spring = due(nightly, utc("2026-03-29T01:00"), utc("2026-03-29T09:00"), CatchUp.ALL)
    assert spring.times == (utc("2026-03-29T01:00"),)
    assert spring.next == utc("2026-03-30T00:30")
    autumn = due(nightly, utc("2026-10-25T00:30"), utc("2026-10-25T08:00"), CatchUp.ALL)
    assert autumn.times == (utc("2026-10-25T00:30"),), "02:30 is shown twice, and comes once"
    every_hour = due(HOURLY, utc("2026-10-24T22:00"), utc("2026-10-25T03:30"), CatchUp.ALL)
    assert len(every_hour.times) == 6, "an hour that is shown twice is two"


@pytest.mark.parametrize("table", [Cron("* * * * *", "UTC"), Every(60, utc("2020-01-01T00:00"))], ids=["cron", "every"])
def test_years_of_sleep_are_made_up_within_bounds(table: Cron | Every) -> None:
    found = due(table, utc("2024-01-01T00:00"), utc("2026-01-01T00:10:30"), CatchUp.ALL)
    assert len(found.times) == MAX_MADE_UP + 1
    assert found.times[-1] == utc("2026-01-01T00:10")
    assert found.missed is not None
    assert (found.missed.number, found.missed.last) == (MAX_COUNTED, utc("2026-01-01T00:09"))
    assert found.next == utc("2026-01-01T00:11")


def test_a_moment_that_was_slept_through() -> None:
    table = At(utc("2026-01-01T03:00"), "UTC")
    lost = due(table, table.moment, utc("2026-01-01T09:00"), CatchUp.NONE)
    assert (lost.times, lost.next) == ((), None)
    assert lost.missed is not None
    assert lost.missed.number == 1
    assert due(table, table.moment, utc("2026-01-01T09:00"), CatchUp.LAST).times == (table.moment,)


def test_a_timetable_without_the_time_that_was_kept_goes_on() -> None:
    assert due(HOURLY, utc("2026-01-01T01:30"), utc("2026-01-01T01:40"), CatchUp.ALL) == Due(
        (), 0, None, utc("2026-01-01T02:00")
    )


@pytest.mark.parametrize(
    ("overlap", "is_busy", "is_made_up", "what"),
    [
        (Overlap.SKIP, False, False, Fate.START),
        (Overlap.SKIP, True, False, Fate.SKIP),
        (Overlap.SKIP, True, True, Fate.WAIT),
        (Overlap.QUEUE, False, True, Fate.START),
        (Overlap.QUEUE, True, False, Fate.WAIT),
        (Overlap.ALLOW, True, False, Fate.START),
        (Overlap.ALLOW, True, True, Fate.START),
    ],
)
def test_what_becomes_of_a_time(overlap: Overlap, is_busy: bool, is_made_up: bool, what: Fate) -> None:
    assert fate(overlap, is_busy=is_busy, is_made_up=is_made_up) is what
