"""What holds for all tests."""

import getpass
import os
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from support.processes import let_ctrl_c_reach_children
from support.wait import patience, patient

# Properties are tried with the same examples each time, however slow the machine: who changes something else must not
# meet them. `pytest --hypothesis-profile=default` looks for new ones.
settings.register_profile("gate", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("gate")

let_ctrl_c_reach_children()
# Many containers switch byte code off: each of our processes would compile the tests and its packages anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_configure() -> None:
    try:
        patience()
    except ValueError as error:
        raise pytest.UsageError(str(error)) from None
    # Homes of users have blanks and letters of all kinds in their paths: those of the tests have, too.
    folder = Path(tempfile.gettempdir()) / f"renflow tests 测试 {getpass.getuser()}"
    folder.mkdir(exist_ok=True)
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(folder))


def pytest_xdist_auto_num_workers() -> int:
    """Of `-n auto`: two for each processor, since tests of processes wait half of their time."""
    return 2 * (os.cpu_count() or 1)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test may take as many times longer as its waits may."""
    if patience() == 1:
        return
    usual = float(config.getoption("timeout") or config.getini("timeout"))
    for item in items:
        mark = item.get_closest_marker("timeout")
        item.add_marker(pytest.mark.timeout(patient(mark.args[0] if mark else usual)), append=False)
