"""The pace of a loop: none before it can be known, and the right one for quick, slow, stalled and resumed loops."""

import pytest

from workflow_engine_worker.steps.progress import KNOWN_AFTER_S, Counts, RateMeter


class Loop:
    """A loop whose clock the test moves."""

    def __init__(self, total: int | None = 10_000, done: int = 0) -> None:
        self.now = 1000.0
        self.counts = Counts(total, done)
        self.meter = RateMeter("node", 1, clock=lambda: self.now)
        self.meter.begin(self.counts)

    def after(self, seconds: float, done: int = 1) -> tuple[float | None, float | None]:
        """So many more are done, so much later: the rate and the remaining time."""
        self.now += seconds
        self.counts.done += done
        told = self.meter.step(self.counts)
        return told.rate, told.eta_s


def about(rate: float, left: int) -> tuple[object, object]:
    return pytest.approx(rate, rel=0.1), pytest.approx(left / rate, rel=0.1)


def test_the_first_moments_tell_no_pace() -> None:
    loop = Loop()
    assert [loop.after(0.0002) for _ in range(5)] == [(None, None)] * 5
    assert loop.after(KNOWN_AFTER_S - 0.002, 0) == (None, None)

    assert loop.after(1.001, 95) == about(50, left=9900)


def test_the_same_without_a_known_begin() -> None:
    """`progress()` of a function: its first call may come at any moment of the work."""
    loop = Loop()
    loop.meter = RateMeter("node", 1, clock=lambda: loop.now)

    assert loop.after(0.0, 500) == (None, None)
    assert loop.after(0.001) == (None, None)
    assert loop.after(1.999, 199)[0] == pytest.approx(100, rel=0.01)


def test_processes_that_had_to_start_are_no_pace() -> None:
    """Two of 193 after seven seconds are not the eleven minutes that they look like."""
    loop = Loop(total=193)
    assert loop.after(7.0, 2) == (None, None)

    told = [loop.after(0.1, 5) for _ in range(20)]

    assert told[8] == (None, None)
    assert told[14] == about(50, left=116)
    assert told[-1] == about(50, left=91)


def test_the_pace_is_that_of_the_last_half_minute() -> None:
    loop = Loop()
    for _ in range(100):
        loop.after(1.0, 10)

    rates = [loop.after(1.0, 50)[0] for _ in range(31)]

    assert rates[0] == pytest.approx(10, rel=0.2)
    assert rates[-1] == pytest.approx(50)


@pytest.mark.parametrize("seconds", [12, 60, 3600])
def test_slow_items_have_a_pace_too(seconds: int) -> None:
    """Four workers whose items end together."""
    loop = Loop(total=400)
    told = [loop.after(seconds if worker == 0 else 0.01) for _ in range(10) for worker in range(4)]

    rounds = [told[each] for each in range(11, 40, 4)]
    assert rounds == [about(4 / seconds, left=400 - done) for done in range(12, 41, 4)]
    assert None not in [rate for rate, _ in told[11:]]


def test_a_stalled_loop_grows_slower_and_keeps_an_estimate() -> None:
    loop = Loop()
    for _ in range(20):
        loop.after(1.0, 10)

    rates = [loop.after(10.0, 0)[0] for _ in range(20)]

    assert None not in rates
    assert rates == sorted(rates, key=lambda rate: -(rate or 0))


def test_what_was_done_before_counts_for_nothing() -> None:
    loop = Loop(done=9_000)
    told = [loop.after(0.5, 5) for _ in range(8)]
    assert told[-1] == about(10, left=960)

    loop.counts.done = 0  # another loop of the same name
    assert loop.after(0.01, 5) == (None, None)
    told = [loop.after(1.0, 5) for _ in range(3)]
    assert told[-1] == about(5, left=9980)


def test_no_end_is_told_where_none_is_known_and_nothing_remains_at_the_end() -> None:
    for total, left in ((None, None), (40, 0.0)):
        loop = Loop(total)
        assert [loop.after(1.0, 10) for _ in range(4)][-1] == (pytest.approx(10), left)
