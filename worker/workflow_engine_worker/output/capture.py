"""What user code prints, logs and warns of, led into the run's log.

What native code writes to file descriptors 1 and 2 goes to stderr.log, from where `LogKeeper` copies it.
"""

import logging
import sys
import traceback
from collections.abc import Callable
from functools import partial

from workflow_engine_shared.logs.level_words import named_level
from workflow_engine_shared.logs.writer import ENGINE, MAX_MESSAGE, LogWriter
from workflow_engine_shared.sdk import node_context
from workflow_engine_worker.output import records
from workflow_engine_worker.output.bars import Bar
from workflow_engine_worker.output.lines import HELD, Lines
from workflow_engine_worker.output.logging_setup import LoggingSetup


class _Handler(logging.Handler):
    """Python's logging into the run's log."""

    def __init__(self, relay: Callable[[str, str, str, int, str | None], None]) -> None:
        super().__init__()
        self._relay = relay

    def emit(self, record: logging.LogRecord) -> None:
        records.write_once(self.tell, record)

    def tell(self, record: logging.LogRecord) -> None:
        """Write a record into the log."""
        self._relay(record.levelname, record.name, *text_of(record))


def text_of(record: logging.LogRecord) -> tuple[str, int, str | None]:
    """What a record says, cut to size, how long it really is, and its traceback."""
    trace = None
    if record.exc_info and record.exc_info[1] is not None:
        trace = "".join(traceback.format_exception(*record.exc_info))[-MAX_MESSAGE:]
    try:
        message = record.getMessage()
    except Exception:  # noqa: BLE001 - wrong arguments to a log call must not end a node
        message = f"{record.msg!r} % {record.args!r}"
    return message[:HELD], len(message), trace


def _show(bar: Bar) -> None:
    """A bar that the node's own code draws is the node's progress; of items the loop tells more."""
    context = node_context()
    if context is not None and not getattr(context, "is_item", False):
        context.progress(bar.done, bar.total, None, bar.label)


class Capture:
    """Leads prints, logging and warnings into the log."""

    def __init__(self, log: LogWriter, node: Callable[[], str | None]) -> None:
        self._log, self._node = log, node
        self._stdout = Lines(partial(self.relay_line, "stdout"), lambda _: None, _show)
        self._stderr = Lines(partial(self.relay_line, "stderr"), named_level, _show)
        handler = _Handler(self.relay_record)
        self._setup = LoggingSetup(handler)
        logging.getLogger().handlers.clear()
        records.own_logger(ENGINE)
        records.hear(handler.tell)
        self.restore()

    def keep_setup(self) -> None:
        """The flow's modules are imported: how they set logging up is what holds between the nodes, too."""
        self._setup.keep()
        self.restore()

    def restore(self) -> None:
        """Take back what a node's code replaced, silenced or configured away: it must not silence those after it."""
        self._log.copy_stderr(self._node())  # while the node is still the one whose native code wrote it
        sys.stdout, sys.stderr = self._stdout, self._stderr
        self._setup.restore()

    def relay_line(self, stream: str, level: str | None, text: str, length: int) -> None:
        """Write a line that was printed here or by an item in its own process, at the level that it names."""
        self._log.write(level or "INFO", text, self._node(), {"stream": stream}, length)

    def relay_record(self, level: str, name: str, text: str, length: int, trace: str | None) -> None:
        """Write what was logged here or by an item in its own process."""
        context = {"logger": name} if trace is None else {"logger": name, "traceback": trace}
        self._log.write(level, text, self._node(), context, length)

    def finish(self) -> None:
        """Write out the last half lines."""
        self._stdout.finish()
        self._stderr.finish()
