"""The upkeep of a run's log while it grows."""

import contextlib
import threading
from collections.abc import Callable

from workflow_engine_shared.logs.writer import LogWriter

TEND_S = 0.1


class LogKeeper:
    """Tends the log while the run goes on, in a thread of its own."""

    def __init__(self, log: LogWriter, node: Callable[[], str | None]) -> None:
        self._log = log
        self._node = node
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="log", daemon=True)
        self._thread.start()

    def finish(self) -> None:
        """Nothing more is written: what is still untold goes into the log."""
        self._over.set()
        self._thread.join()
        self._log.finish()
        self._log.close()

    def _run(self) -> None:
        while not self._over.wait(TEND_S):
            with contextlib.suppress(Exception):  # the next time looks again; a log must not end a run
                self._log.tend(self._node())
