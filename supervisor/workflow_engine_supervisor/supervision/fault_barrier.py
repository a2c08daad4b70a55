"""The fault barrier: nothing ends the monitor's loop, and one run's trouble is not another's.

What fails about one run is tried again at the next tick; what fails again and again is given up, so that no run waits
for ever for what cannot be done.
"""

import contextlib
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from workflow_engine_shared.clock import Clock
from workflow_engine_shared.errors import (
    CannotStartWorker,
    DatabaseBusy,
    DatabaseMissing,
    DiskFull,
    RenError,
    TooManyOpenFiles,
)
from workflow_engine_shared.machine_limits import lacks_handles
from workflow_engine_supervisor import event_log
from workflow_engine_supervisor.home.disk_reserve import DiskReserve

#: So often, and for so many seconds, the same thing fails about one run until it is given up.
TRIES = 4
TRIED_S = 3.0
LOGGED_EVERY_S = event_log.TOLD_EVERY_S
#: These are the machine's trouble, whatever run they come up with: it is waited for.
_MACHINE = (DatabaseBusy, DatabaseMissing, DiskFull, CannotStartWorker)
_logger = logging.getLogger(__name__)


@dataclass
class _Trouble:
    """What fails about one run, at one thing that is done for it."""

    since: float
    tries: int = 0
    logged_at: float | None = None
    logged: str = ""


class FaultBarrier:
    """Logs what fails inside and lets the loop go on. Used by the monitor's thread only."""

    def __init__(self, reserve: DiskReserve, clock: Clock, on_locked: Callable[[], None]) -> None:
        """`on_locked` is called when somebody waited for the database in vain."""
        self._reserve = reserve
        self._clock = clock
        self._on_locked = on_locked
        self._machines = event_log.Troubles(clock.monotonic)
        self._troubles: dict[tuple[str, str], _Trouble] = {}
        self.give_up: Callable[[str, Exception], None] = lambda _thread_id, _error: None

    @property
    def has_trouble(self) -> bool:
        """Whether something failed that has not succeeded since."""
        return bool(self._troubles)

    @contextlib.contextmanager
    def contain(self, thread_id: str = "", doing: str = "") -> Iterator[None]:
        """Stop whatever is raised inside. `doing` names what is done, so that each thing has its own tries."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - without the monitor's thread no run would ever move again
            self._failed(thread_id, doing, error)
        else:
            self._troubles.pop((thread_id, doing), None)

    def _failed(self, thread_id: str, doing: str, error: Exception) -> None:
        now = self._clock.monotonic()
        trouble = self._troubles.setdefault((thread_id, doing), _Trouble(now))
        trouble.tries += 1
        machines = isinstance(error, _MACHINE) or lacks_handles(error)
        if machines:
            self._log_machines(thread_id, doing, error)
        else:
            self._log(thread_id, doing, error, trouble, now)
        if isinstance(error, DatabaseBusy):
            self._on_locked()
        elif isinstance(error, DiskFull) and self._reserve.release():
            event_log.event("disk.full", then="the reserve was given up")
        if not thread_id or machines or trouble.tries < TRIES or now - trouble.since < TRIED_S:
            return
        with self.contain("", f"giving up {thread_id}"):
            self.give_up(thread_id, error)
            del self._troubles[thread_id, doing]

    def _log_machines(self, thread_id: str, doing: str, error: Exception) -> None:
        """Each kind once a minute, whatever runs and things it comes up with."""
        code = TooManyOpenFiles.code if lacks_handles(error) else getattr(error, "code", "")
        if times := self._machines.came(code):
            told = {"thread_id": thread_id, "doing": doing, "code": code, "detail": str(error)}
            event_log.event("monitor.failed", **told, **({"times": times} if times > 1 else {}))

    def _log(self, thread_id: str, doing: str, error: Exception, trouble: _Trouble, now: float) -> None:
        words = repr(error)
        if trouble.logged == words and trouble.logged_at is not None and now - trouble.logged_at < LOGGED_EVERY_S:
            return
        trouble.logged, trouble.logged_at = words, now
        if isinstance(error, RenError):
            event_log.event("monitor.failed", thread_id=thread_id, doing=doing, code=error.code, detail=error.detail)
        else:
            _logger.error("monitor.broke thread_id=%s doing=%s", thread_id, doing, exc_info=error)
