"""What one visit heeds at its safe points: the run's commands, its own time, and a reason of its own to stop."""

import threading
from time import monotonic

from workflow_engine_worker.control.commands import RunCommands
from workflow_engine_worker.control.leave import LeaveRun, TimeIsUp


class VisitControl:
    """One visit's safe points. Any of its threads; `stop` and `close` from elsewhere, too."""

    def __init__(self, commands: RunCommands) -> None:
        self._commands = commands
        self._asked = threading.Event()  #: of its own, so that a wait ends for either reason
        self._deadline: float | None = None
        self._reason: LeaveRun | None = None
        commands.ring(self._asked.set)

    def close(self) -> None:
        """The visit is over."""
        self._commands.ring_no_more(self._asked.set)

    def stop(self, reason: LeaveRun) -> None:
        """This visit alone is to leave at its next safe point, with this."""
        self._reason = reason
        self._asked.set()

    @property
    def stop_requested(self) -> bool:
        """Whether somebody asked this visit, or the whole run, to stop in some way."""
        return self._asked.is_set()

    def safe_point(self) -> None:
        """Leave the run here if the time is up or somebody asked.

        Raises:
            TimeIsUp: the visit has used up its time.
            LeaveRun: what the whole run was asked for, as `RunCommands.safe_point` says; else what `stop` was given.
        """
        if self._deadline is not None and monotonic() >= self._deadline:
            raise TimeIsUp
        if not self._asked.is_set():
            return
        self._commands.safe_point()
        if self._reason is not None:
            raise self._reason

    def limit(self, seconds: float | None) -> None:
        """From now on the visit may take so long; None: as long as it likes."""
        self._deadline = None if seconds is None else monotonic() + seconds

    @property
    def time_left(self) -> float | None:
        """Seconds until the visit's time is up; None: no limit."""
        return None if self._deadline is None else max(0.0, self._deadline - monotonic())

    def wait(self, seconds: float) -> None:
        """Wait inside a visit: a command, `stop`, or the end of its time, ends the wait early, at a safe point."""
        left = self.time_left
        self._asked.wait(seconds if left is None else min(seconds, left))
        self.safe_point()
