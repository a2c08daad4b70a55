"""The watchdog of stacks: set anew only when something is due, and never left unset."""

import faulthandler
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from support.wait import until
from support.work import calls_of
from workflow_engine_worker.stack_watchdog import StackWatchdog


@pytest.fixture(autouse=True)
def _disarmed() -> Iterator[None]:
    yield
    faulthandler.cancel_dump_traceback_later()


@contextmanager
def stderr_in(path: Path) -> Iterator[None]:
    """Lead descriptor 2 to a file that nobody empties while it is written, as the fixtures that capture it do."""
    before = os.dup(2)
    with path.open("wb") as file:
        os.dup2(file.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(before, 2)
        os.close(before)


def test_visits_without_a_limit_leave_the_watch_as_it_is() -> None:
    watch = StackWatchdog(grace=10, hang_timeout=100)
    untouched = calls_of(lambda: watch.limit(1, None))
    watch.limit(1, 50)
    assert calls_of(lambda: watch.limit(1, None)) > untouched, "a limit that ends is taken back"
    assert calls_of(lambda: watch.limit(1, None)) == untouched


@pytest.mark.parametrize("limits", [[None], [None, 60, None], [0.05]])
def test_what_is_due_is_written(limits: list[float | None], tmp_path: Path) -> None:
    path = tmp_path / "stderr"
    watch = StackWatchdog(grace=0.1, hang_timeout=60 if limits[-1] else 0.2)

    def stacks() -> bool:
        return re.search(r"Timeout.*most recent call first", path.read_text("utf-8"), re.DOTALL) is not None

    with stderr_in(path):
        watch.beat()
        for each in limits:
            watch.limit(1, each)
        until(stacks, what="the stacks")


def test_of_several_limits_the_earliest_counts(tmp_path: Path) -> None:
    path = tmp_path / "stderr"
    watch = StackWatchdog(grace=0, hang_timeout=600)

    def written() -> int:
        return path.read_text("utf-8").count("Timeout")

    with stderr_in(path):
        watch.limit(1, 600)
        watch.limit(2, 0.05)
        watch.limit(3, 700)
        until(lambda: written() == 1, what="the stacks of the second's end")
        watch.limit(3, None)
        watch.limit(1, 0.05)  # the second's time is over and written of: the first's is next
        until(lambda: written() == 2, what="the stacks of the first's end")
        watch.limit(1, None)
        watch.limit(2, None)
        assert written() == 2
