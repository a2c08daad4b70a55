"""The state of a program's tokens: plain JSON but for the variables, which are the user's own values.

It holds what is open, not what happened: a loop of a million steps leaves it as small as it was. A scope is the run's
own, that of a branch or that of a called flow, an act is something a token stands in. Ids come from a counter and are
never used twice.
"""

from collections.abc import Iterator
from typing import Any, Final, Literal, TypeAlias, TypedDict

#: The scope of the run itself; it is the first.
ROOT: Final = "s1"

Status: TypeAlias = Literal["running", "finished", "cancelled"]
#: work: the host does it. block: its branches run. call: the flow that it calls runs. held: in front of a node without
#: work, for the host wants to stop.
#: failed: the work failed, and nothing caught it. stuck: the token cannot go on, as where no branch of a choice fits,
#: or branches that came to their join contradict each other.
Stand: TypeAlias = Literal["work", "block", "call", "held", "failed", "stuck"]


class Scope(TypedDict):
    """Where tokens live and die together."""

    node: str  #: its first node, which a branch is called by
    act: str | None  #: the block it is a branch of, or the call; None: the run itself
    live: int  #: its tokens; at 0 it is over


class _Standing(TypedDict):
    node: str
    scope: str
    stand: Stand


class Act(_Standing, total=False):
    """A node with a token in it; the id of work stays the same until it is done, over all restarts."""

    error: list[str]  #: code and message of what failed or is stuck
    branches: list[str]  #: of a block: the scopes of its branches, in the order of its edges; of a call: its only one


class State(TypedDict):
    """All there is to know of a run's tokens."""

    counter: int  #: the newest id's number
    status: Status
    scopes: dict[str, Scope]
    acts: dict[str, Act]
    vars: dict[
        str, dict[str, Any]
    ]  #: scope -> its variables: of the run and of a called flow all, of a branch what it wrote itself


def fresh(variables: dict[str, Any]) -> State:
    """A state without any token; the run's own variables are there."""
    return {"counter": 0, "status": "running", "scopes": {}, "acts": {}, "vars": {ROOT: dict(variables)}}


def blocks_around(state: State, scope_id: str) -> Iterator[str]:
    """The blocks and calls that a scope is inside of, from the inside out."""
    block = state["scopes"][scope_id]["act"]
    while block is not None:
        yield block
        block = state["scopes"][state["acts"][block]["scope"]]["act"]
