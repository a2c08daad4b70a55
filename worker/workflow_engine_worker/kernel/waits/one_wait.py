"""One visit that waits: how long it still does, and how its wait is written down and told."""

from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any, Final

from workflow_engine_shared.clock import parse_rfc3339, rfc3339
from workflow_engine_shared.errors import CheckpointUnreadable
from workflow_engine_shared.ids import shown
from workflow_engine_shared.storage.run.waits import OpenWait
from workflow_engine_shared.storage.workflow.rows import SignalRow
from workflow_engine_shared.storage.workflow.signals import DAMAGED
from workflow_engine_shared.storage.workflow.waits import NewWait, WaitHow, WaitKind
from workflow_engine_worker.nodes import Asked
from workflow_engine_worker.visits.node_visit import NodeVisit

#: A time that is so near is waited for in the process. So often clocks are looked at: they jump, and tell nobody.
NEAR_S: Final = 30.0


@dataclass
class OneWait:
    """A visit that waits, or an event."""

    visit: NodeVisit | None  #: None: an event waits, beside visits
    wait: OpenWait
    due: float | None = None  #: of a duration: when it ends by the monotonic clock

    @classmethod
    def begun(cls, visit: NodeVisit | None, wait: OpenWait, now: datetime) -> "OneWait":
        """From now on, in this process."""
        found = cls(visit, wait)
        if wait.seconds is not None:
            found.due = monotonic() + min(max(0.0, found.left(now) or 0.0), wait.seconds)
        return found

    def left(self, now: datetime) -> float | None:
        """Seconds until it ends by itself; None: it does not.

        A duration that is short goes by the time that passes, a longer one also by the clock: the machine may sleep.
        """
        if self.wait.due_at is None:
            return None
        by_clock = (parse_rfc3339(self.wait.due_at) - now).total_seconds()
        if self.due is None or self.wait.seconds is None:
            return by_clock
        by_passing = self.due - monotonic()
        return by_passing if self.wait.seconds <= NEAR_S else min(by_clock, by_passing)

    def is_over(self, now: datetime) -> bool:
        """Whether it ends by itself, now."""
        left = self.left(now)
        return left is not None and left <= 0

    def is_near(self, now: datetime) -> bool:
        """Whether it ends by itself within moments."""
        left = self.left(now)
        return left is not None and left <= NEAR_S

    @property
    def how_it_ends(self) -> WaitHow:
        """What comes where nothing else does."""
        return WaitHow(self.wait.ends)


def open_wait(asked: Asked, key: str, visit: int, node_id: str, now: datetime) -> OpenWait:
    """What was decided, as `run.db` has it."""
    ends = asked.ends
    return OpenWait(
        key,
        visit,
        node_id,
        rfc3339(now),
        asked.kind.value,
        due_at=None if ends is None else rfc3339(ends.at),
        ends=None if ends is None else ends.how.value,
        seconds=None if ends is None else ends.seconds,
        ref=asked.ref,
        correlation=asked.correlation,
        body=asked.body,
    )


def row_of(wait: OpenWait) -> NewWait:
    """The same, as `workflow.db` has it."""
    kind = WaitKind(wait.kind)
    return NewWait(wait.key, kind, wait.node_id, wait.visit, wait.ref, wait.correlation, wait.due_at, wait.body)


def in_words(wait: OpenWait) -> str:
    """What is waited for."""
    until = f"until {wait.due_at}" if wait.due_at else "as long as it takes"
    whom = {
        WaitKind.FORM.value: "for a form",
        WaitKind.MESSAGE.value: f"for the message {shown(wait.ref)}",
        WaitKind.CHILD.value: f"for run {shown(wait.ref)}",
    }
    words = whom.get(wait.kind)
    if words is None:
        return until if wait.kind == WaitKind.TIMER.value else f"for {shown(wait.ref)}, {until}"
    return f"{words}, {until}"


def work_of(key: str) -> str:
    """What the tokens know the visit by: a wait that was given up and begins anew has a key of its own."""
    return key.partition(".")[0]


def key_of(work_id: str, attempt: int) -> str:
    """The key of a wait that is decided in this attempt."""
    return work_id if attempt == 1 else f"{work_id}.{attempt}"


def met(signal: SignalRow) -> tuple[str, WaitHow, Any]:
    """What came: for which key, how, and what it was.

    Raises:
        CheckpointUnreadable: the row is damaged.
    """
    payload = signal.payload
    try:
        if DAMAGED not in payload:
            return str(payload["key"]), WaitHow(payload["how"]), payload.get("value")
    except (LookupError, ValueError):
        pass
    raise CheckpointUnreadable("What the run waited for came, and cannot be read: its row in workflow.db is damaged.")
