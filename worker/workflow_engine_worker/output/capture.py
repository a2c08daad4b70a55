"""What user code prints, logs and warns of, led into the run's log.

What native code writes to file descriptors 1 and 2 goes to stderr.log, from where `LogKeeper` copies it. While several
visits are under way nobody can tell whose that is.
"""

import logging
import sys
from collections.abc import Callable
from functools import partial

from workflow_engine_shared.logs.level_words import named_level
from workflow_engine_shared.logs.writer import LogWriter
from workflow_engine_shared.sdk import node_context
from workflow_engine_worker.output.attribution import node_here
from workflow_engine_worker.output.bars import Bar
from workflow_engine_worker.output.lines import Lines
from workflow_engine_worker.output.logging_setup import LoggingSetup


def _show(bar: Bar) -> None:
    """A bar that the node's own code draws is the node's progress; of items the loop tells more."""
    context = node_context()
    if context is not None and not getattr(context, "is_item", False):
        context.progress(bar.done, bar.total, None, bar.label)


class Capture:
    """Leads prints, logging and warnings into the log."""

    def __init__(self, log: LogWriter, otherwise: Callable[[], str | None]) -> None:
        """`otherwise` names the node for lines that no node's code wrote."""
        self._log, self._otherwise = log, otherwise
        self._stdout = Lines(partial(self.relay_line, "stdout"), lambda _: None, _show)
        self._stderr = Lines(partial(self.relay_line, "stderr"), named_level, _show)
        logging.getLogger().handlers.clear()
        self._setup = LoggingSetup(self.relay_record)
        self.restore()

    def keep_setup(self) -> None:
        """The flow's modules are imported: how they set logging up is what holds between the nodes, too."""
        self._setup.keep()
        self.restore()

    def restore(self) -> None:
        """Take back what a node's code replaced, silenced or configured away: it must not silence those after it."""
        self._log.copy_stderr(self._otherwise())  # while the node is still the one whose native code wrote it
        sys.stdout, sys.stderr = self._stdout, self._stderr
        self._setup.restore()

    def relay_line(self, stream: str, level: str | None, text: str, length: int) -> None:
        """Write a line that was printed here or by an item in its own process, at the level that it names."""
        self._log.write(level or "INFO", text, self._node(), {"stream": stream}, length)

    def relay_record(self, level: str, name: str, text: str, length: int, trace: str | None) -> None:
        """Write what was logged here or by an item in its own process."""
        context = {"logger": name} if trace is None else {"logger": name, "traceback": trace}
        self._log.write(level, text, self._node(), context, length)

    def _node(self) -> str | None:
        return node_here() or self._otherwise()

    def finish(self) -> None:
        """Write out what this thread printed without the end of a line."""
        self._stdout.finish()
        self._stderr.finish()
