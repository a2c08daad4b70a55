"""What tokens move through: nodes and the flows between them, immutable; a flow of the language is compiled to it.

A node is in one scope: the program's own, that of a branch, or that of a called flow. A token never leaves its scope
but by its end.
"""

from typing import Any, Literal, TypeAlias

import msgspec

from workflow_engine_shared.tokens.reducers import Reducer

#: What failed: the work itself, or it used up its time.
Kind: TypeAlias = Literal["error", "timeout"]


class Flow(msgspec.Struct, frozen=True):
    """A way on; `leaves`: out of the branch that it is in, into the `join` it names as target."""

    target: str
    leaves: bool = False
    edge: int | None = None  #: what whoever compiled the program knows it by


class Node(msgspec.Struct, frozen=True):
    """Something a token comes to."""

    id: str


class Start(Node, frozen=True):
    """Where the run begins."""

    then: Flow


class End(Node, frozen=True):
    """Where the token of its scope ends."""


class Catch(msgspec.Struct, frozen=True):
    """Where a failure of some work leads; `into` is the variable that gets `{code, message, node}`."""

    then: Flow
    into: str = "error"


class Task(Node, frozen=True):
    """Work that the host does; the token stands in it until the host tells how it ended."""

    then: Flow
    catches: dict[Kind, Catch] = msgspec.field(
        default_factory=dict
    )  #: "error" also catches time-outs without their own


class Way(msgspec.Struct, frozen=True):
    """A flow out of a choice, and the value it stands for."""

    when: Any
    then: Flow


class Choice(Node, frozen=True):
    """Evaluates a rule over the variables; its value chooses one way, or the default where none fits."""

    rule: Any
    ways: tuple[Way, ...]
    default: Flow | None = None


class Block(Node, frozen=True):
    """Branches that run side by side, from a split to its join: one activity with a scope for each branch."""

    branches: tuple[Flow, ...]
    join: str
    then: Flow
    need: int  #: so many branches have to come to the join; then the rest is cancelled
    finish: bool = False  #: a failed branch lets the others go on to the join before the run stops


class Call(Node, frozen=True):
    """Another flow, as one activity with a scope of its own: nothing of the caller is seen there but the input."""

    start: str
    then: Flow
    flow: str  #: what the other flow is called, for messages
    input: dict[str, Any] = msgspec.field(default_factory=dict)  #: variable there -> rule over the caller's variables
    output: dict[str, str] = msgspec.field(default_factory=dict)  #: the caller's variable -> variable there
    catches: dict[Kind, Catch] = msgspec.field(default_factory=dict)  #: for failures that nothing catches in there
    lets_pass: bool = False  #: such a failure ends the call, and that is all
    inputs: dict[str, Any] | None = None  #: JSON Schema of the input
    reducers: dict[str, Reducer] = msgspec.field(default_factory=dict)


class Program(msgspec.Struct, frozen=True):
    """Nodes by their ids, the one that a run begins at, and how variables with several writers are joined.

    One that is made of `elements` begins at a process; others in it begin by messages and signals.
    """

    nodes: dict[str, Node]
    start: str
    reducers: dict[str, Reducer] = msgspec.field(default_factory=dict)
    processes: tuple[str, ...] = ()
    message_flows: dict[str, str] = msgspec.field(default_factory=dict)  #: who throws a message -> element or process
