"""A run of a BPMN program in virtual time: nothing sleeps, the clock goes on to whatever comes next."""

import heapq
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any, TypeAlias

from support.token_runs import TokenRun
from workflow_engine_shared.bpmn import times
from workflow_engine_shared.tokens import engine
from workflow_engine_shared.tokens.events import Armed, Completed, Enabled, Event, Notice, TimerFired
from workflow_engine_shared.tokens.program import Program
from workflow_engine_shared.tokens.state import State, Sub

EPOCH = datetime(2026, 1, 1, tzinfo=timezone.utc)

#: What becomes of a piece of work: after so many seconds this happens. `None`: nobody does it.
Outcome: TypeAlias = "tuple[float, Event] | None"
Worker: TypeAlias = "Callable[[VirtualRun, str, str], Outcome]"


def at_once(_run: "VirtualRun", work_id: str, _node: str) -> Outcome:
    """A worker that is done without any time, and leaves nothing."""
    return 0.0, Completed(work_id)


class VirtualRun(TokenRun):
    """A run whose work a worker does; what is due earlier happens earlier, and of that what was there earlier."""

    def __init__(self, program: Program, worker: Worker = at_once, **variables: Any) -> None:
        self.now = 0.0
        self.trace: list[str] = []  #: nodes whose work began, in their order
        self._worker = worker
        self._due: list[tuple[float, int, Event]] = []
        self._count = 0
        super().__init__(program, **variables)

    def go_on(self, until: float = 3600.0, most: int = 2_000) -> "VirtualRun":
        """Let happen what is due, in its order."""
        while self._due and most and self._due[0][0] <= until and self.status == "running":
            self.now, _, event = heapq.heappop(self._due)
            self.hear(event)
            most -= 1
        return self

    def put(self, seconds: float, event: Event) -> None:
        """Let something happen so much later."""
        self._count += 1
        heapq.heappush(self._due, (self.now + seconds, self._count, event))

    def _take(self, state: State, notices: list[Notice]) -> None:
        super()._take(state, notices)
        for notice in notices:
            if isinstance(notice, Enabled) and notice.id in self.state["acts"]:
                self.trace.append(notice.node)
                outcome = self._worker(self, notice.id, notice.node)
                if outcome is not None:
                    self.put(*outcome)
            elif isinstance(notice, Armed) and notice.id in self.state["subs"]:
                sub = self.state["subs"][notice.id]
                if sub["kind"] == "timer":
                    self.put(seconds_to(sub, self.now), TimerFired(notice.id))

    def seen(self, work_id: str) -> dict[str, Any]:
        """The variables as a piece of work sees them."""
        return engine.variables_of(self.program, self.state, work_id)


def seconds_to(sub: Sub, now: float) -> float:
    """How long it is until a timer fires, from `now`, which counts from the epoch."""
    begin = EPOCH + timedelta(seconds=now)
    if sub["mode"] == "date":
        due = times.moment(sub["spec"])
    elif sub["mode"] == "duration":
        due = times.after(begin, times.duration(sub["spec"]))
    else:
        due = times.after(begin, times.cycle(sub["spec"]).every)
    return max((due - begin).total_seconds(), 0.0)
