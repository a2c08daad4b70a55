"""The command line as a user starts it: a process of its own, a fresh home, nothing of the tester's environment."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from command_line import CommandLine


@pytest.fixture
def renflow(tmp_path: Path) -> Iterator[CommandLine]:
    with CommandLine(tmp_path) as command_line:
        yield command_line
