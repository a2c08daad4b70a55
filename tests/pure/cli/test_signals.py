"""Signals that become calls for a while: those that are there, and that nobody ignores."""

import signal
import threading

import pytest

from workflow_engine_supervisor.cli.signals import on_signals, signals_into


def test_each_signal_has_its_act_and_gets_its_handler_back() -> None:
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    seen: list[str] = []
    with on_signals({"SIGINT": lambda: seen.append("int"), "SIGTERM": lambda: seen.append("term")}):
        signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
    assert seen == ["term", "int", "int"]
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


def test_a_signal_that_is_ignored_stays_ignored() -> None:
    before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        asked = threading.Event()
        with signals_into(asked):
            signal.raise_signal(signal.SIGTERM)
            assert signal.getsignal(signal.SIGTERM) is signal.SIG_IGN
        assert not asked.is_set()
    finally:
        signal.signal(signal.SIGTERM, before)


def test_a_signal_that_the_system_does_not_have_is_passed_over() -> None:
    with on_signals({"SIGNOTHING": lambda: pytest.fail("nobody can send it")}):
        pass


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_request_to_end_is_noted(number: signal.Signals) -> None:
    asked = threading.Event()
    with signals_into(asked):
        signal.raise_signal(number)
    assert asked.is_set()
