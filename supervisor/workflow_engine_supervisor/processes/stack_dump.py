"""A stack dump says what every thread of a worker does; the worker itself writes it to stderr.log, on request."""

import os
from collections.abc import Callable
from pathlib import Path

from workflow_engine_shared.clock import Clock, wait_until
from workflow_engine_shared.plain_files import open_plain

_LOOK_S = 0.02
MAX_BYTES = 256 * 1024


def dump_stacks(ask: Callable[[], None], output: Path, clock: Clock, patience: float) -> str:
    """Ask, wait until the output has grown and is still again, and return what came; "" after `patience` seconds."""
    before, last = _size(output), -1

    def is_still() -> bool:
        nonlocal last
        size, before_that = _size(output), last
        last = size
        return before < size == before_that

    ask()
    wait_until(is_still, patience, _LOOK_S, clock=clock)
    return _text(output, before)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _text(path: Path, start: int) -> str:
    try:
        with os.fdopen(open_plain(path), "rb") as file:
            file.seek(start)
            return file.read(MAX_BYTES).decode("utf-8", "backslashreplace")
    except OSError:
        return ""
