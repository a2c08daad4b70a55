"""What holds for all tests."""

import gc
import getpass
import importlib.util
import os
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from support.processes import let_ctrl_c_reach_children
from support.wait import MOST, asked, patience

# Properties are tried with the same examples each time, however slow the machine: who changes something else must not
# meet them. `pytest --hypothesis-profile=default` looks for new ones.
settings.register_profile("gate", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("gate")

let_ctrl_c_reach_children()
# Many containers switch byte code off: each of our processes would compile the tests and its packages anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


#: The files that last longest begin first, or one of them would end alone on its lane; beside those that take most of
#: the processors (the fault matrix) stand some that mostly wait.
LONGEST = (
    *("faults/test_matrix.py", "http/test_any_request.py", "faults/test_limits.py", "process/test_dependencies.py"),
    *("faults/test_supervisor_death.py", "process/test_pause.py", "faults/test_power_loss.py", "flows/test_outages.py"),
    *("faults/test_timeouts_and_cancel.py", "process/test_samples.py", "cli/test_cli_run.py"),
    "browser/test_designer.py",
    *("process/test_branches.py", "faults/test_fencing.py", "flows/test_shop_transport.py", "process/test_items.py"),
    "browser/test_designer_canvas.py",
    *("faults/test_waits.py", "faults/test_start_windows.py", "pipe/test_item_processes.py"),
    *("pipe/test_worker_handles.py", "process/test_own_threads.py", "process/test_machines.py"),
    "browser/test_words.py",
)
TESTS = Path(__file__).parent
#: The tests of these folders are quick: they fill the gaps at the end.
QUICK = {TESTS / "pure", TESTS / "storage"}


def pytest_configure() -> None:
    try:
        patience()
    except ValueError as error:
        raise pytest.UsageError(str(error)) from None
    # Homes of users have blanks and letters of all kinds in their paths: those of the tests have, too.
    folder = Path(tempfile.gettempdir()) / f"renflow tests 测试 {getpass.getuser()}"
    folder.mkdir(exist_ok=True)
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(folder))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What collecting makes is there to stay: to look for garbage meanwhile takes a fifth of its time and finds none.

    No later look goes through the thousands of tests again.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_xdist_auto_num_workers() -> int:
    """Of `-n auto`: three for each processor, since tests of processes wait most of their time.

    Where there are many processors, more than a dozen would only take memory: the longest file lasts as long.
    """
    processors = os.cpu_count() or 1
    return min(3 * processors, max(12, processors))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The files come in the order that takes least; a test may take as many times longer as its waits may."""
    _leave_clusters_out(config, items)
    places = {path: place for place, path in enumerate(order(list(dict.fromkeys(item.path for item in items))))}
    items.sort(key=lambda item: places[item.path])
    factor = asked() or MOST  # the machine may become busy
    if factor == 1:
        return
    usual = float(config.getoption("timeout") or config.getini("timeout"))
    for item in items:
        mark = item.get_closest_marker("timeout")
        item.add_marker(pytest.mark.timeout(factor * (mark.args[0] if mark else usual)), append=False)


def _leave_clusters_out(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A real cluster takes a processor and half a gigabyte: its tests are a job of their own."""
    asked_for = "ray" in str(config.getoption("markexpr"))
    installed = importlib.util.find_spec("ray") is not None
    if asked_for and not installed and os.environ.get("RAY_TESTS_REQUIRED") == "1":
        raise pytest.UsageError("pytest -m ray: Ray is not installed here: pip install 'renflow[ray]'")
    if asked_for and installed:
        return
    why = "their own job: pytest -m ray" if installed else "renflow[ray] is not installed"
    for item in items:
        if item.get_closest_marker("ray"):
            item.add_marker(pytest.mark.skip(reason=f"tests of a real Ray cluster: {why}"))


def order(files: list[Path]) -> list[Path]:
    """The long files first, the quick ones last; browsers, which take a processor each, evenly in between."""
    longest = {TESTS / name: place for place, name in enumerate(LONGEST)}
    first = sorted((each for each in files if each in longest), key=longest.__getitem__)
    last = [each for each in files if each not in longest and QUICK & set(each.parents)]
    rest = [each for each in files if each not in {*first, *last}]
    browsers = [each for each in rest if each.parent.name == "browser"]
    others = [each for each in rest if each.parent.name != "browser"]
    places = {each: place / len(kind) for kind in (browsers, others) for place, each in enumerate(kind)}
    return [*first, *sorted(rest, key=places.__getitem__), *last]
