"""What nodes that wait have in common: what they ask for, and what becomes of what came."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import msgspec

from workflow_engine_shared.codec import json_view
from workflow_engine_shared.dsl.model import Linked
from workflow_engine_shared.dsl.nodes.policy import Activity, NodePolicy
from workflow_engine_shared.dsl.nodes.waiting.times import MAX_WAIT
from workflow_engine_shared.errors import InvalidWait, NodeTimeout
from workflow_engine_shared.ids import shown
from workflow_engine_shared.storage.workflow.waits import WaitHow, WaitKind
from workflow_engine_worker.functions.result import checked_update
from workflow_engine_worker.masks import RunMasker
from workflow_engine_worker.nodes.outcome import Outcome


class Ends(msgspec.Struct, frozen=True):
    """When a wait ends by itself."""

    at: datetime
    how: WaitHow = WaitHow.TIMER
    seconds: float | None = None  #: of a duration; None: it ends when a clock shows a time


class Asked(msgspec.Struct, frozen=True):
    """What a node waits for."""

    kind: WaitKind
    ends: Ends | None = None
    ref: str | None = None
    correlation: str | None = None
    body: dict[str, Any] | None = None


class Asking(msgspec.Struct, frozen=True):
    """What a node may look at when it begins to wait."""

    state: dict[str, Any]
    now: datetime
    files: Callable[[], list[str]]  #: the names of the run's artifacts
    run: str = ""  #: its thread_id
    key: str = ""  #: of the wait
    called: Linked | None = None  #: the flow that the node calls


def duration(now: datetime, seconds: float, how: WaitHow = WaitHow.TIMER) -> Ends:
    """So many seconds from now on."""
    return Ends(now + timedelta(seconds=seconds), how, seconds)


def deadline(now: datetime, policy: NodePolicy) -> Ends | None:
    """When it is waited no longer."""
    return None if policy.timeout is None else duration(now, policy.timeout, WaitHow.TIMEOUT)


def in_range(seconds: Any, what: str) -> float:
    """Raises InvalidWait: it is no duration that can be waited for."""
    is_number = isinstance(seconds, (int, float)) and not isinstance(seconds, bool)
    if not is_number or not 0 <= seconds <= MAX_WAIT:  # NaN is in no range
        raise InvalidWait(f"{what} is {shown(seconds)}: no number of seconds between 0 and {MAX_WAIT:,}.")
    return float(seconds)


def visible(value: Any) -> Any:
    """A value as it may be shown: plain JSON, without secrets."""
    return RunMasker.masker.view(json_view(value))


def timed_out(node: Activity, why: str, again: str) -> Outcome:
    """What becomes of a node whose time is over; `again` is what a resume brings.

    Raises:
        NodeTimeout: unless `onTimeout` is "continue".
    """
    error = NodeTimeout(why, hint=f'Draw an edge with "on": "timeout" out of it, or resume: {again}.')
    if node.policy.on_timeout == "continue":
        return Outcome(let_pass=error.data(node.id))
    raise error


def outcome_of(node: Activity, how: WaitHow, value: Any, output_key: str | None) -> Outcome:
    """What becomes of a node when something came; `value` is what it was.

    Raises:
        NodeTimeout: nothing came in time, unless `onTimeout` is "continue".
    """
    if how is WaitHow.TIMEOUT:
        why = f"Node {node.id!r} waited {node.policy.timeout:g} s, and nothing came."
        return timed_out(node, why, "it waits as long again")
    if output_key is None or how is WaitHow.TIMER:
        return Outcome()
    return Outcome(updates=checked_update({output_key: value}, repr(node.id)))
