"""`wait`: lets time pass, or waits for a message; without a process, where it takes long."""

from typing import Any

import msgspec

from workflow_engine_shared.dsl.fields import Field, Number, described
from workflow_engine_shared.dsl.nodes.waiting.times import (
    MAX_WAIT,
    a_moment_that_is_shown,
    cron_line,
    moment,
    one_of,
    one_of_schema,
    seconds,
    zone,
)
from workflow_engine_shared.dsl.place import BAD, Place

from .node_type import NodeType
from .policy import ON_ERROR, ON_TIMEOUT, Activity, activity_data
from .readers import expression, output_key

MAX_MESSAGE = 200
_KINDS = ("seconds", "until", "cron", "message")
_BESIDE = {"timezone": ("until", "cron"), "correlation": ("message",), "outputKey": ("message",)}
_one_kind = one_of(_KINDS, _BESIDE)


class WaitNode(Activity, frozen=True, kw_only=True):
    """Waits until a time has come, or a message."""

    seconds: Any = None  #: a number, or JsonLogic
    until: Any = None  #: a text, or JsonLogic
    cron: str | None = None
    timezone: str | None = None
    message: str | None = None
    correlation: Any = msgspec.UNSET  #: JsonLogic
    output_key: str | None = None


@described({"type": "string", "minLength": 1, "maxLength": MAX_MESSAGE})
def message_name(value: Any, place: Place) -> Any:
    """What a message is called."""
    if not isinstance(value, str):
        return place.expected("a string", value)
    if not value or len(value) > MAX_MESSAGE:
        detail = f"{place.subject} must be a text of 1 to {MAX_MESSAGE} characters."
        place.problem("OUT_OF_RANGE", detail, 'Write the name that the sender gives, such as "payment".')
        return BAD
    return value


def _check(data: dict[str, Any], place: Place) -> None:
    _one_kind(data, place)
    a_moment_that_is_shown(data, place)


WAIT = NodeType(
    "wait",
    "Waits for some time, until a moment, for the next time of a cron line, or for a message.",
    WaitNode,
    activity_data(
        Field("seconds", seconds, to="seconds", doc="How long to wait."),
        Field("until", moment, to="until", doc="The moment to wait for; one that is over is not waited for."),
        Field("cron", cron_line, to="cron", doc="A cron line; its next time is waited for."),
        Field(
            "timezone",
            zone,
            to="timezone",
            doc="The zone of a local time, or of the cron line, which has UTC without it.",
        ),
        Field("message", message_name, to="message", doc="The name of the message to wait for."),
        Field(
            "correlation",
            expression,
            to="correlation",
            doc="What the message must be about, computed when the wait begins; left out: every message of the name.",
        ),
        Field(
            "timeout",
            Number(0, MAX_WAIT, above=True),
            to="timeout",
            doc="How many seconds it is waited at most; left out: as long as it takes.",
        ),
        Field("outputKey", output_key, to="output_key", doc="The state key that gets the message's payload."),
        ON_TIMEOUT,
        ON_ERROR,
        check=_check,
        says=one_of_schema(_KINDS, _BESIDE),
    ),
    waits=lambda _node: True,
    defaults={"seconds": 60},
)
