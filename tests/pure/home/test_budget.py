"""When the data directory is full, and new runs have to wait."""

import pytest

from workflow_engine_supervisor.home.budget import HomeBudget, Room, room_left


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


@pytest.mark.parametrize(("budget", "waits"), [(100, True), (0, False)])
def test_runs_wait_until_it_is_known_what_is_used(budget: int, waits: bool):
    found = HomeBudget(lambda: budget)
    assert found.is_full() is waits
    assert not list(found.findings()), "nobody knows yet"
    found.measured(99)
    assert not found.is_full()
    found.measured(100)
    assert found.is_full() is waits
