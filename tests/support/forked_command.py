"""Commands that are forked from a process that has imported the command line: to import it is most of what they do.

Streams, environment, working directory, signals and exit codes are those of `python -m workflow_engine ...`. What only
an interpreter's own start shows (imports, encodings, closed streams, terminals) is tested with one.
"""

import atexit
import gc
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path

from support import forked_template
from support.forked_process import ForkedProcess


class ForkedCommand(ForkedProcess):
    """One command, with pipes for its three streams."""

    def __init__(self, words: list[str], env: dict[str, str], cwd: Path) -> None:
        pairs = [os.pipe() for _ in range(3)]
        (stdin, self._stdin), (self._out, out), (self._err, err) = pairs
        theirs = [Connection(stdin, writable=False), Connection(out, readable=False), Connection(err, readable=False)]
        try:
            self._begin(_run, words, env, theirs, str(cwd))
        finally:
            for stream in theirs:
                stream.close()

    def said(self, stdin: bytes, timeout: float) -> tuple[bytes, bytes]:
        """What it wrote to its stdout and stderr until its end; it is killed after so many seconds."""
        with ThreadPoolExecutor(3) as threads:
            threads.submit(_written, self._stdin, stdin)
            out, err = (threads.submit(_all_of, stream) for stream in (self._out, self._err))
            try:
                self.wait(timeout)
            except subprocess.TimeoutExpired:
                self.kill()
                raise
            return out.result(), err.result()


def _written(pipe: int, data: bytes) -> None:
    with open(pipe, "wb", buffering=0) as stream:
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[stream.write(rest) :]
        except BrokenPipeError:  # not all of it is read: as it likes
            pass


def _all_of(pipe: int) -> bytes:
    with open(pipe, "rb") as stream:
        return stream.read()


def _run(words: list[str], env: dict[str, str], streams: list[Connection], cwd: str, path: list[str]) -> None:
    """All that is left to do once everything is imported."""
    gc.freeze()  # what others imported is no garbage of ours
    for number, given in enumerate(streams):
        os.dup2(given.fileno(), number)
        given.close()
    os.chdir(cwd)
    forked_template.begin_with(env, path, runs=words[:1] == ["run"])
    time.tzset()
    from workflow_engine import __main__ as command_line

    sys.argv[:], sys.path[:] = [str(command_line.__file__), *words], [cwd, *path]
    sys.stdin, sys.stdout = (os.fdopen(number, mode, closefd=False) for number, mode in ((0, "r"), (1, "w")))
    sys.stderr = os.fdopen(2, "w", buffering=1, errors="backslashreplace", closefd=False)
    try:
        code = command_line.main()
    finally:
        atexit._run_exitfuncs()  # a child of multiprocessing leaves without them
        gc.collect()  # an interpreter's end shows what was left open, as a warning
    sys.exit(code)
