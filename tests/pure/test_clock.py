"""Waiting for a fact: until it is true, until the time is over, or until somebody says stop."""

import threading

import pytest

from support.hand_clock import HandClock
from support.wait import until
from workflow_engine_shared.clock import MAX_STAMPS, STAMP_S, Began, StampClock, SystemClock, clock_set_s, wait_until


class CountedClock(SystemClock):
    """A clock on which each look takes a second."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def monotonic(self) -> float:
        self.seconds += 1
        return self.seconds


def test_what_is_true_at_once_is_not_waited_for() -> None:
    assert wait_until(lambda: "there", seconds=0, step=3600) == "there"


def test_the_value_that_became_true_is_returned() -> None:
    values = iter([None, "", "there"])
    assert wait_until(lambda: next(values), seconds=60, step=0.001) == "there"


def test_a_change_by_another_thread_is_seen() -> None:
    happened = threading.Event()
    threading.Timer(0.05, happened.set).start()
    assert wait_until(happened.is_set, seconds=60, step=0.005)


def test_when_the_time_is_over_the_last_value_is_returned() -> None:
    values = iter([None, 0, ""])
    assert wait_until(lambda: next(values), seconds=3, step=0, clock=CountedClock()) == ""
    assert not list(values)


@pytest.mark.parametrize("seconds", [0, -1])
def test_a_fact_is_asked_for_at_least_once(seconds: float) -> None:
    asked = []
    assert wait_until(lambda: asked.append(1), seconds, step=3600) is None
    assert asked == [1]


def test_a_stop_ends_the_waiting() -> None:
    stop = threading.Event()
    threading.Timer(0.05, stop.set).start()
    assert not wait_until(lambda: False, seconds=3600, step=3600, stop=stop)
    assert stop.is_set()


def test_a_failure_to_ask_is_the_callers() -> None:
    def broken() -> bool:
        raise OSError

    with pytest.raises(OSError):
        wait_until(broken, seconds=60, step=0.001)


def test_a_stamp_is_used_for_half_a_millisecond() -> None:
    class Counted(HandClock):
        looks = 0

        def now(self) -> str:
            self.looks += 1
            return f"look {self.looks}"

    hand = Counted()
    stamps = StampClock(hand)
    assert [stamps.now(), stamps.now()] == ["look 1", "look 1"]
    hand.seconds = STAMP_S * 0.9
    assert stamps.now() == "look 1"
    hand.seconds = STAMP_S
    assert stamps.now() == "look 2"
    assert stamps.monotonic() == STAMP_S
    hand.seconds = 0.0
    assert stamps.now() == "look 3", "a clock that was set back"


def test_a_clock_that_user_code_lets_stand_still_stops_no_stamps() -> None:
    class Standing(SystemClock):
        def monotonic(self) -> float:
            return 0.0

    stamps = StampClock(Standing())
    first = stamps.now()
    until(lambda: SystemClock().now() > first)
    assert max(stamps.now() for _ in range(MAX_STAMPS)) > first


@pytest.mark.parametrize(
    ("wall", "set_s"),
    [
        ("2026-01-01T00:00:42.500Z", 0.0),  # as it goes by itself, a little unevenly
        ("2026-01-01T01:00:42.000Z", 3600.0),
        ("2025-12-31T00:00:42.000Z", -86400.0),
    ],
)
def test_what_began_lasts_by_the_monotonic_clock(wall: str, set_s: float) -> None:
    hand = HandClock()
    began = Began(hand)
    hand.seconds, hand.wall = 42.0, wall
    assert (began.seconds(), began.present()) == (42.0, "2026-01-01T00:00:42.000Z")
    assert began.clock_set_s() == set_s
    assert clock_set_s("2026-01-01T00:00:00.000Z", wall, 42.0) == set_s
