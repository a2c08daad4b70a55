"""Writes results to stdout and all else to stderr, in UTF-8, without control characters."""

import io
import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from workflow_engine_shared.errors import RenError

#: Terminal commands that are complete; what is left of a broken one loses its escape character below.
_ESCAPES = re.compile(r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[PX^_][^\x1b]*\x1b\\")
#: All controls but tab and newline, and the marks that turn the direction of text around.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class OutputLost(RenError):
    """The output cannot be written."""

    code = "OUTPUT_LOST"
    hint = "Look at where the output goes; what the command did is done."


def prepare() -> None:
    """Write UTF-8 whatever the locale says; text that has no UTF-8 form is shown escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def clean(text: object) -> str:
    """Text from elsewhere without anything that a terminal would obey."""
    return _CONTROLS.sub("", _ESCAPES.sub("", str(text).replace("\r\n", "\n")))


def one_line(text: object) -> str:
    """`clean` text with its line breaks and tabs turned into spaces."""
    return " ".join(clean(text).split())


def say(text: str) -> None:
    """Print a result."""
    with _written():
        print(text)


def tell(text: str) -> None:
    """Print what is no result: a note, a complaint."""
    if sys.stderr is not None:  # closed (`2>&-`): print would take stdout instead
        print(text, file=sys.stderr, flush=True)


def json_text(value: Any, indent: int | None = None) -> str:
    """JSON that keeps other alphabets readable; what a terminal could obey is written as an escape."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return re.sub(r"[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", lambda m: f"\\u{ord(m[0]):04x}", text)


def say_json(value: Any) -> None:
    """Print a result as one JSON document, on one line."""
    say(json_text(value))


def flush() -> None:
    """Hand over what is buffered, so that a broken pipe is noticed here and not at the interpreter's exit."""
    with _written():
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()


def abandon() -> None:
    """Nobody takes any more: give the interpreter's own last flush somewhere to go."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            os.dup2(nowhere, stream.fileno())


@contextmanager
def _written() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputLost(f"The output cannot be written: {error.strerror}.") from None
