"""What user code prints, logs and warns of, led into the run's log.

What native code writes to file descriptors 1 and 2 goes to stderr.log, from where `LogKeeper` copies it.
"""

import logging
import sys
import traceback
from collections.abc import Callable
from typing import Any

from workflow_engine_shared.logs.level_words import named_level
from workflow_engine_shared.logs.writer import ENGINE, MAX_MESSAGE, LogWriter
from workflow_engine_shared.sdk import node_context
from workflow_engine_worker.output import records
from workflow_engine_worker.output.bars import Bar
from workflow_engine_worker.output.lines import HELD, Lines


class _Handler(logging.Handler):
    """Python's logging into the run's log."""

    def __init__(self, log: LogWriter, node: Callable[[], str | None]) -> None:
        super().__init__()
        self._log = log
        self._node = node

    def emit(self, record: logging.LogRecord) -> None:
        records.write_once(self.tell, record)

    def tell(self, record: logging.LogRecord) -> None:
        """Write a record into the log."""
        context: dict[str, Any] = {"logger": record.name}
        if record.exc_info and record.exc_info[1] is not None:
            context["traceback"] = "".join(traceback.format_exception(*record.exc_info))[-MAX_MESSAGE:]
        try:
            message = record.getMessage()
        except Exception:  # noqa: BLE001 - wrong arguments to a log call must not end a node
            message = f"{record.msg!r} % {record.args!r}"
        self._log.write(record.levelname, message[:HELD], self._node(), context, len(message))


def _show(bar: Bar) -> None:
    """A bar that the node's own code draws is the node's progress; of items the loop tells more."""
    context = node_context()
    if context is not None and not getattr(context, "is_item", False):
        context.progress(bar.done, bar.total, None, bar.label)


class Capture:
    """Leads prints, logging and warnings into the log."""

    def __init__(self, log: LogWriter, node: Callable[[], str | None]) -> None:
        self._stdout = Lines(self._writer("stdout"), lambda _: None, _show)
        self._stderr = Lines(self._writer("stderr"), named_level, _show)
        self._handler = _Handler(log, node)
        self._log, self._node = log, node
        self._level, self._disabled = logging.INFO, logging.NOTSET
        self._off: set[str] = set()  #: loggers that the flow's modules switched off for good
        logging.getLogger().handlers.clear()
        records.own_logger(ENGINE)
        records.hear(self._handler.tell)
        self.restore()

    def keep_setup(self) -> None:
        """The flow's modules are imported: how they set logging up is what holds between the nodes, too."""
        root = logging.getLogger()
        self._level, self._disabled = root.level, root.manager.disable
        self._off = {name for name, logger in _loggers().items() if logger.disabled}
        self.restore()

    def restore(self) -> None:
        """Take back what a node's code replaced, silenced or configured away: it must not silence those after it."""
        self._log.copy_stderr(self._node())  # while the node is still the one whose native code wrote it
        sys.stdout, sys.stderr = self._stdout, self._stderr
        root = logging.getLogger()
        if self._handler not in root.handlers:
            root.addHandler(self._handler)
        root.setLevel(self._level)
        logging.disable(self._disabled)
        logging.captureWarnings(True)
        for name, logger in _loggers().items():
            logger.disabled = name in self._off
        records.keep_own_loggers()

    def _writer(self, stream: str) -> Callable[[str | None, str, int], None]:
        def write(level: str | None, text: str, length: int) -> None:
            self._log.write(level or "INFO", text, self._node(), {"stream": stream}, length)

        return write

    def finish(self) -> None:
        """Write out the last half lines."""
        self._stdout.finish()
        self._stderr.finish()


def _loggers() -> dict[str, logging.Logger]:
    known = list(logging.root.manager.loggerDict.items())
    return {name: logger for name, logger in known if isinstance(logger, logging.Logger)}
