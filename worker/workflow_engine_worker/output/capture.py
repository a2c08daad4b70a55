"""What user code prints, logs and warns of, led into the run's log.

What native code writes to file descriptors 1 and 2 goes to stderr.log, from where `LogKeeper` copies it.
"""

import io
import logging
import sys
import threading
import traceback
from collections.abc import Callable
from functools import partial

from workflow_engine_shared.logs.writer import MAX_MESSAGE, LogWriter

#: A secret that lies across the cut is hidden before the line is cut.
_HELD = MAX_MESSAGE + 4096


class Lines(io.TextIOBase):
    """A `sys.stdout` or `sys.stderr` whose lines become log lines."""

    def __init__(self, write: Callable[[str, int], None]) -> None:
        self._write = write
        self._rest = _Rest()

    def writable(self) -> bool:
        return True

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return "utf-8"

    def write(self, text: str) -> int:
        mine = self._rest
        if "\n" not in text:
            self._hold(text)
            return len(text)
        *lines, rest = text.split("\n")
        self._hold(lines[0])
        self._put(mine.text, mine.cut)
        mine.text, mine.cut = "", 0
        for line in lines[1:]:
            self._put(line, 0)
        if rest:
            self._hold(rest)
        return len(text)

    def flush(self) -> None:
        """Half a line waits for its end."""

    def finish(self) -> None:
        if self._rest.text:
            self.write("\n")

    def write_line(self, text: str, length: int) -> None:
        """A whole line, written by this stream's namesake in another process."""
        self._write(text, length)

    def _hold(self, text: str) -> None:
        """Half a line; of a long one the beginning, of a progress bar what it showed last."""
        mine = self._rest
        if "\r" in text:
            shown = text.rstrip("\r").rpartition("\r")[2]
            begins_anew = "\r" in text.rstrip("\r") or mine.text.endswith("\r")
            text = shown + ("\r" if text.endswith("\r") else "")
            mine.text, mine.cut = ("", 0) if begins_anew else (mine.text, mine.cut)
        elif mine.text.endswith("\r"):
            mine.text, mine.cut = "", 0
        whole = mine.text + text
        mine.text = whole[:_HELD]
        mine.cut += len(whole) - len(mine.text)

    def _put(self, line: str, cut: int) -> None:
        shown = line.rstrip("\r").rpartition("\r")[2] if "\r" in line else line
        if shown and not shown.isspace():
            self._write(shown, len(shown) + cut)


class _Rest(threading.local):
    """Each thread's half line."""

    text = ""
    cut = 0  #: characters of it that are not held


class _Handler(logging.Handler):
    """Python's logging into the run's log."""

    def __init__(self, log: LogWriter, node: Callable[[], str | None]) -> None:
        super().__init__()
        self._log = log
        self._node = node

    def emit(self, record: logging.LogRecord) -> None:
        text, length, trace = text_of(record)
        _write_record(self._log, self._node(), record.levelname, record.name, text, length, trace)


def text_of(record: logging.LogRecord) -> tuple[str, int, str | None]:
    """What a record says, cut to size, how long it really is, and its traceback."""
    trace = None
    if record.exc_info and record.exc_info[1] is not None:
        trace = "".join(traceback.format_exception(*record.exc_info))[-MAX_MESSAGE:]
    try:
        message = record.getMessage()
    except Exception:  # noqa: BLE001 - wrong arguments to a log call must not end a node
        message = f"{record.msg!r} % {record.args!r}"
    return message[:_HELD], len(message), trace


def _write_record(
    log: LogWriter, node: str | None, level: str, name: str, text: str, length: int, trace: str | None
) -> None:
    context = {"logger": name} if trace is None else {"logger": name, "traceback": trace}
    log.write(level, text, node, context, length)


def _write_line(
    log: LogWriter, node: Callable[[], str | None], stream: str, level: str, text: str, length: int
) -> None:
    log.write(level, text, node(), {"stream": stream}, length)


class Capture:
    """Leads prints, logging and warnings into the log."""

    def __init__(self, log: LogWriter, node: Callable[[], str | None]) -> None:
        self._stdout = Lines(partial(_write_line, log, node, "stdout", "INFO"))
        self._stderr = Lines(partial(_write_line, log, node, "stderr", "ERROR"))
        self._handler = _Handler(log, node)
        self._log, self._node = log, node
        logging.getLogger().handlers.clear()
        self.restore()

    def restore(self) -> None:
        """Take back what user code replaced, silenced or configured away: it must not silence the nodes after it."""
        self._log.copy_stderr(self._node())  # while the node is still the one whose native code wrote it
        sys.stdout, sys.stderr = self._stdout, self._stderr
        root = logging.getLogger()
        if self._handler not in root.handlers:
            root.addHandler(self._handler)
        root.setLevel(logging.INFO)
        logging.disable(logging.NOTSET)
        logging.captureWarnings(True)
        for logger in logging.root.manager.loggerDict.values():
            if isinstance(logger, logging.Logger):
                logger.disabled = False

    def relay_line(self, stream: str, text: str, length: int) -> None:
        """A line that an item printed in its own process."""
        (self._stdout if stream == "stdout" else self._stderr).write_line(text, length)

    def relay_record(self, level: str, name: str, text: str, length: int, trace: str | None) -> None:
        """What an item logged in its own process."""
        _write_record(self._log, self._node(), level, name, text, length, trace)

    def finish(self) -> None:
        """Write out the last half lines."""
        self._stdout.finish()
        self._stderr.finish()
