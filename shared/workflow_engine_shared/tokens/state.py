"""The state of a program's tokens: plain JSON but for the variables, which are the user's own values.

It holds what is open, not what happened: a loop of a million steps leaves it as small as it was. A scope is the run's
own, that of a branch or that of a called flow, an act is something a token stands in. Ids come from a counter and are
never used twice. What only elements of BPMN have is there in the state of their programs only.
"""

from collections.abc import Iterator
from typing import Any, Final, Literal, TypeAlias, TypedDict

#: The scope of the run itself; it is the first.
ROOT: Final = "s1"

#: failed: an error that nothing catches was thrown.
Status: TypeAlias = Literal["running", "finished", "cancelled", "failed"]
#: work: the host does it. block: its branches run. call: the flow that it calls runs. held: in front of a node without
#: work, for the host wants to stop.
#: failed: the work failed, and nothing caught it. stuck: the token cannot go on, as where no branch of a choice fits,
#: or branches that came to their join contradict each other.
#: Of elements only: wait: for an event. sub: what is in it runs. loop: its instances run. undo: handlers compensate.
Stand: TypeAlias = Literal["work", "block", "call", "held", "failed", "stuck", "wait", "sub", "loop", "undo"]
#: process: its variables are its own. sub: of a sub-process. instance: of a loop. handler: of a compensation activity.
Role: TypeAlias = Literal["process", "sub", "instance", "handler"]


class Done(TypedDict, total=False):
    """An activity that is over and can be compensated: by its `handler`, or else by what it kept.

    A sub-process keeps something, and so does a call activity, of the process that it called.
    """

    node: str
    handler: str
    scope: str  #: of what it kept: the scope, whose variables are kept, too
    start: str | None  #: of what it kept: where the compensation event sub-process starts
    done: list["Done"]  #: of what it kept: what can be compensated in it


class _Tokens(TypedDict):
    node: str  #: of a branch or a called flow: its first node, which a branch is called by; or else what it is in
    act: str | None  #: the block it is a branch of, or the call or the like; None: the run itself, a process
    live: int  #: its tokens; at 0 it is over


class Scope(_Tokens, total=False):
    """Where tokens live and die together."""

    role: Role
    index: int  #: of an instance
    subs: list[str]  #: what its event sub-processes wait for
    done: list[Done]  #: the newest last
    todo: list[str]  #: of an ad-hoc sub-process: what is to be begun
    cancelled: bool  #: of a transaction
    keys: dict[str, dict[str, Any]]  #: of a process: the keys of its conversations, each with its properties


class Counts(TypedDict):
    """How far a loop is."""

    begun: int
    over: int
    total: int | None


class _Standing(TypedDict):
    node: str
    scope: str
    stand: Stand


class Act(_Standing, total=False):
    """A node with a token in it; the id of work stays the same until it is done, over all restarts."""

    error: list[str]  #: code and message of what failed or is stuck
    branches: list[str]  #: of a block: the scopes of its branches, in the order of its edges; of a call: its only one
    via: str | None  #: of what is held or stuck: the flow by which the token came
    again: Literal["perform", "leave"]  #: of what is stuck: what is to be tried again, if not the coming
    subs: list[str]  #: what it waits for, and its boundary events
    loop: Counts
    todo: list[Done]  #: of what compensates: what is still to be done, the next last
    quiet: bool  #: of what compensates: no token goes on from it


class _Waiting(TypedDict):
    kind: Literal["timer", "message", "signal", "conditional"]
    node: str  #: the event, or the receive task
    at: int  #: which of its definitions
    scope: str
    act: str | None  #: whose wait or boundary it is; None: the start of an event sub-process


class Sub(_Waiting, total=False):
    """An event that is waited for."""

    ref: str | None  #: of a message or signal
    correlation: str | None  #: what a message must carry; None: anything
    mode: Literal["duration", "date", "cycle"]
    spec: str  #: the timer's text
    left: int | None  #: how often the timer fires; None: without end
    after: str  #: the id that the same cycle had before it fired last
    was: bool  #: what a condition was when it was looked at last


class _Gathering(TypedDict):
    node: str
    scope: str
    at: dict[str, int]  #: flow -> tokens that came by it


class Join(_Gathering, total=False):
    """Tokens that wait for others in front of an element."""

    late: list[str]  #: of a complex gateway that went on: flows by which there was no token yet


class _Run(TypedDict):
    counter: int  #: the newest id's number
    status: Status
    scopes: dict[str, Scope]
    acts: dict[str, Act]
    vars: dict[str, dict[str, Any]]  #: scope -> its variables: of a branch what it wrote itself; or act -> its own


class State(_Run, total=False):
    """All there is to know of a run's tokens."""

    subs: dict[str, Sub]  #: there, as are the joins, where the program is made of elements
    joins: dict[str, Join]  #: by scope and node


def fresh(variables: dict[str, Any]) -> State:
    """A state without any token; the run's own variables are there."""
    return {"counter": 0, "status": "running", "scopes": {}, "acts": {}, "vars": {ROOT: dict(variables)}}


def blocks_around(state: State, scope_id: str) -> Iterator[str]:
    """The blocks and calls that a scope is inside of, from the inside out."""
    block = state["scopes"][scope_id]["act"]
    while block is not None:
        yield block
        block = state["scopes"][state["acts"][block]["scope"]]["act"]
