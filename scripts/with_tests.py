"""Starts a program that uses the tests' helpers or the samples: their folders are on its path, and on nobody else's."""

import contextlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def run(*words: str) -> int:
    """Run `python WORDS` with this interpreter to its end; returns its exit code."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(str(ROOT / name) for name in ("tests", "flows"))}
    with subprocess.Popen([sys.executable, *words], env=environment) as process:
        while True:
            with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C reaches both: the program decides what it does
                return process.wait()
