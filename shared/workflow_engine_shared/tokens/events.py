"""What the host tells the engine, and what the engine tells the host."""

from typing import Any, TypeAlias

import msgspec

from workflow_engine_shared.tokens.program import Flow, Kind
from workflow_engine_shared.tokens.state import Status

# -- to the engine --------------------------------------------------------------------------------------------------


class Completed(msgspec.Struct, frozen=True):
    """Work is done; the outputs become variables."""

    id: str
    outputs: dict[str, Any] = msgspec.field(default_factory=dict)


class Failed(msgspec.Struct, frozen=True):
    """Work failed for good: what was to be retried in its own visit has been.

    The outputs, which it gave before it failed, become variables where something catches the failure.
    """

    id: str
    code: str
    message: str
    kind: Kind = "error"
    outputs: dict[str, Any] = msgspec.field(default_factory=dict)


class Retry(msgspec.Struct, frozen=True):
    """What stands in an incident is to be tried again, work under the same id; what is held goes on."""

    id: str


class Updated(msgspec.Struct, frozen=True):
    """Variables given from outside: they hold everywhere, also where a branch wrote them before."""

    variables: dict[str, Any]


class Cancel(msgspec.Struct, frozen=True):
    """The run is to end."""


class TimerFired(msgspec.Struct, frozen=True):
    """A timer's moment has come; the id is that of what waits for it."""

    id: str


class Message(msgspec.Struct, frozen=True):
    """A message came: the first that waits for it gets it. `id`: what waits for it, where it is known."""

    ref: str | None
    payload: dict[str, Any] = msgspec.field(default_factory=dict)
    correlation: str | None = None
    id: str | None = None


class Signal(msgspec.Struct, frozen=True):
    """A signal came from outside: all that wait for it get it."""

    ref: str | None
    payload: dict[str, Any] = msgspec.field(default_factory=dict)


class Escalated(msgspec.Struct, frozen=True):
    """Work tells of something, and goes on."""

    id: str
    code: str


class Begin(msgspec.Struct, frozen=True):
    """Another process of the program is to begin in the run; `at`: at which of its start events."""

    process: str
    variables: dict[str, Any] = msgspec.field(default_factory=dict)
    at: str | None = None


Event: TypeAlias = Completed | Failed | Retry | Updated | Cancel | TimerFired | Message | Signal | Escalated | Begin

# -- to the host ----------------------------------------------------------------------------------------------------


class Enabled(msgspec.Struct, frozen=True):
    """There is work, new or to be tried again, or a token is held; whether work may run now says `engine.enabled`."""

    id: str
    node: str


class Entered(msgspec.Struct, frozen=True):
    """A called flow begins: the token stands in the node that calls it until that is told to be over."""

    id: str
    node: str


class Returned(msgspec.Struct, frozen=True):
    """A called flow came to its end, and the token of the caller went on to another node."""

    id: str
    node: str
    to: str
    edge: int | None = None  #: by which it went, where its flow has a number


class Caught(msgspec.Struct, frozen=True):
    """A token could not go on, or a called flow was left by a failure; something around it leads on from that.

    It is told of what failed without being work, and of each call that the failure left, from the inside out.
    """

    id: str
    node: str
    code: str
    message: str
    kind: Kind | None  #: of the edge that leads on; None: the failure is let pass
    to: str
    by: str  #: the node that the edge is of
    edge: int | None = None  #: its number, where it is told of that node


class Disabled(msgspec.Struct, frozen=True):
    """Work is no longer wanted: it stops at its next safe point, and a late result is ignored."""

    id: str
    node: str
    why: str = ""  #: where it is not that enough other branches came to the join


class Left(msgspec.Struct, frozen=True):
    """Work is over, and its token went on to another node."""

    id: str
    node: str
    to: str


class Passed(msgspec.Struct, frozen=True):
    """A token came through a node without work, and went on to others: to none behind an end."""

    node: str
    to: tuple[str, ...]
    edges: tuple[int, ...] = ()  #: by which it went, where their flows have numbers


def passed(node: str, *flows: Flow) -> Passed:
    """A token came through a node, and went on by these flows."""
    edges = tuple(flow.edge for flow in flows if flow.edge is not None)
    return Passed(node, tuple(flow.target for flow in flows), edges)


class Incident(msgspec.Struct, frozen=True):
    """A token cannot go on: work failed and nothing caught it, or what comes next cannot be told."""

    id: str
    node: str
    code: str
    message: str


class Ended(msgspec.Struct, frozen=True):
    """No token is left."""

    status: Status
    node: str = ""  #: what threw the error that nothing caught, and its code
    code: str | None = None


class Ignored(msgspec.Struct, frozen=True):
    """An event came too late, such as the result of work that was cancelled meanwhile."""

    event: Event


# -- to the host, of elements only -----------------------------------------------------------------------------------


class Finished(msgspec.Struct, frozen=True):
    """What was entered or was work is over, and tokens went on to these nodes."""

    id: str
    node: str
    to: tuple[str, ...] = ()
    edges: tuple[int, ...] = ()


class Armed(msgspec.Struct, frozen=True):
    """Something is waited for from now on: `engine.subscriptions` tells what."""

    id: str


class Disarmed(msgspec.Struct, frozen=True):
    """It is not waited for any more: it came, or is not wanted."""

    id: str


class Sent(msgspec.Struct, frozen=True):
    """A message that nothing in the run waited for; `to`: what it is meant for, where the document says so."""

    node: str
    ref: str | None
    payload: dict[str, Any]
    correlation: str | None = None
    to: str | None = None


class Signalled(msgspec.Struct, frozen=True):
    """A signal was thrown: what waited for it in the run has it; others may, too."""

    node: str
    ref: str | None
    payload: dict[str, Any]


class Escalation(msgspec.Struct, frozen=True):
    """An escalation that nothing caught; the token went on."""

    node: str
    code: str | None


class Unclear(msgspec.Struct, frozen=True):
    """A condition that is waited for, or what is taken from a payload, cannot be evaluated: as if it were not so."""

    node: str
    code: str
    message: str


class Deadlock(msgspec.Struct, frozen=True):
    """Tokens wait in front of these nodes for others that cannot come any more."""

    nodes: tuple[str, ...]


Notice: TypeAlias = (
    Enabled
    | Entered
    | Returned
    | Caught
    | Disabled
    | Left
    | Passed
    | Incident
    | Ended
    | Ignored
    | Finished
    | Armed
    | Disarmed
    | Sent
    | Signalled
    | Escalation
    | Unclear
    | Deadlock
)
