"""How the flow's modules set logging up when they were imported: that holds at the begin of each node and loop."""

import logging

from workflow_engine_worker.output import records


class LoggingSetup:
    """Python's logging in this process, with a handler of ours."""

    def __init__(self, handler: logging.Handler) -> None:
        self._handler = handler
        self._level, self._disabled = logging.INFO, logging.NOTSET
        self._off: set[str] = set()  #: loggers that the flow's modules switched off for good

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
        root.setLevel(self._level)
        logging.disable(self._disabled)
        logging.captureWarnings(True)
        for name, logger in _loggers().items():
            logger.disabled = name in self._off
        records.keep_own_loggers()


def _loggers() -> dict[str, logging.Logger]:
    """All named ones."""
    known = logging.root.manager.loggerDict.items()
    return {name: logger for name, logger in known if isinstance(logger, logging.Logger)}
