"""The watchdog of stacks: writes what is due, once, and sets the interpreter's own only when something is due."""

import faulthandler
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from support.wait import patient, until
from support.work import calls_of
from workflow_engine_worker.stack_watchdog import StackWatchdog


@pytest.fixture(autouse=True)
def _disarmed() -> Iterator[None]:
    yield
    faulthandler.cancel_dump_traceback_later()


@contextmanager
def watched(watch: StackWatchdog, path: Path) -> Iterator[None]:
    """Watch in a thread, as a worker does, with descriptor 2 in a file that nobody empties meanwhile."""
    over = threading.Event()

    def each_second() -> None:
        while not over.is_set():
            watch.watch(0.2)

    before = os.dup(2)
    with path.open("wb") as file:
        os.dup2(file.fileno(), 2)
    thread = threading.Thread(target=each_second)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        os.dup2(before, 2)
        os.close(before)


def written(path: Path) -> int:
    """How often all stacks were written."""
    return path.read_text("utf-8").count("Timeout")


def test_visits_without_a_limit_leave_the_watch_as_it_is() -> None:
    watch = StackWatchdog(grace=10, hang_timeout=100)
    untouched = calls_of(lambda: watch.limit(1, None))
    watch.limit(1, 50)
    assert calls_of(lambda: watch.limit(1, None)) > untouched, "a limit that ends is taken back"
    assert calls_of(lambda: watch.limit(1, None)) == untouched


def test_what_is_due_is_written_once(tmp_path: Path) -> None:
    path = tmp_path / "stderr"
    watch = StackWatchdog(grace=10, hang_timeout=60)
    with watched(watch, path):
        watch.limit(1, 0.05 - 10 * 0.7)
        until(lambda: written(path) == 1, what="the stacks")
        text = path.read_text("utf-8")
        assert "in test_what_is_due_is_written_once" in text, "of every thread"
        assert "in each_second" in text
        watch.limit(2, 0.05 - 10 * 0.7)
        until(lambda: written(path) == 2, what="the stacks of the second visit's end")
    assert written(path) == 2, "the first limit was written of"


def test_of_several_limits_the_earliest_counts(tmp_path: Path) -> None:
    path = tmp_path / "stderr"
    watch = StackWatchdog(grace=10, hang_timeout=600)  # of which a part is for a machine that is busy
    with watched(watch, path):
        watch.limit(1, 600)
        watch.limit(2, 0.05 - 10 * 0.7)
        watch.limit(3, 700)
        until(lambda: written(path) == 1, what="the stacks of the second's end")
        watch.limit(3, None)
        watch.limit(1, 0.05 - 10 * 0.7)  # the second's time is over and written of: the first's is next
        until(lambda: written(path) == 2, what="the stacks of the first's end")
        watch.limit(1, None)
        watch.limit(2, None)
    assert written(path) == 2


_HELD = """
import ctypes, sys
from workflow_engine_worker.stack_watchdog import StackWatchdog

watch = StackWatchdog(grace=0.1, hang_timeout=0.3)
if sys.argv[1] == "limit":
    watch.limit(1, 0.05)
watch.watch(0)
hold = ctypes.PyDLL(None).usleep  # keeps the interpreter's lock
[hold(100_000) for _ in range(20)]
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the C library's sleep by its POSIX name")
@pytest.mark.parametrize("cause", ["limit", "silence"])
def test_stacks_are_written_while_native_code_holds_the_interpreter(cause: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", _HELD, cause], capture_output=True, text=True, check=True, timeout=patient(60)
    )
    assert "Timeout (" in ended.stderr
    assert "<listcomp>" in ended.stderr or "<module>" in ended.stderr
    assert ended.stderr.count("Timeout") == 1


_BUSY = """
import os, re, sys, threading
from workflow_engine_worker.stack_watchdog import StackWatchdog

def work(depth):
    return work(depth - 1) + len(re.findall("a|b", "ab")) if depth else 0

def always():
    while True:
        work(60)

watch = StackWatchdog(grace=100, hang_timeout=600)
for _ in range(3):
    threading.Thread(target=always, daemon=True).start()
for visit in range(100):
    watch.limit(visit, 0.001 - 70)
    watch.watch(0.01)
os._exit(0)
"""


def test_busy_code_survives_that_its_stacks_are_written() -> None:
    """Read without the interpreter's lock, one of the first few writings ended the process."""
    ended = subprocess.run(
        [sys.executable, "-c", _BUSY], capture_output=True, text=True, check=False, timeout=patient(100)
    )
    assert ended.returncode == 0, ended.stderr[-500:]
    assert ended.stderr.count("Timeout:") == 100
