"""Whose line it is: visits that print and log at once, each in threads of its own."""

import contextvars
import logging
import sys
import threading
from collections.abc import Iterator

import pytest

from support.wait import patient
from workflow_engine_worker.output.attribution import attributed_to, node_here
from workflow_engine_worker.output.capture import Capture

LINES = 200


class Log:
    """The run's log, kept."""

    capture: Capture

    def __init__(self) -> None:
        self.lines: list[tuple[str | None, str]] = []

    def begin(self) -> None:
        """From now on: pytest leads the output elsewhere between a fixture and its test."""
        self.capture.restore()
        self.lines.clear()

    def write(self, _level: str, text: str, node: str | None, _context: object, _length: int) -> None:
        self.lines.append((node, text))

    def copy_stderr(self, node: str | None) -> None:
        self.lines.append((node, "native"))


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[Log]:
    """What is printed and logged goes there; nobody's code is said to be at 'the run'."""
    root = logging.getLogger()
    for owner, name in (
        *((sys, "stdout"), (sys, "stderr"), (logging.Logger, "callHandlers"), (logging.Handler, "handle")),
        *((root, "level"), (root, "handlers"), (root.manager, "disable")),
    ):
        monkeypatch.setattr(owner, name, getattr(owner, name))
    root.handlers = list(root.handlers)
    made = Log()
    made.capture = Capture(made, lambda: "the run")
    yield made
    logging.captureWarnings(False)
    root.manager._clear_cache()


def test_two_visits_print_and_log_at_once(log: Log):
    log.begin()
    meet = threading.Barrier(2)

    def talk(node: str) -> None:
        with attributed_to(node):
            for number in range(LINES):
                meet.wait(patient(20))
                print(node, end=" ")
                print(number)
                logging.getLogger("flow.talk").warning("%s logs", node)

    threads = [threading.Thread(target=talk, args=(node,), daemon=True) for node in ("left", "right")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(patient(60))
    assert len(log.lines) == 4 * LINES
    assert all(text.startswith(str(node)) for node, text in log.lines)
    assert {text for _, text in log.lines if text.startswith("left ") and text[5:].isdigit()} == {
        f"left {number}" for number in range(LINES)
    }


def test_a_loops_threads_work_for_the_visit(log: Log):
    log.begin()
    with attributed_to("left"):
        surroundings = contextvars.copy_context()
    thread = threading.Thread(target=surroundings.copy().run, args=(print, "from a thread"), daemon=True)
    thread.start()
    thread.join(patient(20))
    assert log.lines == [("left", "from a thread")]
    assert node_here() is None


def test_what_nobodys_code_said_is_the_runs(log: Log):
    log.begin()
    with attributed_to("left"):
        pass
    print("engine")
    assert log.lines == [("the run", "engine")]
