"""The tests' own deadlines: one factor stretches them all, and a wrong one is told at once."""

import pytest

from support.wait import PATIENCE, patience, patient, until


@pytest.fixture(autouse=True)
def forgotten():
    patience.cache_clear()
    yield
    patience.cache_clear()


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
