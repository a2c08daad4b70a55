"""What holds for all tests."""

import pytest
from hypothesis import HealthCheck, settings

# Properties are tried with the same examples each time, however slow the machine: who changes something else must not
# meet them. `pytest --hypothesis-profile=default` looks for new ones.
settings.register_profile("gate", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("gate")

#: Their files take longest: begun first, none of them runs on alone when all others are through.
SLOW = ("faults", "browser", "process")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow folders come first; within them the order stays."""
    items.sort(key=lambda item: SLOW.index(item.path.parent.name) if item.path.parent.name in SLOW else len(SLOW))
