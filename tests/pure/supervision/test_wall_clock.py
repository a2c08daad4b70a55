"""A clock that was set, and a machine that slept: both are noticed."""

from workflow_engine_supervisor.supervision.wall_clock import WallClock


def test_clocks_that_go_together_say_nothing() -> None:
    clock = WallClock(100.0, 5000.0)
    assert clock.jumped(101.0, 5001.0) == 0
    assert clock.jumped(164.0, 5063.9) == 0  # nobody looked for a while


def test_a_machine_that_slept_and_a_clock_that_was_set() -> None:
    clock = WallClock(0.0, 0.0)
    assert clock.jumped(1.0, 28_801.0) == 28_800
    assert clock.jumped(2.0, 28_802.0 - 86_400) == -86_400
    assert clock.jumped(3.0, 28_803.0 - 86_400) == 0
