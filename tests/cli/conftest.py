"""The command line as a user starts it: a process of its own, a fresh home, nothing of the tester's environment."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.command_line import CommandLine


@pytest.fixture
def renflow(tmp_path: Path) -> Iterator[CommandLine]:
    with CommandLine(tmp_path) as command_line:
        yield command_line
