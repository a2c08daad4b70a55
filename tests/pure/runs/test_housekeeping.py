"""When runs that ended have to go."""

import pytest

from workflow_engine_supervisor.runs.housekeeping import kept_since

NOW = "2026-03-01T12:00:00.000Z"


@pytest.mark.parametrize(
    ("days", "since"),
    [(0, None), (1, "2026-02-28T12:00:00.000Z"), (0.5, "2026-03-01T00:00:00.000Z"), (365, "2025-03-01T12:00:00.000Z")],
)
def test_runs_are_kept_for_so_many_days(days: float, since: str | None):
    assert kept_since(NOW, days) == since
