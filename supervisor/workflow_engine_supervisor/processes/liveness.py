"""When a worker is ended by force, or shown as silent. Pure; times are monotonic seconds.

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
    """Seconds."""

    grace: float  #: between asking and ending by force
    start: float  #: to the first node, imports included
    hang: float  #: without a sign of life

    @property
    def stall(self) -> float:
        """A silence worth an event."""
        return min(STALLED_S, self.hang / 2)


@dataclass(frozen=True)
class Overdue:
    """A worker that is to be ended, and why."""

    thread_id: str
    fate: Fate
    visit: int | None = None  #: the visit that ran out of time


class WorkerHealth(NamedTuple):
    """What is known of a worker from what it said."""

    responsive: bool  #: it showed life lately
    node: str | None  #: where it is


@dataclass
class _Watched:
    heard_at: float
    start_due: float | None
    visit: int = 0  #: the newest one
    node: str | None = None  #: whose visit that is
    limit_due: float | None = None
    cancel_due: float | None = None
    stalled: bool = False  #: this silence is recorded

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
    """The limits of all workers that hold a run. Any thread."""

    def __init__(self, limits: LivenessLimits) -> None:
        self._limits = limits
        self._lock = threading.Lock()
        self._watched: dict[str, _Watched] = {}

    def begin(self, thread_id: str, now: float, *, adopted: bool = False) -> None:
        """A worker was given this run, or adopted with it."""
        with self._lock:
            self._watched[thread_id] = _Watched(now, None if adopted else now + self._limits.start)

    def over(self, thread_id: str) -> None:
        """The run has no worker any more."""
        with self._lock:
            self._watched.pop(thread_id, None)

    def heard(self, thread_id: str, now: float) -> None:
        """A sign of life."""
        with self._lock:
            if watched := self._watched.get(thread_id):
                watched.heard_at, watched.stalled = now, False

    def still_starting(self, thread_id: str, now: float) -> None:
        """It is getting ready, and tells how far it is: the start takes as long as that."""
        with self._lock:
            watched = self._watched.get(thread_id)
            if watched is not None and watched.start_due is not None:
                watched.start_due = now + self._limits.start

    def moved(self, thread_id: str, move: NodeMoved, now: float) -> None:
        """A visit began, with or without a limit, or ended. What is told of a limit may overtake what came before."""
        with self._lock:
            watched = self._watched.get(thread_id)
            if watched is None or move.visit < watched.visit:
                return
            watched.start_due = None
            watched.node = move.node or None
            if move.visit > watched.visit or move.status is not VisitStatus.RUNNING:
                watched.visit, watched.limit_due = move.visit, None
            if move.timeout is not None and watched.limit_due is None:
                watched.limit_due = now + move.timeout + self._limits.grace

    def cancel(self, thread_id: str, now: float) -> None:
        """The run was asked to end; asking again changes nothing."""
        with self._lock:
            watched = self._watched.get(thread_id)
            if watched is not None and watched.cancel_due is None:
                watched.cancel_due = now + self._limits.grace

    def life(self, thread_id: str, now: float) -> WorkerHealth:
        """How a run's worker is."""
        with self._lock:
            watched = self._watched.get(thread_id)
            if watched is None:
                return WorkerHealth(responsive=True, node=None)
            return WorkerHealth(now - watched.heard_at < RESPONSIVE_S, watched.node)

    def responsive(self, thread_id: str, now: float) -> bool:
        """Whether it showed life lately."""
        return self.life(thread_id, now).responsive

    def silent(self, now: float) -> list[tuple[str, float]]:
        """Runs whose worker has been silent for long, with the seconds; each silence is told once."""
        with self._lock:
            found = [
                (thread_id, watched)
                for thread_id, watched in self._watched.items()
                if watched.start_due is None and not watched.stalled and now - watched.heard_at >= self._limits.stall
            ]
            for _, watched in found:
                watched.stalled = True
            return [(thread_id, now - watched.heard_at) for thread_id, watched in found]

    def overdue(self, now: float) -> list[Overdue]:
        """Workers to be ended now; each is told again after another `grace` if it is still there."""
        found = []
        with self._lock:
            for thread_id, watched in self._watched.items():
                late = [(due, fate) for due, fate in watched.due(self._limits) if due <= now]
                if late:
                    _, fate = min(late, key=lambda each: each[0])
                    found.append(Overdue(thread_id, fate, watched.visit if fate is Fate.TIMED_OUT else None))
                    watched.extend_deadlines(now - min(due for due, _ in late) + self._limits.grace)
        return found

    def extend_deadlines(self, seconds: float) -> None:
        """The supervisor itself was away for so long: nobody is late by that."""
        with self._lock:
            for watched in self._watched.values():
                watched.extend_deadlines(seconds)
