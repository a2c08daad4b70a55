"""What an event waits for, as a row: decided once, when it begins to wait; and what comes, as the tokens take it."""

from datetime import datetime
from typing import Any

from workflow_engine_shared.bpmn import times
from workflow_engine_shared.clock import parse_rfc3339, rfc3339
from workflow_engine_shared.codec.canonical_json import canonical
from workflow_engine_shared.errors import BadExpression
from workflow_engine_shared.ids import shown
from workflow_engine_shared.storage.run.waits import OpenWait
from workflow_engine_shared.storage.workflow.waits import SIGNAL, WaitHow, WaitKind, variables_of
from workflow_engine_shared.tokens.events import Event, Message, Signal, TimerFired
from workflow_engine_shared.tokens.state import Sub


def wait_of(key: str, sub: Sub, now: datetime, before: OpenWait | None) -> OpenWait:
    """What is waited for; `before`: of a cycle, the wait for the time before.

    Raises:
        BadExpression: the time is none.
    """
    base: dict[str, Any] = {"key": key, "visit": 0, "node_id": sub["node"], "armed_at": rfc3339(now)}
    if sub["kind"] == "timer":
        due, seconds = _due(sub, now, before)
        return OpenWait(
            **base, kind=WaitKind.TIMER.value, due_at=rfc3339(due), ends=WaitHow.TIMER.value, seconds=seconds
        )
    ref = sub.get("ref") or ""
    if sub["kind"] == "signal":
        return OpenWait(**base, kind=WaitKind.MESSAGE.value, ref=f"{SIGNAL}{ref}")
    about = sub.get("correlation")
    return OpenWait(
        **base, kind=WaitKind.MESSAGE.value, ref=ref, correlation=None if about is None else canonical(about)
    )


def event_of(sub_id: str, sub: Sub, value: Any) -> Event:
    """What came, as the tokens take it."""
    if sub["kind"] == "timer":
        return TimerFired(sub_id)
    payload = variables_of(value)
    if sub["kind"] == "signal":
        return Signal(sub.get("ref"), payload)
    return Message(sub.get("ref"), payload, sub.get("correlation"), sub_id)


def _due(sub: Sub, now: datetime, before: OpenWait | None) -> tuple[datetime, float | None]:
    """When a timer fires; and the seconds until then, where it is a length of time that is measured."""
    spec = sub["spec"]
    try:
        if sub["mode"] == "date":
            return times.moment(spec), None
        if sub["mode"] == "duration":
            length = times.duration(spec)
            return times.after(now, length), None if length.months else length.seconds
        return _next(times.cycle(spec), now, before), None
    except (times.NotATime, ValueError, OverflowError) as error:
        said = str(error) if isinstance(error, times.NotATime) else "is too far away"
        raise BadExpression(f"The time of {sub['node']!r}: {shown(spec)} {said}.") from None


def _next(cycle: times.Cycle, now: datetime, before: OpenWait | None) -> datetime:
    """The next time of a cycle. Times that were missed are not made up for."""
    if before is not None and before.due_at is not None:
        due = times.after(parse_rfc3339(before.due_at), cycle.every)
    elif cycle.start is not None:
        due = cycle.start
    else:
        return times.after(now, cycle.every)
    if due > now:
        return due
    if not cycle.every.months:
        missed = (now - due).total_seconds() // cycle.every.seconds + 1
        return times.after(due, times.Duration(0, missed * cycle.every.seconds))
    while due <= now:
        due = times.after(due, cycle.every)
    return due
