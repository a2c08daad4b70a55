"""The slopes that long runs are judged by: noise is flat, a leak is seen, a new process is no leak."""

import random

import pytest

from faults.long.slopes import Series


def series(**options: object) -> Series:
    return Series("memory", "MB", **{"limit": 5.0, "warm_up": 10.0, **options})  # type: ignore[arg-type]


def test_noise_and_outliers_are_flat() -> None:
    chance, noisy = random.Random(1), series()
    for at in range(600):
        noisy.add(at, 80 + chance.gauss(0, 2) + (500 if at % 50 == 7 else 0))

    assert noisy.verdict().flat
    assert abs(noisy.verdict().growth or 99) < 1


def test_a_leak_beneath_noise_is_seen() -> None:
    chance, leak = random.Random(1), series()
    for at in range(600):
        leak.add(at, 80 + at * 0.02 + chance.gauss(0, 2))

    verdict = leak.verdict()

    assert not verdict.flat
    assert verdict.growth == pytest.approx(12, rel=0.2)
    assert str(verdict).endswith("GROWS")


def test_a_leak_of_each_process_is_seen_although_each_begins_from_below() -> None:
    leak = series()
    for at in range(600):
        leak.add(at, 80 + at % 100 * 0.05, life=at // 100)

    assert leak.verdict().growth == pytest.approx(0.05 * 599)


def test_a_warm_up_is_no_leak_and_a_life_of_warm_up_no_proof() -> None:
    warm, short = series(), series()
    for at in range(600):
        warm.add(at, 80 + min(at, 9) * 5)
    for at in range(9):
        short.add(at, 80)

    assert warm.verdict().growth == 0
    assert not short.verdict().flat
    assert "too short" in str(short.verdict())


def test_a_share_is_of_the_median() -> None:
    slower = series(limit=0.5, share=True)
    for at in range(100):
        slower.add(at, 1 + at / 100)

    assert not slower.verdict().flat
    assert slower.verdict().allowed == pytest.approx(0.75, rel=0.02)
    assert "nothing measured" in str(series().verdict())


def test_what_takes_time_may_get_slower_with_the_machine() -> None:
    machine, slower = series(), series(limit=0.1, share=True)
    for at in range(100):
        machine.add(at, 10 + at / 10)
        slower.add(at, 1 + at / 100)

    assert slower.verdict(machine).flat
    assert not slower.verdict(None).flat
