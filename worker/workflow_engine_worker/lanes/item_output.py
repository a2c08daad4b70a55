"""What items print and log in their process, on its way to the run's log."""

import logging
import sys
from collections.abc import Callable
from typing import Literal

from workflow_engine_shared.logs.level_words import named_level
from workflow_engine_worker.lanes.messages import Aside, FromLane, Line, Record, Refused
from workflow_engine_worker.output.capture import Capture
from workflow_engine_worker.output.lines import Lines
from workflow_engine_worker.output.logging_setup import LoggingSetup

Tell = Callable[[FromLane], None]


class ItemOutput:
    """Leads prints, logging and warnings of this process to the run's worker. Once in a process."""

    def __init__(self, tell: Tell) -> None:
        self._stdout = _lines(tell, "stdout", lambda _: None)
        self._stderr = _lines(tell, "stderr", named_level)
        self._setup = LoggingSetup(lambda *said: tell(Record(*said)))
        self._setup.keep()  # a template may have imported the flow's module

    def keep_setup(self) -> None:
        """The function's module is imported: how it set logging up holds for all its items."""
        self._setup.keep()

    def restore(self) -> None:
        """Take back what an earlier loop's code replaced or silenced."""
        sys.stdout, sys.stderr = self._stdout, self._stderr
        self._setup.restore()

    def finish(self) -> None:
        """Half a line waits no longer than its batch."""
        self._stdout.finish()
        self._stderr.finish()

    def let_go(self) -> None:
        """In a child that an item forked: it has no way to the worker, but writes where native code does."""
        sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
        logging.getLogger().handlers[:] = [logging.StreamHandler()]


def _lines(tell: Tell, stream: Literal["stdout", "stderr"], level_of: Callable[[str], str | None]) -> Lines:
    def write(level: str | None, text: str, length: int) -> None:
        tell(Line(stream, text, length, level))

    return Lines(write, level_of, lambda _: None)  # of items the loop tells more than their bars


def relay_to(capture: Capture, refused: Callable[[str], None]) -> Callable[[Aside], None]:
    """What the worker does with it: into the run's log, while the item works."""

    def relay(said: Aside) -> None:
        if isinstance(said, Line):
            capture.relay_line(said.stream, said.level, said.text, said.length)
        elif isinstance(said, Refused):
            refused(said.detail)
        else:
            capture.relay_record(said.level, said.logger, said.text, said.length, said.traceback)

    return relay
