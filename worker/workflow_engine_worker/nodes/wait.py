"""`wait`: which time, or which message, is waited for."""

import math
from datetime import date, datetime, timezone
from decimal import Decimal
from typing import Any

import msgspec

from workflow_engine_shared.clock import rfc3339
from workflow_engine_shared.dsl.nodes.wait import WaitNode
from workflow_engine_shared.errors import InvalidWait
from workflow_engine_shared.ids import shown
from workflow_engine_shared.jsonlogic.rules import evaluate
from workflow_engine_shared.jsonlogic.state_values import decimal_as_number
from workflow_engine_shared.storage.workflow.waits import WaitHow, WaitKind
from workflow_engine_shared.storage.workflow.waits.rows import correlation_text
from workflow_engine_worker.nodes.outcome import Outcome
from workflow_engine_worker.nodes.waiting.asked import Asked, Asking, Ends, deadline, duration, in_range, outcome_of

MAX_CORRELATION = 4096  #: characters
_UTC = "UTC"
_KNOWN = "Let it give what the sender knows, too: an id, a number of an order."


def ask(node: WaitNode, asking: Asking) -> Asked:
    """What is waited for from now on.

    Raises:
        InvalidWait: a rule gives no time, or nothing to know a message by.
        BadExpression: it gives no value.
    """
    limit = deadline(asking.now, node.policy)
    if node.message is not None:
        return Asked(WaitKind.MESSAGE, limit, ref=node.message, correlation=_correlation(node, asking.state))
    ends = _time(node, asking)
    if limit is not None and limit.at < ends.at:
        ends = limit
    body = None if ends.seconds is None else {"seconds": ends.seconds}
    return Asked(WaitKind.TIMER, ends, body=body)


def came(node: WaitNode, how: WaitHow, value: Any) -> Outcome:
    """The time, or the message, has come."""
    return outcome_of(node, how, value, node.output_key)


def _time(node: WaitNode, asking: Asking) -> Ends:
    if node.cron is not None:
        from workflow_engine_shared.timetables.timetable import Cron  # few flows have one

        found = Cron(node.cron, node.timezone or _UTC).after(asking.now)
        if found is None:
            raise InvalidWait(f"Node {node.id!r}: the cron line {shown(node.cron)} has no more times.")
        return Ends(found)
    if node.until is not None:
        until = evaluate(node.until, asking.state) if isinstance(node.until, dict) else node.until
        return Ends(_moment(until, node))
    seconds = evaluate(node.seconds, asking.state) if isinstance(node.seconds, dict) else node.seconds
    return duration(asking.now, in_range(seconds, f"Node {node.id!r}: 'seconds'"))


def _moment(value: Any, node: WaitNode) -> datetime:
    from workflow_engine_shared.timetables.moments import NotShown, moment_of

    what = f"Node {node.id!r}: 'until' is {shown(value)}"
    if not isinstance(value, (str, date)):
        raise InvalidWait(f"{what}, which is no time.")
    try:
        return moment_of(value, node.timezone)
    except NotShown as error:  # clocks go on there: that is the moment that is meant
        return moment_of(error.later, node.timezone)
    except ValueError as error:
        raise InvalidWait(f"{what}, which is no time: {error}.") from error


def _correlation(node: WaitNode, state: dict[str, Any]) -> str | None:
    if node.correlation is msgspec.UNSET:
        return None
    value = evaluate(node.correlation, state)
    if value is None:
        detail = f"Node {node.id!r}: 'correlation' gives {shown(value)}, and no message could be about that."
        raise InvalidWait(detail, hint=_KNOWN)
    text = correlation_text(_plain(value, node))
    if len(text) > MAX_CORRELATION:
        detail = (
            f"Node {node.id!r}: 'correlation' gives {len(text):,} characters; at most {MAX_CORRELATION:,} are allowed."
        )
        raise InvalidWait(detail, hint="Correlate by an id.")
    return text


def _plain(value: Any, node: WaitNode) -> Any:
    """A value as messages can have it; dates are the text that they are in expressions."""
    if isinstance(value, datetime):
        return rfc3339(value.replace(tzinfo=value.tzinfo or timezone.utc))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal) and value.is_finite():
        return decimal_as_number(value)
    if isinstance(value, dict):
        return {str(key): _plain(item, node) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item, node) for item in value]
    is_json = value is None or isinstance(value, (str, int)) or (isinstance(value, float) and math.isfinite(value))
    if is_json:
        return value
    detail = f"Node {node.id!r}: 'correlation' gives {shown(value)}, which no message can have: JSON does not."
    raise InvalidWait(detail, hint=_KNOWN)
