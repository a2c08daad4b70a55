"""What items print and log in their process, on its way to the run's log."""

import logging
import sys
from collections.abc import Callable
from typing import Literal

from workflow_engine_worker.lanes.messages import FromLane, Line, Record
from workflow_engine_worker.output.capture import Capture, Lines, text_of

Tell = Callable[[FromLane], None]


class ItemOutput:
    """Leads prints, logging and warnings of this process to the run's worker."""

    def __init__(self, tell: Tell) -> None:
        self._stdout = _lines(tell, "stdout")
        self._stderr = _lines(tell, "stderr")
        self._handler = _Handler(tell)

    def restore(self) -> None:
        """Take back what an earlier loop's code replaced or silenced."""
        sys.stdout, sys.stderr = self._stdout, self._stderr
        root = logging.getLogger()
        root.handlers[:] = [self._handler]
        root.setLevel(logging.INFO)
        logging.disable(logging.NOTSET)
        logging.captureWarnings(True)
        for logger in logging.root.manager.loggerDict.values():
            if isinstance(logger, logging.Logger):
                logger.disabled = False

    def finish(self) -> None:
        """Half a line waits no longer than its batch."""
        self._stdout.finish()
        self._stderr.finish()

    def let_go(self) -> None:
        """In a child that an item forked: it has no way to the worker, but writes where native code does."""
        sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
        logging.getLogger().handlers[:] = [logging.StreamHandler()]


def _lines(tell: Tell, stream: Literal["stdout", "stderr"]) -> Lines:
    return Lines(lambda text, length: tell(Line(stream, text, length)))


class _Handler(logging.Handler):
    """Python's logging, as plain texts."""

    def __init__(self, tell: Tell) -> None:
        super().__init__()
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        text, length, traceback = text_of(record)
        self._tell(Record(record.levelname, record.name, text, length, traceback))


def relay_to(capture: Capture) -> Callable[[Line | Record], None]:
    """What the worker does with it: into the run's log, while the item works."""

    def relay(said: Line | Record) -> None:
        if isinstance(said, Line):
            capture.relay_line(said.stream, said.text, said.length)
        else:
            capture.relay_record(said.level, said.logger, said.text, said.length, said.traceback)

    return relay
