"""Reads a TOML file that somebody may have made a pipe, a folder, or gigabytes of."""

import re
import stat
import sys
from pathlib import Path
from typing import Any

from workflow_engine_shared.units import MIB

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_MAX_BYTES = MIB
TOMLDecodeError = tomllib.TOMLDecodeError


class NoTomlFile(OSError):
    """Something else than a file of a readable size."""

    def __init__(self) -> None:
        super().__init__("it is no file of at most 1 MiB")


#: What `read_toml` raises, but for a file that is not there.
UNREADABLE = (OSError, UnicodeDecodeError, TOMLDecodeError, RecursionError)


def read_toml(path: Path) -> dict[str, Any]:
    """What stands in the file.

    Raises:
        FileNotFoundError
        NoTomlFile, OSError, UnicodeDecodeError, TOMLDecodeError, RecursionError: it cannot be read.
    """
    facts = path.stat()
    if not stat.S_ISREG(facts.st_mode) or facts.st_size > _MAX_BYTES:
        raise NoTomlFile
    return tomllib.loads(path.read_text(encoding="utf-8-sig"))


def place_of(error: TOMLDecodeError) -> str:
    """Where the mistake is: the words of the error may hold a part of the line, and that a secret."""
    place = re.search(r"at (line \d+, column \d+|end of document)", str(error))
    return place[1] if place else "somewhere in it"
