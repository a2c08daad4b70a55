"""A stack dump says what every thread of a worker does; the worker itself writes it to stderr.log, on request."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from workflow_engine_shared.clock import Clock, wait_until
from workflow_engine_shared.plain_files import open_plain
from workflow_engine_shared.protocol.stacks_request import END

_LOOK_S = 0.02
MAX_BYTES = 256 * 1024


def dump_stacks(asks: Sequence[Callable[[], None]], output: Path, clock: Clock, patience: float) -> str:
    """Ask, and return what was written until its end came; what there is after `patience` seconds, maybe "".

    Each way to ask is given an equal part of them; the next is gone only if no end came.
    """
    before = _size(output)
    for ask in asks:
        ask()
        if wait_until(lambda: END in _text(output, before), patience / len(asks), _LOOK_S, clock=clock):
            break
    return _text(output, before).partition(END)[0]


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
