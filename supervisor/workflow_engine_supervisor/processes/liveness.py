"""Liveness judges when a worker is overdue or silent. Pure; times are monotonic seconds.

A machine that slept, a clock that was set or a supervisor that was stopped ends nothing too early: every time runs on
the supervisor's own monotonic clock from the moment it heard of the matter, and `extend_deadlines` moves all of them
when the supervisor itself was away.
"""

import threading
from dataclasses import dataclass
from typing import NamedTuple

from workflow_engine_shared.protocol.messages import NodeMoved
from workflow_engine_shared.vocabulary import VisitStatus
from workflow_engine_supervisor.processes.exits import Fate

#: A worker that was silent for longer is busy in native code, stopped, or hangs.
RESPONSIVE_S = 5.0
#: Such a silence is recorded as an event, and earlier where a worker is replaced soon.
STALLED_S = 30.0


@dataclass(frozen=True)
class LivenessLimits:
    """The time limits of workers, in seconds."""

    grace: float  #: between asking and ending by force
    start: float  #: to the first node, imports included
    hang: float  #: without a sign of life

    @property
    def stall(self) -> float:
        """The shortest silence that is worth an event."""
        return min(STALLED_S, self.hang / 2)


@dataclass(frozen=True)
class Overdue:
    """A worker that is to be ended, and why."""

    thread_id: str
    fate: Fate
    visit: int | None = None  #: the visit that ran out of time


class WorkerHealth(NamedTuple):
    """A worker's health, as far as its messages say it."""

    responsive: bool  #: it gave a sign of life lately
    node: str | None  #: where it is
    held_s: float | None = None  #: for so long it has held its run, by the monotonic clock; None: it is over


@dataclass
class _WorkerState:
    heard_at: float
    start_due: float | None
    visit: int = 0  #: the newest one
    node: str | None = None  #: whose visit that is
    limit_due: float | None = None
    cancel_due: float | None = None
    stalled: bool = False  #: this silence is recorded
    begun_at: float = 0.0

    def due(self, limits: LivenessLimits) -> list[tuple[float, Fate]]:
        """Everything that may end it. While it starts, or a visit has a limit of its own, silence says nothing."""
        silent_long = self.limit_due is not None or self.start_due is not None
        hang_due = None if silent_long else self.heard_at + limits.hang
        dues = [
            (self.cancel_due, Fate.CANCELLED),
            (self.limit_due, Fate.TIMED_OUT),
            (self.start_due, Fate.NOT_BEGUN),
            (hang_due, Fate.HUNG),
        ]
        return [(due, fate) for due, fate in dues if due is not None]

    def extend_deadlines(self, seconds: float) -> None:
        self.heard_at += seconds
        for name in ("start_due", "limit_due", "cancel_due"):
            due = getattr(self, name)
            setattr(self, name, None if due is None else due + seconds)


class Liveness:
    """Keeps the deadlines of every worker that holds a run. Any thread."""

    def __init__(self, limits: LivenessLimits) -> None:
        self._limits = limits
        self._lock = threading.Lock()
        self._states: dict[str, _WorkerState] = {}

    def begin(self, thread_id: str, now: float, *, adopted: bool = False, held_s: float = 0.0) -> None:
        """A worker was given this run, or adopted with it after it had held it for so long."""
        with self._lock:
            start_due = None if adopted else now + self._limits.start
            self._states[thread_id] = _WorkerState(now, start_due, begun_at=now - held_s)

    def over(self, thread_id: str) -> None:
        """The run has no worker any more."""
        with self._lock:
            self._states.pop(thread_id, None)

    def heard(self, thread_id: str, now: float) -> None:
        """The worker gave a sign of life."""
        with self._lock:
            if state := self._states.get(thread_id):
                state.heard_at, state.stalled = now, False

    def still_starting(self, thread_id: str, now: float) -> None:
        """The worker is getting ready and reports how far it is: the start may take as long as that."""
        with self._lock:
            state = self._states.get(thread_id)
            if state is not None and state.start_due is not None:
                state.start_due = now + self._limits.start

    def moved(self, thread_id: str, move: NodeMoved, now: float) -> None:
        """A visit began, with or without a limit, or ended. The report of a limit may overtake an earlier message."""
        with self._lock:
            state = self._states.get(thread_id)
            if state is None or move.visit < state.visit:
                return
            state.start_due = None
            state.node = move.node or None
            if move.visit > state.visit or move.status is not VisitStatus.RUNNING:
                state.visit, state.limit_due = move.visit, None
            if move.timeout is not None and state.limit_due is None:
                state.limit_due = now + move.timeout + self._limits.grace

    def cancel(self, thread_id: str, now: float) -> None:
        """The run was asked to end; asking again changes nothing."""
        with self._lock:
            state = self._states.get(thread_id)
            if state is not None and state.cancel_due is None:
                state.cancel_due = now + self._limits.grace

    def health(self, thread_id: str, now: float) -> WorkerHealth:
        """The health of a run's worker."""
        with self._lock:
            state = self._states.get(thread_id)
            if state is None:
                return WorkerHealth(responsive=True, node=None)
            return WorkerHealth(now - state.heard_at < RESPONSIVE_S, state.node, now - state.begun_at)

    def responsive(self, thread_id: str, now: float) -> bool:
        """Whether a run's worker gave a sign of life lately."""
        return self.health(thread_id, now).responsive

    def silent(self, now: float) -> list[tuple[str, float]]:
        """Runs whose worker has been silent for long, with the seconds; each silence is reported once."""
        with self._lock:
            found = [
                (thread_id, state)
                for thread_id, state in self._states.items()
                if state.start_due is None and not state.stalled and now - state.heard_at >= self._limits.stall
            ]
            for _, state in found:
                state.stalled = True
            return [(thread_id, now - state.heard_at) for thread_id, state in found]

    def overdue(self, now: float) -> list[Overdue]:
        """Workers to be ended now; each is reported again after another `grace` if it is still there."""
        found = []
        with self._lock:
            for thread_id, state in self._states.items():
                late = [(due, fate) for due, fate in state.due(self._limits) if due <= now]
                if late:
                    _, fate = min(late, key=lambda each: each[0])
                    found.append(Overdue(thread_id, fate, state.visit if fate is Fate.TIMED_OUT else None))
                    state.extend_deadlines(now - min(due for due, _ in late) + self._limits.grace)
        return found

    def extend_deadlines(self, seconds: float) -> None:
        """The supervisor itself was away for so long: nobody is late by that."""
        with self._lock:
            for state in self._states.values():
                state.extend_deadlines(seconds)
