"""Lines of a second are limited."""

from workflow_engine_shared.logs.rate_limit import RateLimit


def test_lines_of_a_second_are_limited_and_warnings_have_room_of_their_own():
    allowance = RateLimit(10)
    assert [allowance.takes(5, 100.0, severe=False) for _ in range(12)] == [True] * 10 + [False] * 2
    assert allowance.dropping
    assert [allowance.takes(5, 100.5, severe=True) for _ in range(12)] == [True] * 10 + [False] * 2
    assert allowance.takes(5, 101.0, severe=False)
    assert not allowance.dropping


def test_a_long_line_counts_as_several():
    allowance = RateLimit(100)
    assert [allowance.takes(50 * 1024, 0.0, severe=False) for _ in range(3)] == [True, False, False]
    assert RateLimit(10).takes(10**6, 0.0, severe=False)
