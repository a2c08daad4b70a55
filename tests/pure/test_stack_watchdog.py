"""The watchdog of stacks: set anew only when something is due, and never left unset."""

import faulthandler
import re
from collections.abc import Iterator

import pytest

from support.wait import until
from support.work import calls_of
from workflow_engine_worker.stack_watchdog import StackWatchdog


@pytest.fixture(autouse=True)
def _disarmed() -> Iterator[None]:
    yield
    faulthandler.cancel_dump_traceback_later()


def test_visits_without_a_limit_leave_the_watch_as_it_is() -> None:
    watch = StackWatchdog(grace=10, hang_timeout=100)
    untouched = calls_of(lambda: watch.limit(None))
    watch.limit(50)
    assert calls_of(lambda: watch.limit(None)) > untouched, "a limit that ends is taken back"
    assert calls_of(lambda: watch.limit(None)) == untouched


@pytest.mark.parametrize("limits", [[None], [None, 60, None], [0.05]])
def test_what_is_due_is_written(limits: list[float | None], capfd: pytest.CaptureFixture[str]) -> None:
    watch = StackWatchdog(grace=0.1, hang_timeout=60 if limits[-1] else 0.2)
    watch.beat()
    for each in limits:
        watch.limit(each)
    written = ""

    def stacks() -> bool:
        nonlocal written
        written += capfd.readouterr().err
        return re.search(r"Timeout.*most recent call first", written, re.DOTALL) is not None

    until(stacks, what="the stacks")
