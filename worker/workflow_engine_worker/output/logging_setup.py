"""Python's logging led into the run's log, and kept as the flow's modules set it up when they were imported."""

import logging
import traceback
from collections.abc import Callable
from typing import TypeAlias

from workflow_engine_shared.logs.writer import ENGINE, MAX_MESSAGE
from workflow_engine_worker.output import records
from workflow_engine_worker.output.lines import HELD

#: Takes a record's level, its logger's name, its text, how long that really is, and its traceback.
Relay: TypeAlias = Callable[[str, str, str, int, "str | None"], None]


class LoggingSetup:
    """Python's logging in this process. What the modules left holds at the begin of each node and loop."""

    def __init__(self, relay: Relay) -> None:
        """From now on `relay` has every record that a logger takes. Once in a process."""
        self._handler = _Handler(relay)
        self._level, self._disabled = logging.INFO, logging.NOTSET
        self._off: set[str] = set()  #: loggers that the flow's modules switched off for good
        self._known: list[logging.Logger | logging.PlaceHolder] = []  #: as they were seen last
        self._named: list[tuple[str, logging.Logger]] = []
        records.own_logger(ENGINE)
        records.hear(self._handler.tell)

    def keep(self) -> None:
        """What the modules left is what holds."""
        root = logging.getLogger()
        self._level, self._disabled = root.level, root.manager.disable
        self._off = {name for name, logger in _loggers().items() if logger.disabled}

    def restore(self) -> None:
        """Take back what a node's code replaced or silenced."""
        root = logging.getLogger()
        if self._handler not in root.handlers:
            root.addHandler(self._handler)
        if root.level != self._level:  # to set it makes every logger forget what it knows
            root.setLevel(self._level)
        if root.manager.disable != self._disabled:
            logging.disable(self._disabled)
        logging.captureWarnings(True)
        known = list(root.manager.loggerDict.values())
        if known != self._known:
            self._known, self._named = known, list(_loggers().items())
            records.keep_own_loggers()
        for name, logger in self._named:
            if logger.disabled is not (name in self._off):
                logger.disabled = name in self._off


class _Handler(logging.Handler):
    """For records that come by no logger, such as those of a queue's listener."""

    def __init__(self, relay: Relay) -> None:
        super().__init__()
        self._relay = relay

    def emit(self, record: logging.LogRecord) -> None:
        records.write_once(self.tell, record)

    def tell(self, record: logging.LogRecord) -> None:
        """Hand a record on."""
        self._relay(record.levelname, record.name, *_text_of(record))


def _text_of(record: logging.LogRecord) -> tuple[str, int, str | None]:
    """What a record says, cut to size, how long it really is, and its traceback."""
    trace = None
    if record.exc_info and record.exc_info[1] is not None:
        trace = "".join(traceback.format_exception(*record.exc_info))[-MAX_MESSAGE:]
    try:
        message = record.getMessage()
    except Exception:  # noqa: BLE001 - wrong arguments to a log call must not end a node
        message = f"{record.msg!r} % {record.args!r}"
    return message[:HELD], len(message), trace


def _loggers() -> dict[str, logging.Logger]:
    """All named ones."""
    known = list(logging.root.manager.loggerDict.items())
    return {name: logger for name, logger in known if isinstance(logger, logging.Logger)}
