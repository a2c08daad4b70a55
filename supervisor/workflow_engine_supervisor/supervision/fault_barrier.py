"""The fault barrier: nothing ends the monitor's loop, and one run's trouble is not another's."""

import contextlib
from collections.abc import Callable, Iterator

from workflow_engine_shared.errors import DatabaseBusy, DiskFull, RenError
from workflow_engine_supervisor import event_log
from workflow_engine_supervisor.home.disk_reserve import DiskReserve


class FaultBarrier:
    """Logs what fails inside and lets the loop go on: the next tick tries again."""

    def __init__(self, reserve: DiskReserve, on_locked: Callable[[], None]) -> None:
        """`on_locked` is called when somebody waited for the database in vain."""
        self._reserve = reserve
        self._on_locked = on_locked

    @contextlib.contextmanager
    def contain(self, thread_id: str = "") -> Iterator[None]:
        """Stop whatever is raised inside; a full disk is given what was kept in reserve for that."""
        try:
            yield
        except RenError as error:
            event_log.event("monitor.failed", thread_id=thread_id, code=error.code, detail=error.detail)
            if isinstance(error, DatabaseBusy):
                self._on_locked()
            elif isinstance(error, DiskFull) and self._reserve.release():
                event_log.event("disk.full", then="the reserve was given up")
        except Exception as error:  # noqa: BLE001 - without the monitor's thread no run would ever move again
            event_log.event("monitor.broke", thread_id=thread_id, error=repr(error))
