"""A worker that eats too much memory is asked to leave, and ended when it eats more."""

from workflow_engine_supervisor.processes.memory_limit import TOO_MUCH, MemoryLimit, MemoryVerdict


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
