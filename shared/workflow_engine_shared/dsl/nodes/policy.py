"""The policy of nodes that do work: how long a visit may take, how often it is tried, what a failure leads to."""

from collections.abc import Callable
from typing import Any, Literal, TypeAlias

import msgspec

from workflow_engine_shared.dsl.fields import Choice, Field, Integer, Number, Record
from workflow_engine_shared.dsl.place import Place

from .node_type import Node, NodeType

MAX_TIMEOUT = 30 * 24 * 3600
MAX_RETRY_DELAY = 24 * 3600

OnError: TypeAlias = Literal["fail", "continue"]
OnTimeout: TypeAlias = Literal["fail", "continue"]


class Retry(msgspec.Struct, frozen=True):
    """How often a node's work is tried, and how long to wait: `delay * backoff ** (attempt - 1)` seconds."""

    max_attempts: int = 1
    delay: float = 1.0
    backoff: float = 2.0


class NodePolicy(msgspec.Struct, frozen=True):
    """What bounds a node's work and what its failure leads to; None leaves it to the node's type."""

    timeout: float | None = None  #: seconds
    on_timeout: OnTimeout = "fail"
    retry: Retry | None = None
    on_error: OnError = "fail"


class Activity(Node, frozen=True, kw_only=True):
    """A node that does work under a policy."""

    policy: NodePolicy = NodePolicy()


def is_activity(kind: NodeType) -> bool:
    """Whether nodes of this type do work, which may fail."""
    return issubclass(kind.node, Activity)


TIMEOUT = Field(
    "timeout",
    Number(0, MAX_TIMEOUT, above=True),
    to="timeout",
    doc="How many seconds one visit may take; left out: no limit, or the one that the function was registered with.",
)
ON_TIMEOUT = Field(
    "onTimeout",
    Choice(("fail", "continue")),
    to="on_timeout",
    doc='What happens when the time is up; `"fail"` if left out.',
)
RETRY = Field(
    "retry",
    Record(
        Retry,
        Field("maxAttempts", Integer(1, 1000), to="max_attempts", doc="Attempts in all; 1 if left out."),
        Field("delay", Number(0, MAX_RETRY_DELAY), to="delay", doc="Seconds before the second attempt; 1 if left out."),
        Field("backoff", Number(1, 10), to="backoff", doc="Each further wait is so many times longer; 2 if left out."),
    ),
    to="retry",
    doc="How often an exception is tried again; left out: not at all, or as the function was registered with.",
)
ON_ERROR = Field(
    "onError",
    Choice(("fail", "continue")),
    to="on_error",
    doc='`"continue"`: the error is recorded, the node counts as done and returns nothing. `"fail"` if left out.',
)
#: The whole policy, as it is written inside `data` beside the fields of the node's type.
POLICY = (TIMEOUT, ON_TIMEOUT, RETRY, ON_ERROR)


def activity_data(
    *fields: Field, check: Callable[[Any, Place], None] | None = None, says: dict[str, Any] | None = None
) -> Record:
    """The `data` of an activity: fields of its type, and fields of the policy, which are gathered under `policy`."""
    return Record(_with_policy, *fields, check=check, says=says)


def _with_policy(**data: Any) -> dict[str, Any]:
    policy = {name: data.pop(name) for name in NodePolicy.__struct_fields__ if name in data}
    return {**data, "policy": NodePolicy(**policy)}
