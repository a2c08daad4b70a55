"""Which times cron lines, intervals and moments have, also where clocks are put forward or back."""

from datetime import datetime, timedelta, timezone
from itertools import pairwise

import pytest

from workflow_engine_shared.timetables.timetable import (
    At,
    Cron,
    Cycle,
    Every,
    NeverFires,
    Timetable,
    between,
    check_line,
    upcoming,
)
from workflow_engine_shared.timetables.zones import is_skipped, machine_zone, next_shown, zone_names, zone_of

BERLIN = "Europe/Berlin"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc)


def shown(table: Timetable, start: str, number: int, zone: str = BERLIN) -> list[str]:
    """The next times as a clock of the zone shows them, with its offset."""
    return [each.astimezone(zone_of(zone)).strftime("%d %H:%M%z") for each in upcoming(table, utc(start), number)]


@pytest.mark.parametrize(
    ("line", "start", "times"),
    [
        # 29 March: 02:00 becomes 03:00
        ("30 2 * * *", "2026-03-28T12:00", ["29 03:00+0200", "30 02:30+0200"]),
        ("0,30 2 * * *", "2026-03-28T12:00", ["29 03:00+0200", "30 02:00+0200"]),
        ("0 2,3 * * *", "2026-03-28T12:00", ["29 03:00+0200", "30 02:00+0200"]),
        ("0 * * * *", "2026-03-29T00:00", ["29 03:00+0200", "29 04:00+0200"]),
        # 25 October: 03:00 becomes 02:00
        ("30 2 * * *", "2026-10-24T12:00", ["25 02:30+0200", "26 02:30+0100"]),
        ("30 2 * * *", "2026-10-25T00:40", ["26 02:30+0100", "27 02:30+0100"]),
        ("30 2 * * *", "2026-10-25T01:10", ["26 02:30+0100", "27 02:30+0100"]),
        ("0 * * * *", "2026-10-24T23:30", ["25 02:00+0200", "25 02:00+0100", "25 03:00+0100"]),
        # no change
        ("0 9 * * MON-FRI", "2026-06-05T12:00", ["08 09:00+0200", "09 09:00+0200"]),
        ("0 0 29 2 *", "2026-06-05T12:00", ["29 00:00+0100"]),
    ],
)
def test_a_time_of_day_comes_once_a_day_whatever_clocks_do(line: str, start: str, times: list[str]) -> None:
    assert shown(Cron(line, BERLIN), start, len(times)) == times


@pytest.mark.parametrize(
    ("line", "time", "shift"),
    [
        ("30 2 * * *", "2026-03-29T01:00", "skipped"),
        ("30 2 * * *", "2026-10-25T00:30", "twice"),
        ("30 2 * * *", "2026-06-01T00:30", None),
        ("0 * * * *", "2026-10-25T00:00", None),
        ("0 3 * * *", "2026-03-29T01:00", None),
    ],
)
def test_what_clocks_do_at_a_time_is_told(line: str, time: str, shift: str | None) -> None:
    table = Cron(line, BERLIN)
    assert next(between(table, utc(time), utc(time))) == utc(time)
    assert table.shift(utc(time)) == shift


@pytest.mark.parametrize("zone", [BERLIN, "America/Havana", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"])
@pytest.mark.parametrize("line", ["30 0 * * *", "*/20 * * * *", "15 1,2 * * *"])
def test_times_of_a_year_go_forward_and_are_the_same_from_wherever_one_looks(zone: str, line: str) -> None:
    table = Cron(line, zone)
    for day in ("2026-03-07T20:00", "2026-03-28T12:00", "2026-04-04T06:00", "2026-10-03T06:00", "2026-10-24T12:00"):
        times = upcoming(table, utc(day), 80)
        assert all(one < other for one, other in pairwise(times))
        for one, other in pairwise(times):
            assert table.after(one) == other
            assert table.after(other - timedelta(seconds=1)) == other


def test_an_interval_goes_by_time_that_passed() -> None:
    table = Every(3600, utc("2026-03-29T00:10"))
    assert shown(table, "2026-03-29T00:10", 2) == ["29 03:10+0200", "29 04:10+0200"]
    assert table.after(utc("2020-01-01T00:00")) == utc("2026-03-29T01:10"), "the beginning is no time of its own"
    assert table.after(utc("2026-03-29T01:09:59")) == utc("2026-03-29T01:10")
    assert table.shift(utc("2026-03-29T01:10")) is None
    assert upcoming(Every(10**9, utc("9990-01-01T00:00")), utc("9990-01-01T00:00"), 5) == []


def test_a_moment_comes_once() -> None:
    table = At(utc("2026-10-25T00:30"), BERLIN)
    assert upcoming(table, utc("2026-01-01T00:00"), 5) == [table.moment]
    assert table.after(table.moment) is None
    assert table.shift(table.moment) == "twice"


@pytest.mark.parametrize(
    ("line", "kind", "words"),
    [
        ("0 0 30 2 *", NeverFires, "month 2 has no day 30"),
        ("0 0 31 4,6,9,11 *", NeverFires, "has no day 31"),
        ("* * * * * *", ValueError, "5 fields"),
        ("@daily", ValueError, "5 fields"),
        ("", ValueError, "5 fields"),
        ("61 * * * *", ValueError, "bad minute"),
        ("0 0 30 FOO *", ValueError, "bad month"),
        ("0 0 * * 9", ValueError, "bad day-of-week"),
        (f"{'9' * 190} * * * *", ValueError, "bad minute"),
        ("١ * * * *", ValueError, "bad minute"),
        ("*/0 * * * *", ValueError, "bad minute"),
    ],
)
def test_a_line_that_cannot_be_read_or_never_comes(line: str, kind: type[ValueError], words: str) -> None:
    with pytest.raises(kind, match=words) as caught:
        check_line(line, utc("2026-01-01T00:00"))
    assert type(caught.value) is kind


@pytest.mark.parametrize("line", ["0 3 * * *", "0 0 29 2 *", "*/5 8-18 * * mon-fri", "0 0 L * *", "0 0 * * MON#1"])
def test_a_line_that_can_be_read(line: str) -> None:
    check_line(line, utc("2026-01-01T00:00"))


@pytest.mark.parametrize("name", ["Europe", "../etc/passwd", "/etc/localtime", "", "Mars/Base", "a\0b", "\ud800", "."])
def test_a_zone_that_there_is_not(name: str) -> None:
    with pytest.raises(ValueError, match="no time zone"):
        zone_of(name)


def test_zones_of_this_machine() -> None:
    assert {BERLIN, "Asia/Shanghai", "UTC"} <= set(zone_names())
    zone_of(machine_zone())


def test_local_times_that_clocks_skip() -> None:
    berlin = zone_of(BERLIN)
    skipped, first = datetime.fromisoformat("2026-03-29T02:30"), datetime.fromisoformat("2026-03-29T03:00")
    assert is_skipped(skipped, berlin)
    assert next_shown(skipped, berlin) == first
    assert not is_skipped(first, berlin)
    assert not is_skipped(datetime.fromisoformat("2026-10-25T02:30"), berlin)


@pytest.mark.parametrize(
    ("cycle", "start", "times"),
    [
        (Cycle(utc("2026-01-01"), 0, 10.0, 3), "2025-12-31", ["01 00:00:00", "01 00:00:10", "01 00:00:20"]),
        (Cycle(utc("2026-01-01"), 0, 10.0, 3), "2026-01-01T00:00:10", ["01 00:00:20"]),
        (Cycle(utc("2026-01-01"), 0, 10.0, 3), "2026-01-01T00:00:20", []),
        (Cycle(utc("2026-01-31"), 1, 0.0, None), "2026-01-31", ["28 00:00:00", "31 00:00:00", "30 00:00:00"]),
        (Cycle(utc("2024-02-29"), 12, 0.0, None), "2027-12-31", ["29 00:00:00", "28 00:00:00", "28 00:00:00"]),
        (Cycle(utc("2026-01-31"), 1, 3600.0, 3), "2026-02-01", ["28 01:00:00", "31 02:00:00"]),
        (Cycle(utc("2000-01-01"), 0, 1.0, None), "2026-01-01", ["01 00:00:01", "01 00:00:02", "01 00:00:03"]),
    ],
)
def test_a_cycle_has_its_first_time_and_others_in_its_rhythm(cycle: Cycle, start: str, times: list[str]) -> None:
    assert [each.strftime("%d %H:%M:%S") for each in upcoming(cycle, utc(start), 3)] == times
    assert cycle.after(utc(start)) == next(iter(upcoming(cycle, utc(start), 1)), None)


def test_a_cycle_ends_where_calendars_do() -> None:
    assert len(upcoming(Cycle(utc("9990-01-01"), 12, 0.0, None), utc("9989-01-01"), 100)) == 10
