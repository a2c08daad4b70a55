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


def test_the_first_moments_tell_no_pace() -> None:
    loop = Loop()
    assert [loop.after(0.0002) for _ in range(5)] == [(None, None)] * 5
    assert loop.after(KNOWN_AFTER_S - 0.002, 0) == (None, None)

    assert loop.after(1.001, 95) == (pytest.approx(50.0), pytest.approx(198.0))


def test_the_same_without_a_known_begin() -> None:
    """`progress()` of a function: its first call may come at any moment of the work."""
    loop = Loop()
    loop.meter = RateMeter("node", 1, clock=lambda: loop.now)

    assert loop.after(0.0, 500) == (None, None)
    assert loop.after(0.001) == (None, None)
    assert loop.after(1.999, 199)[0] == pytest.approx(100.0)


def test_the_pace_is_that_of_the_last_half_minute() -> None:
    loop = Loop()
    for _ in range(100):
        loop.after(1.0, 10)

    rates = [loop.after(1.0, 50)[0] for _ in range(31)]

    assert rates[0] == pytest.approx(10, rel=0.2)
    assert rates[-1] == pytest.approx(50)


def test_slow_items_have_a_pace_too() -> None:
    """Four workers, a minute an item: they end together."""
    loop = Loop(total=400)
    told = [loop.after(60.0 if worker == 0 else 0.01) for _ in range(10) for worker in range(4)]

    assert told[3] == (pytest.approx(4 / 60, rel=0.01), pytest.approx(396 / 4 * 60, rel=0.01))
    assert all(rate is not None and 0.6 < rate / (4 / 60) < 1.4 for rate, _ in told[4:])


def test_a_stalled_loop_grows_slower_and_keeps_an_estimate() -> None:
    loop = Loop()
    loop.after(10.0, 100)

    rates = [loop.after(10.0, 0)[0] for _ in range(20)]

    assert None not in rates
    assert rates == sorted(rates, reverse=True)


def test_what_was_done_before_counts_for_nothing() -> None:
    loop = Loop(done=9_000)
    assert loop.after(2.0, 20) == (pytest.approx(10.0), pytest.approx(98.0))

    loop.counts.done = 0  # another loop of the same name
    assert loop.after(0.01, 5) == (None, None)
    assert loop.after(2.0, 10) == (pytest.approx(5.0), pytest.approx(1997.0))


def test_no_end_is_told_where_none_is_known_and_nothing_remains_at_the_end() -> None:
    assert Loop(total=None).after(2.0, 20) == (pytest.approx(10.0), None)
    assert Loop(total=20).after(2.0, 20) == (pytest.approx(10.0), 0.0)
