"""Supervisors that are forked from a process that has imported all of it: a fresh interpreter needs a second for that.

What a supervisor does is the same; its first template comes from there, too. `renflow serve` itself is started by tests
of the command line, on systems other than Linux, and where the environment says more to an interpreter (`LD_PRELOAD`).
"""

import atexit
import functools
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from multiprocessing import connection, forkserver
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import TypeAlias

from support import forked_template

#: The supervisor, and what it would import for its first requests and for its first run.
IMPORTED = [
    "workflow_engine_supervisor.cli.main",
    "workflow_engine_supervisor.server.embedded",
    "workflow_engine_supervisor.server.http_server",
    "workflow_engine_supervisor.processes.forking_launcher",
    "anyio._backends._asyncio",
    "encodings.idna",
    "jsonschema",
    "uvicorn.lifespan.on",
    "uvicorn.loops.auto",
    *forked_template.IMPORTED,
]

#: Said to a library, which looks when it is used.
_KEYRING = "PYTHON_KEYRING_BACKEND"
#: A process takes these up when it begins.
_LOCALE = ("LANG", "LC_ALL", "LC_CTYPE")
#: An exit code is read from a pipe, once; and whoever starts a process looks for codes of all.
_LOCK = threading.Lock()


class ForkedProcess:
    """One supervisor, with what the tests use of `subprocess.Popen`."""

    def __init__(self, words: list[str], env: dict[str, str], output: Path, cwd: Path) -> None:
        output.touch()  # who looks for last words finds none, where there are none
        self._begin(_serve, words, env, str(output), str(cwd))

    def _begin(self, target: Callable[..., None], words: list[str], *given: object) -> None:
        self.args = words
        # A daemon: pytest ends one that a test has left, instead of waiting for it.
        self._process = _context().Process(target=target, args=(words, *given, _plain_path()), daemon=True)
        with _LOCK:
            self._process.start()
        assert self._process.pid is not None
        self.pid = self._process.pid

    @property
    def returncode(self) -> int | None:
        with _LOCK:
            return self._process.exitcode

    def poll(self) -> int | None:
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        connection.wait([self._process.sentinel], timeout)
        code = self.returncode
        if code is None:
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        return code

    def communicate(self, timeout: float | None = None) -> tuple[None, None]:
        self.wait(timeout)
        return None, None

    def send_signal(self, number: int) -> None:
        if self.returncode is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


Process: TypeAlias = "subprocess.Popen[bytes] | ForkedProcess"


def can_be_forked(python: str, env: dict[str, str]) -> bool:
    """Whether a fork is what `python -m workflow_engine.server` would be; what measures starts is no test of pytest."""
    known = {forked_template.WARNINGS, _KEYRING}
    said = [name for name in env if name.startswith(("PYTHON", "LD_")) and name not in known]
    said += [name for name in _LOCALE if env.get(name) != os.environ.get(name)]
    by_pytest = "PYTEST_VERSION" in os.environ and sys.platform == "linux"
    return by_pytest and python == sys.executable and not said


@functools.cache
def _context() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(IMPORTED)
    import pytest  # each forked process imports this module, too

    with pytest.MonkeyPatch.context() as patch:
        for name, value in forked_template.VARIABLES.items():
            patch.setenv(name, value)
        forkserver.ensure_running()
    return context


@functools.cache
def _plain_path() -> list[str]:
    """Where `python -m` imports from: not from the tests' own folders, as we do."""
    code = "import json, sys; print(json.dumps(sys.path))"
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=env)
    return list(json.loads(said.stdout)[1:])


def _serve(words: list[str], env: dict[str, str], output: str, cwd: str, path: list[str]) -> None:
    """All that is left to do once everything is imported."""
    log = os.open(output, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.close(log)
    os.chdir(cwd)
    sys.argv[1:], sys.path[:] = words, [cwd, *path]
    forked_template.begin_with(env, path)
    from workflow_engine_supervisor.cli.main import main

    code = main(["serve", *words])
    atexit._run_exitfuncs()  # a child of multiprocessing leaves without them
    sys.exit(code)
