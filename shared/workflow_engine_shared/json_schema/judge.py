"""Judges values by schemas in processes of their own, each judgement within a second: what takes longer is refused.

A regular expression that backtracks holds the interpreter, so that nothing inside the process could end it; a process
can be ended. They are few, are kept for a while, and leave when their parent does: they read its pipe.
"""

import atexit
import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from typing import Any

from workflow_engine_shared.json_schema.validator import TOO_DEEP, Finding, findings

#: A judgement may take so long, and so may waiting for a judge that is free.
LIMIT_S = 0.9
#: So long a judge may take to start, on a busy machine.
START_S = 20.0
MAX_JUDGES = 4
IDLE_S = 300.0
_MAX_MEMORY = 1024 * 1024 * 1024
#: The working directory is no place to import from: somebody's json.py may lie there.
_PROGRAM = "import sys; sys.path[:] = filter(None, sys.path); from {module} import main; main()"


class TooCostly(Exception):
    """The judgement took longer than it may."""


class _Gone(Exception):
    """The judge left before it answered."""


def judge(value: Any, schema: Mapping[str, Any], most: int) -> list[Finding]:
    """The first mistakes of a value.

    Raises:
        TooCostly: finding them takes longer than `LIMIT_S`.
    """
    try:
        question = json.dumps([value, schema, most]).encode() + b"\n"
    except RecursionError:
        return [Finding(TOO_DEEP, [], "")]
    if not _SLOTS.acquire(timeout=LIMIT_S):
        raise TooCostly
    try:
        try:
            return _ask(_taken(), question)
        except _Gone:  # it left because it had been idle: not by this question
            return _ask(_Judge(), question)
    except (_Gone, OSError):
        raise TooCostly from None
    finally:
        _SLOTS.release()


def _ask(asked: "_Judge", question: bytes) -> list[Finding]:
    answer = asked.answer(question)
    with _LOCK:
        _IDLE.append(asked)
    return [Finding(*each) for each in json.loads(answer)]


class _Judge:
    """One process, that answers one question at a time."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM.format(module=__name__)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=sys.platform != "win32",
        )
        self.parent = os.getpid()
        with self._within(START_S):
            self._read()

    def answer(self, question: bytes) -> bytes:
        """Raises TooCostly, _Gone."""
        assert self._process.stdin is not None
        with self._within(LIMIT_S):
            try:
                self._process.stdin.write(question)
                self._process.stdin.flush()
            except (OSError, ValueError):
                raise _Gone from None
            return self._read()

    def end(self) -> None:
        """End the process, and wait for it."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                stream.close()  # type: ignore[union-attr]

    def _read(self) -> bytes:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line.endswith(b"\n"):
            raise _Gone
        return line

    @contextlib.contextmanager
    def _within(self, seconds: float) -> Iterator[None]:
        """End the process when the time is up; whoever waits for it learns of that by its pipe."""
        late = threading.Event()

        def end() -> None:
            late.set()
            self._process.kill()

        timer = threading.Timer(seconds, end)
        timer.daemon = True
        timer.start()
        try:
            yield
        except _Gone:
            self.end()
            if late.is_set():
                raise TooCostly from None
            raise
        finally:
            timer.cancel()


_LOCK = threading.Lock()
_SLOTS = threading.BoundedSemaphore(MAX_JUDGES)
_IDLE: list[_Judge] = []


def _taken() -> _Judge:
    """A judge that is free. One of before a fork is somebody else's."""
    with _LOCK:
        while _IDLE:
            found = _IDLE.pop()
            if found.parent == os.getpid():
                return found
    return _Judge()


@atexit.register
def dismiss() -> None:
    """End the judges that are free."""
    with _LOCK:
        free, _IDLE[:] = [each for each in _IDLE if each.parent == os.getpid()], []
    for each in free:
        each.end()


def main() -> None:
    """A judge: reads questions, a line each, and answers them; leaves when nobody asks for a while."""
    _bound_memory()
    findings({}, {"type": "object"}, 1)  # imports what is slow to import
    _say([])
    while True:
        idle = threading.Timer(IDLE_S, os._exit, (0,))
        idle.daemon = True
        idle.start()
        line = sys.stdin.buffer.readline()
        idle.cancel()
        if not line:
            return
        _say(findings(*json.loads(line)))


def _say(answer: list[Finding]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def _bound_memory() -> None:
    if sys.platform == "linux":
        import resource

        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (_MAX_MEMORY, _MAX_MEMORY))
