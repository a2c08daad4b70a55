"""The supervisor's own log: events with fields, made into readable lines in one place."""

import logging
import threading
import time
from collections.abc import Callable

from workflow_engine_shared.machine_limits import lacks_handles

#: What fails again and again is told of no more often than this.
TOLD_EVERY_S = 60.0
_MOST_KINDS = 1_000
_log = logging.getLogger("renflow.supervisor")


def event(name: str, **fields: object) -> None:
    """Something happened: `name` says what, the fields say to whom."""
    _log.info("%s %s", name, " ".join(f"{key}={value}" for key, value in fields.items()))


def trouble(name: str, error: BaseException, **fields: object) -> None:
    """Something failed, perhaps again and again: told once a minute, with how often it came since."""
    kind = "no file handles" if lacks_handles(error) else repr(error)
    if times := _troubles.came(f"{name} {kind}"):
        event(name, **fields, error=repr(error), **({"times": times} if times > 1 else {}))


class Troubles:
    """How often each kind of trouble came since it was told. Any thread."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._known: dict[str, tuple[float, int]] = {}  #: by kind: when it was told, how often it came since

    def came(self, kind: str) -> int:
        """It came once more; returns how often it is to be told that it did, 0 if that is not due."""
        now = self._monotonic()
        with self._lock:
            told_at, since = self._known.get(kind, (None, 0))
            if told_at is not None and now - told_at < TOLD_EVERY_S:
                self._known[kind] = told_at, since + 1
                return 0
            if len(self._known) >= _MOST_KINDS:
                self._known.clear()
            self._known[kind] = now, 0
            return since + 1


_troubles = Troubles()
