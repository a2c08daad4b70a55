"""Many runs that crash together: the machine is at fault, and few workers are started until it is over."""

from workflow_engine_supervisor.supervision.circuit_breaker import (
    PROBE_S,
    QUIET_S,
    RUNS,
    WINDOW_S,
    CircuitBreaker,
)


def test_many_runs_crashing_together_open_it() -> None:
    breaker = CircuitBreaker()
    for number in range(RUNS - 1):
        breaker.crashed(f"r{number}", 0)
        assert not breaker.is_open(0)
    breaker.crashed("last", WINDOW_S / 2)
    assert breaker.is_open(WINDOW_S / 2)


def test_one_run_crashing_often_does_not() -> None:
    breaker = CircuitBreaker()
    for now in range(100):
        breaker.crashed("r", now)
        assert breaker.may_restart(now)


def test_crashes_spread_over_time_do_not() -> None:
    breaker = CircuitBreaker()
    for number in range(100):
        breaker.crashed(f"r{number}", number * WINDOW_S)
        assert not breaker.is_open(number * WINDOW_S)


def opened() -> CircuitBreaker:
    breaker = CircuitBreaker()
    for number in range(RUNS):
        breaker.crashed(f"r{number}", 0)
    return breaker


def test_while_open_few_are_started_again() -> None:
    breaker = opened()
    started = 0
    for tenth in range(600):
        now = tenth / 10
        breaker.crashed("a", now)  # all goes on crashing
        breaker.crashed("b", now)
        started += breaker.may_restart(now)
    assert started == 60 / PROBE_S <= 10


def test_it_closes_when_the_crashing_ends() -> None:
    breaker = opened()
    assert breaker.is_open(QUIET_S - 1)
    assert not breaker.is_open(QUIET_S)
    assert breaker.may_restart(QUIET_S)


def test_a_single_run_does_not_keep_it_open() -> None:
    breaker = opened()
    for now in range(0, 100, 5):
        breaker.crashed("r0", now)
    assert not breaker.is_open(100)
