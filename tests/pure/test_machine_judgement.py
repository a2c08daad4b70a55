"""What the supervisor concludes about the machine: many runs crashing, clocks that move, memory that runs out."""

from workflow_engine_supervisor.processes.memory_limit import TOO_MUCH, MemoryLimit, MemoryVerdict
from workflow_engine_supervisor.supervision.circuit_breaker import PROBE_S, QUIET_S, RUNS, WINDOW_S, CircuitBreaker
from workflow_engine_supervisor.supervision.wall_clock import WallClock


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


def test_clocks_that_go_together_say_nothing() -> None:
    clock = WallClock(100.0, 5000.0)
    assert clock.jumped(101.0, 5001.0) == 0
    assert clock.jumped(164.0, 5063.9) == 0  # nobody looked for a while


def test_a_machine_that_slept_and_a_clock_that_was_set() -> None:
    clock = WallClock(0.0, 0.0)
    assert clock.jumped(1.0, 28_801.0) == 28_800
    assert clock.jumped(2.0, 28_802.0 - 86_400) == -86_400
    assert clock.jumped(3.0, 28_803.0 - 86_400) == 0


def test_a_worker_is_asked_once_and_ended_once() -> None:
    limit = MemoryLimit(1000)
    assert limit.weigh("w", 1000) is MemoryVerdict.OK
    assert limit.weigh("w", 1001) is MemoryVerdict.RESTART
    assert limit.weigh("w", 1400) is MemoryVerdict.OK
    assert limit.weigh("w", 900) is MemoryVerdict.OK
    assert limit.weigh("w", 1000 * TOO_MUCH + 1) is MemoryVerdict.KILL
    assert limit.weigh("w", 10_000) is MemoryVerdict.OK
    assert limit.weigh("another", 1001) is MemoryVerdict.RESTART
    limit.over("w")
    assert limit.weigh("w", 2000) is MemoryVerdict.KILL
