"""Liveness judges when a worker is overdue or silent. Pure; times are monotonic seconds.

A machine that slept, a clock that was set or a supervisor that was stopped ends nothing too early: every time runs on
the supervisor's own monotonic clock from the moment it heard of the matter, and `extend_deadlines` moves all of them
when the supervisor itself was away.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from workflow_engine_shared.protocol.messages import NodeMoved, OpenVisit
from workflow_engine_shared.vocabulary import VisitStatus
from workflow_engine_supervisor.processes.exits import Fate

#: A worker that was silent for longer is busy in native code, stopped, or hangs.
RESPONSIVE_S = 5.0
#: Such a silence is recorded as an event, and earlier where a worker is replaced soon.
STALLED_S = 30.0
#: A beat may have been written before a visit began that was told earlier; after so long it has overtaken nothing.
SETTLED_S = 5.0


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
    node: str | None  #: where it is: of several nodes the newest visit's
    held_s: float | None = None  #: for so long it has held its run, by the monotonic clock; None: it is over


@dataclass
class _Limit:
    due: float
    heard_at: float


@dataclass
class _WorkerState:
    heard_at: float
    start_due: float | None
    node: str | None = None  #: the newest visit's
    open: dict[int, str] = field(default_factory=dict)  #: the visits that are under way, with their nodes
    limits: dict[int, _Limit] = field(default_factory=dict)  #: of those that have one
    cancel_due: float | None = None
    stalled: bool = False  #: this silence is recorded
    begun_at: float = 0.0

    def due(self, limits: LivenessLimits) -> list[tuple[float, Fate]]:
        """Everything that may end it. While it starts, or a visit has a limit of its own, silence says nothing."""
        silent_long = self.limits or self.start_due is not None
        hang_due = None if silent_long else self.heard_at + limits.hang
        dues = [
            (self.cancel_due, Fate.CANCELLED),
            (min((each.due for each in self.limits.values()), default=None), Fate.TIMED_OUT),
            (self.start_due, Fate.NOT_BEGUN),
            (hang_due, Fate.HUNG),
        ]
        return [(due, fate) for due, fate in dues if due is not None]

    def extend_deadlines(self, seconds: float) -> None:
        self.heard_at += seconds
        for limit in self.limits.values():
            limit.due += seconds
        for name in ("start_due", "cancel_due"):
            due = getattr(self, name)
            setattr(self, name, None if due is None else due + seconds)

    def moved(self, move: NodeMoved, limit: _Limit | None) -> None:
        """A visit began or ended."""
        if move.status is VisitStatus.RUNNING:
            # Whatever is neither newer nor said to be beside it is over: the frame that ended it was lost.
            self.keep(lambda visit: visit >= move.visit or visit in move.beside)
            self.open[move.visit] = move.node
            if limit is not None:
                self.limits.setdefault(move.visit, limit)
        else:
            self.keep(lambda visit: visit != move.visit)
        self.node = (self.open[max(self.open)] if self.open else move.node) or None

    def keep(self, wanted: Callable[[int], bool]) -> None:
        """Forget the other visits."""
        self.open = {visit: node for visit, node in self.open.items() if wanted(visit)}
        self.limits = {visit: limit for visit, limit in self.limits.items() if wanted(visit)}

    @property
    def first_limited(self) -> int:
        """The visit whose time is up first."""
        return min(self.limits, key=lambda visit: self.limits[visit].due)


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
            if state := self._states.get(thread_id):
                state.start_due = None
                state.moved(move, self._limit_of(move.timeout, now))

    def beat(self, thread_id: str, under_way: Sequence[OpenVisit], now: float) -> None:
        """All visits that are under way, as the worker counted them a moment ago; none: an older worker does not say.

        The frame that ended a visit may be lost, and no newer visit may begin for long that would say so.
        """
        numbers = {each.visit for each in under_way}
        with self._lock:
            state = self._states.get(thread_id)
            if state is None or not numbers or numbers.issuperset(state.limits):
                return
            settled = {visit for visit, limit in state.limits.items() if now - limit.heard_at > SETTLED_S}
            state.keep(lambda visit: visit in numbers or visit not in settled)

    def stands(self, thread_id: str, under_way: Sequence[OpenVisit], now: float) -> None:
        """A worker without a pipe: these visits are under way, and no others."""
        numbers = [each.visit for each in under_way]
        with self._lock:
            if state := self._states.get(thread_id):
                state.start_due = None
                state.keep(numbers.__contains__)
                for each in under_way:
                    at = (each.node, each.visit, VisitStatus.RUNNING, each.attempt, each.timeout, tuple(numbers))
                    state.moved(NodeMoved(*at), self._limit_of(each.timeout, now))

    def _limit_of(self, timeout: float | None, now: float) -> _Limit | None:
        return None if timeout is None else _Limit(now + timeout + self._limits.grace, now)

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
                    found.append(Overdue(thread_id, fate, state.first_limited if fate is Fate.TIMED_OUT else None))
                    state.extend_deadlines(now - min(due for due, _ in late) + self._limits.grace)
        return found

    def extend_deadlines(self, seconds: float) -> None:
        """The supervisor itself was away for so long: nobody is late by that."""
        with self._lock:
            for state in self._states.values():
                state.extend_deadlines(seconds)
