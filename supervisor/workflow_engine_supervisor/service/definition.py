"""What a service is, whoever runs it; and what a service manager needs to be told of it."""

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from workflow_engine_shared.errors import ConfigError
from workflow_engine_shared.ids import shown

#: How much longer than its workers a supervisor may take to leave.
LEAVING_SECONDS = 20

#: Controls, halves of characters, line breaks: no file of a service manager can carry them in a path.
_NOT_WRITTEN = frozenset({"Cc", "Cs", "Zl", "Zp"})

Command = tuple[str, ...]


@dataclass(frozen=True)
class Service:
    """A supervisor that a service manager is to keep running."""

    name: str  #: what the manager calls it
    home: Path
    command: Command
    log: Path  #: where the supervisor writes its log, unless the manager keeps one
    grace: float  #: seconds that its workers have to stop


@dataclass(frozen=True)
class Plan:
    """Everything that is done for a service: one file, and commands of the system."""

    file: Path
    content: bytes
    start: tuple[Command, ...]  #: once the file is there
    stop: tuple[Command, ...]  #: before the file goes; each may find that there is nothing to stop
    forget: tuple[Command, ...]  #: once the file is gone
    status: Command  #: exits with 0 while it runs
    notes: tuple[str, ...]  #: what its user should know


def service_name(home: Path, usual: Path) -> str:
    """`renflow` for the usual data directory; another one's has a part of its own, so that both can be installed."""
    if home == usual:
        return "renflow"
    return f"renflow-{hashlib.sha256(str(home).encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"


def leaving_seconds(service: Service) -> int:
    """How long the manager waits for the supervisor to leave before it ends it."""
    return round(service.grace) + LEAVING_SECONDS


def refuse_controls(words: Sequence[str]) -> None:
    """Paths that no file of a service manager can carry.

    Raises:
        ConfigError: one of the words has a line break or another control character, or bytes that are no text.
    """
    for word in words:
        if any(unicodedata.category(each) in _NOT_WRITTEN or each in "\ufffe\uffff" for each in word):
            raise ConfigError(
                f"A service cannot be made of {shown(word, 200)}: it holds characters that are no text.",
                hint="Choose a data directory, a flows folder and a Python whose paths are plain text.",
            )
