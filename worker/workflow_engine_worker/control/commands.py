"""What others want of this run: commands read from the signals table, heeded at safe points.

A safe point leaves the run by an exception of our own that is no `Exception`, so that a user's `except Exception`
cannot swallow a pause.
"""

import threading
from collections.abc import Callable, Iterable

from workflow_engine_shared.storage.workflow.rows import SignalRow
from workflow_engine_shared.storage.workflow.store import Store
from workflow_engine_shared.vocabulary import SignalType
from workflow_engine_worker.control.leave import (
    CancelAsked,
    LeaveRun,
    PauseAsked,
    RestartAsked,
    StopAsked,
)


class RunCommands:
    """The commands that wait for this run. `poll` may be called by any thread."""

    def __init__(self, store: Store, thread_id: str) -> None:
        self._store = store
        self._thread_id = thread_id
        self._lock = threading.Lock()
        self._pauses: list[int] = []
        self._cancels: list[int] = []
        self._stop: type[LeaveRun] | None = None
        self._failure: LeaveRun | None = None
        self._asked = threading.Event()
        self._rung: set[Callable[[], object]] = set()  #: called as soon as anything is asked
        self._came: dict[int, SignalRow] = {}  #: what the run waited for, by the command's id
        self.on_came: Callable[[], object] = lambda: None  #: called when something of that is new
        self._taken_over = False
        self.left_in_thread = False  #: whether a thread of the flow's own left at a safe point
        self.answered: frozenset[int] = frozenset()  #: commands whose effect `take_over` made due

    def take_over(self) -> list[SignalRow]:
        """Read what waits at the start; returns the resumes to apply, oldest first.

        A resume answers the pauses before it; they count as processed with it.
        """
        waiting = self._read()
        resumes = [signal for signal in waiting if signal.type is SignalType.RESUME_REQUEST]
        last = resumes[-1].id if resumes else 0
        pauses = [signal.id for signal in waiting if signal.type is SignalType.PAUSE_REQUEST and signal.id < last]
        self.answered = frozenset([*pauses, *(signal.id for signal in resumes)])
        self._taken_over = True
        self.poll()
        return resumes

    def poll(self) -> None:
        """Read the signals table again; before `take_over` nobody can tell which pauses are answered."""
        for signal in self._read() if self._taken_over else ():
            self._note(signal)

    def stop(self) -> None:
        """The supervisor is leaving."""
        self._stop = StopAsked
        self._ask()

    def restart(self) -> None:
        """A fresh process is to take over."""
        self._stop = self._stop or RestartAsked
        self._ask()

    def fail(self, failure: LeaveRun) -> None:
        """Something outside the node makes going on pointless: leave with this at the next safe point."""
        self._failure = failure
        self._ask()

    @property
    def stop_requested(self) -> bool:
        """Whether somebody asked this run to stop in some way."""
        return self._asked.is_set()

    def asked_by_now(self) -> bool:
        """Whether somebody did, also where no other thread came to read it yet: the last look before a run's end.

        Code that keeps all threads from running may have lasted until now, and been ended by the very cancel.
        """
        if not self.stop_requested:
            self.poll()
        return self.stop_requested

    def safe_point(self) -> None:
        """Leave the run here if somebody asked.

        Raises:
            CancelAsked, PauseAsked, StopAsked or RestartAsked: in this order of importance; before all of them, what
                `fail` was given.
        """
        if not self._asked.is_set():
            return
        if threading.current_thread() is not threading.main_thread():
            self.left_in_thread = True
        if self._failure is not None:
            raise self._failure
        with self._lock:
            if self._cancels:
                raise CancelAsked([*self._cancels, *self._pauses])
            if self._pauses:
                raise PauseAsked(self._pauses)
        if self._stop is not None:
            raise self._stop

    def came(self) -> list[SignalRow]:
        """What has come of all that the run waits for, oldest first, until `forget`."""
        return sorted([*self._came.values()], key=lambda signal: signal.id)

    def forget(self, signals: Iterable[int]) -> None:
        """Their effect is committed."""
        for each in signals:
            self._came.pop(each, None)

    def ring(self, bell: Callable[[], object]) -> None:
        """From now on this is called as soon as anything is asked, and at once if something was."""
        self._rung.add(bell)
        if self._asked.is_set():
            bell()

    def ring_no_more(self, bell: Callable[[], object]) -> None:
        """Nobody listens to it any more."""
        self._rung.discard(bell)

    def _ask(self) -> None:
        # Without a lock: a signal's handler may come by while its own thread holds any.
        self._asked.set()
        for bell in list(self._rung):
            bell()

    def _read(self) -> list[SignalRow]:
        with self._store.read() as tx:
            return tx.waiting_commands(self._thread_id)

    def _note(self, signal: SignalRow) -> None:
        if signal.type is SignalType.WAIT_REQUEST:
            if self._came.setdefault(signal.id, signal) is signal:
                self.on_came()
            return
        with self._lock:
            known = self._cancels if signal.type is SignalType.CANCEL_REQUEST else self._pauses
            wanted = (
                signal.type in (SignalType.CANCEL_REQUEST, SignalType.PAUSE_REQUEST) and signal.id not in self.answered
            )
            if wanted and signal.id not in known:
                known.append(signal.id)
                self._ask()
