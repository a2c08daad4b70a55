"""When runs have to go, and when new ones have to wait."""

import pytest

from workflow_engine_shared.logs.rate_limit import RateLimit
from workflow_engine_supervisor.home.budget import Room, room_left
from workflow_engine_supervisor.runs.housekeeping import kept_since

NOW = "2026-03-01T12:00:00.000Z"


@pytest.mark.parametrize(
    ("days", "since"),
    [(0, None), (1, "2026-02-28T12:00:00.000Z"), (0.5, "2026-03-01T00:00:00.000Z"), (365, "2025-03-01T12:00:00.000Z")],
)
def test_runs_are_kept_for_so_many_days(days: float, since: str | None):
    assert kept_since(NOW, days) == since


@pytest.mark.parametrize(
    ("used", "budget", "before", "room"),
    [
        (10**15, 0, Room.AMPLE, Room.AMPLE),
        (899, 1000, Room.AMPLE, Room.AMPLE),
        (900, 1000, Room.AMPLE, Room.SCARCE),
        (999, 1000, Room.SCARCE, Room.SCARCE),
        (1000, 1000, Room.SCARCE, Room.NONE),
        (1000, 1000, Room.AMPLE, Room.NONE),
        (985, 1000, Room.NONE, Room.NONE),
        (979, 1000, Room.NONE, Room.SCARCE),
        (0, 1000, Room.NONE, Room.AMPLE),
    ],
)
def test_room_in_the_data_directory(used: int, budget: int, before: Room, room: Room):
    assert room_left(used, budget, before) is room


def test_lines_of_a_second_are_limited_and_warnings_have_room_of_their_own():
    allowance = RateLimit(10)
    assert [allowance.takes(5, 100.0, severe=False) for _ in range(12)] == [True] * 10 + [False] * 2
    assert allowance.dropping
    assert [allowance.takes(5, 100.5, severe=True) for _ in range(12)] == [True] * 10 + [False] * 2
    assert allowance.takes(5, 101.0, severe=False)
    assert not allowance.dropping


def test_a_long_line_counts_as_several():
    allowance = RateLimit(100)
    assert [allowance.takes(50 * 1024, 0.0, severe=False) for _ in range(3)] == [True, False, False]
    assert RateLimit(10).takes(10**6, 0.0, severe=False)
