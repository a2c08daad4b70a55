"""Python's logging, heard where every logger hands its records on: no configuration of the author's turns that away.

`dictConfig`, `basicConfig(force=True)` and the libraries that take logging over replace handlers, and switch off the
loggers that were there. So the run's log listens before the handlers; what these write to stdout or stderr is the same
record once more, and is passed over.
"""

import contextlib
import functools
import logging
import threading
from collections.abc import Callable, Iterator
from typing import Any

from workflow_engine_shared.logs.writer import ENGINE

RUN = "flow"  #: above the run's own loggers, one a node
_WRITTEN = "_renflow_written"


class _Passing(threading.local):
    on = False


_passing = _Passing()


class OwnLogger(logging.Logger):
    """A logger of the engine or of the run: what others switch off stays on."""

    def isEnabledFor(self, level: int) -> bool:  # noqa: N802 - logging's name
        return level >= (self.level or logging.INFO)

    def handle(self, record: logging.LogRecord) -> None:
        if self.filter(record):
            self.callHandlers(record)


def own_logger(name: str) -> logging.Logger:
    """The logger of this name as one that nobody switches off."""
    logger = logging.getLogger(name)
    logger.__class__ = OwnLogger
    return logger


def keep_own_loggers() -> None:
    """Those of the engine and of the run, whoever made them meanwhile."""
    for name, logger in list(logging.root.manager.loggerDict.items()):
        if isinstance(logger, logging.Logger) and name.partition(".")[0] in (ENGINE, RUN):
            logger.__class__ = OwnLogger


def hear(tell: Callable[[logging.LogRecord], object]) -> None:
    """Let `tell` have every record that a logger takes. Once in a process."""
    hand_on, handle = logging.Logger.callHandlers, logging.Handler.handle

    @functools.wraps(hand_on)
    def heard(logger: logging.Logger, record: logging.LogRecord) -> None:
        write_once(tell, record)
        hand_on(logger, record)

    @functools.wraps(handle)
    def handled(handler: logging.Handler, record: logging.LogRecord) -> Any:
        with _passed_over(record):
            return handle(handler, record)

    logging.Logger.callHandlers = heard  # type: ignore[method-assign, assignment]
    logging.Handler.handle = handled  # type: ignore[method-assign, assignment]


def write_once(tell: Callable[[logging.LogRecord], object], record: logging.LogRecord) -> None:
    """A record may come again: through a queue, or a handler of ours that stands among the author's."""
    if not getattr(record, _WRITTEN, False):
        setattr(record, _WRITTEN, True)
        tell(record)


def is_passed_over() -> bool:
    """Whether what this thread writes now is a record that the log has already."""
    return _passing.on


@contextlib.contextmanager
def _passed_over(record: logging.LogRecord) -> Iterator[None]:
    before = _passing.on
    _passing.on = before or getattr(record, _WRITTEN, False)
    try:
        yield
    finally:
        _passing.on = before
