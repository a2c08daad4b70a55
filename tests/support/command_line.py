"""Starts `python -m workflow_engine ...` and looks at what it says."""

import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from support.environment import outer_environment
from support.forked_command import ForkedCommand
from support.forked_process import ForkedProcess, Process, can_be_forked
from support.processes import SECONDS, published
from support.wait import patient
from workflow_engine_shared.paths import Home
from workflow_engine_supervisor.cli.main import main

REPOSITORY = Path(__file__).resolve().parents[2]
FLOWS = REPOSITORY / "flows"
#: Of a supervisor that gets no run: to import the engine for its first worker takes longer than to start it.
WITHOUT_WORKERS = {"REN_WARM_WORKERS": "0", "REN_WORKER_PROCESSES": "spawn"}


@dataclass(frozen=True)
class Said:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def problem(self) -> Any:
        """The error of a command with --json: the only thing on stderr, and nothing on stdout."""
        assert self.out == ""
        return json.loads(self.err)

    def quiet_usage_error(self) -> bool:
        return self.code == 2 and self.out == "" and "Traceback" not in self.err and self.err != ""


class CommandLine:
    """A home, a working directory, and the processes started with them."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.cwd = folder / "work"
        self.cwd.mkdir()
        self._started: list[Process] = []
        kept = outer_environment()
        self.env = {**kept, "REN_HOME": str(self.home), "REN_FLOWS": str(FLOWS), "PYTHONWARNINGS": "error"}
        self.env["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # never that of who tests

    def __enter__(self) -> "CommandLine":  # noqa: PYI034 - Self needs 3.11
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._started:
            if process.poll() is None:
                process.terminate()
            process.communicate(timeout=patient(SECONDS))

    def __call__(self, *words: str | bytes, stdin: bytes = b"", env: dict[str, str] | None = None) -> Said:
        """Run one command to its end, in a process of its own; where that says the same, a forked one."""
        if not can_be_forked(sys.executable, self.env | (env or {})):
            return self.fresh(*words, stdin=stdin, env=env)
        process = ForkedCommand([os.fsdecode(word) for word in words], self.env | (env or {}), self.cwd)
        out, err = process.said(stdin, patient(SECONDS))
        assert process.returncode is not None
        return Said(process.returncode, out.decode("utf-8"), err.decode("utf-8"))

    def fresh(self, *words: str | bytes, stdin: bytes = b"", env: dict[str, str] | None = None) -> Said:
        """Run one command to its end in an interpreter that begins with it: what it needs, it imports itself."""
        done = subprocess.run(
            self.argv(*words), input=stdin, capture_output=True, cwd=self.cwd, env=self.env | (env or {}),
            timeout=patient(SECONDS), check=False,
        )  # fmt: skip
        return Said(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    def here(self, *words: str, env: dict[str, str] | None = None) -> Said:
        """Run one command in this process: for where more starts of Python would say nothing more."""
        stdin, out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(3))
        with pytest.MonkeyPatch.context() as patch:
            for name in set(os.environ) - set(self.env):
                patch.delenv(name)
            for name, value in (self.env | (env or {})).items():
                patch.setenv(name, value)
            patch.chdir(self.cwd)
            for name, stream in (("stdin", stdin), ("stdout", out), ("stderr", err)):
                patch.setattr(sys, name, stream)
            try:
                code = main(words)
            except SystemExit as left:
                code = left.code if isinstance(left.code, int) else 1
        said = []
        for stream in (out, err):
            stream.seek(0)
            said.append(stream.buffer.read().decode("utf-8"))
        return Said(code, *said)

    def start(self, *words: str, **options: Any) -> "subprocess.Popen[bytes]":
        """Start a command; it is ended with the test."""
        process = subprocess.Popen(
            self.argv(*words),
            **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "cwd": self.cwd, "env": self.env, **options},
        )
        self._started.append(process)
        return process

    def serve(self, *words: str, runs: bool = True) -> Process:
        """A supervisor of this home on a free port, ready; it is ended with the test.

        Args:
            words: Further words of the command.
            runs: Whether anybody will start a run; where nobody does, no worker has to be made ready.
        """
        said = self.cwd / "serve.log"
        env = self.env if runs else self.env | WITHOUT_WORKERS
        words = ("--port", "0", *words)
        process: Process
        if can_be_forked(sys.executable, env):
            process = ForkedProcess([*words], env, said, self.cwd)
            self._started.append(process)
        else:
            with said.open("ab") as log:
                process = self.start("serve", *words, stdout=log, stderr=log, env=env)
        published(process, Home(self.home), said.read_text)
        return process

    def argv(self, *words: str | bytes) -> list[str | bytes]:
        return [sys.executable, "-m", "workflow_engine", *words]
