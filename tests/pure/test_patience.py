"""The tests' own deadlines: one factor stretches them all, and a wrong one is told at once."""

import pytest

from support import wait
from support.wait import MOST, PATIENCE, USUAL_LOAD, asked, patience, patient, until


@pytest.fixture(autouse=True)
def forgotten():
    asked.cache_clear()
    yield
    asked.cache_clear()


def test_deadlines_are_stretched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PATIENCE, "2.5")
    assert patient(30) == 75
    with pytest.raises(AssertionError, match=r"not within 0\.05 s: never"):
        until(lambda: False, 0.02, "never")


@pytest.mark.parametrize("value", ["", "x", "0", "0.5", "-1", "nan", "inf"])
def test_a_wrong_factor_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(PATIENCE, value)
    with pytest.raises(ValueError, match=PATIENCE):
        patience()


@pytest.mark.parametrize(("load", "factor"), [(0.0, 1), (USUAL_LOAD, 1), (1.5 * USUAL_LOAD, 1.5), (99.0, MOST)])
def test_a_busy_machine_is_given_time(monkeypatch: pytest.MonkeyPatch, load: float, factor: float) -> None:
    monkeypatch.delenv(PATIENCE, raising=False)
    monkeypatch.setattr(wait, "load", lambda: load)
    assert patience() == factor
