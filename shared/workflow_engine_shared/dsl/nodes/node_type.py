"""What a type of node is: the facts that reading, checking and running ask for, so that none of them names a type."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import msgspec

from workflow_engine_shared.dsl.fields import Record

#: The version of a flow that is published last when a run starts.
LATEST: Final = "latest"
#: Out of one split. Each runs in a thread of its own.
MAX_BRANCHES = 100


class Node(msgspec.Struct, frozen=True):
    """A node as it was read; each type has a struct of its own with what its `data` says."""

    id: str


class Call(msgspec.Struct, frozen=True):
    """A call of a registered function, written in a node's `data` as `codeRef`, `args` and `argsFrom`."""

    code_ref: str
    args: dict[str, Any] = msgspec.field(default_factory=dict)
    args_from: dict[str, Any] = msgspec.field(default_factory=dict)  #: name -> JsonLogic over the state
    gets: str = "the state"  #: what its first parameter is given
    in_processes: bool = False  #: whether processes of their own carry it out, for each item of a list


class Subflow(msgspec.Struct, frozen=True):
    """A call of another flow."""

    flow: str
    version: int | Literal["latest"] | None  #: None: the latest published one, pinned when the caller is published
    input: dict[str, Any]  #: name in the other flow -> JsonLogic over the state
    output: dict[str, str]  #: state key -> name in the other flow's state
    inline: bool = True  #: its nodes are nodes of the caller's run; else it is a run of its own


def _no_subflow(_node: Any) -> Subflow | None:
    return None


def _nowhere_else(_node: Any) -> str | None:
    return None


def _no_calls(_node: Any) -> Sequence[Call]:
    return ()


def _no_rule(_node: Any) -> Any:
    return None


def _all(_node: Any, branches: int) -> int:
    return branches


def _no(_node: Any) -> bool:
    return False


@dataclass(frozen=True)
class NodeType:
    """One type of node: how it is written, what it becomes, and what that means for the edges around it."""

    name: str  #: the `type` in the document
    doc: str  #: one sentence: what a visit does
    node: type[Node]  #: made from the id and what `data` reads as
    data: Record
    enters: bool = False  #: a run begins here; no edge leads to it
    ends: bool = False  #: a run is finished here; no edge leaves it
    branches: bool = False  #: a visit gives a value, and the `when` of an edge out of it stands for one
    rule: Callable[[Any], Any] = _no_rule  #: the expression that gives this value
    splits: bool = False  #: all edges out of it are followed at once, each is a branch
    finishes: Callable[[Any], bool] = _no  #: whether branches go on to their join when one has failed
    joins: bool = False  #: branches come together here
    awaits: Callable[[Any, int], int] = _all  #: how many of so many branches are waited for
    calls: Callable[[Any], Sequence[Call]] = _no_calls  #: the functions that a node of this type calls
    subflow: Callable[[Any], Subflow | None] = _no_subflow  #: the flow that a node of this type calls
    #: The state keys that a node writes; left out: whatever its work returns, or nothing if it does none.
    writes: Callable[[Any], Collection[str]] | None = None
    waits: Callable[[Any], bool] = (
        _no  #: whether a visit waits for something outside: it needs no thread, nor a process
    )
    passes: bool = False  #: a visit only looks at the state and chooses an edge: it is made with the one before it
    isolated: Callable[[Any], bool] = _no  #: whether a visit has a worker process of its own
    #: The environment that its function is executed in; None: the run's own.
    environment: Callable[[Any], str | None] = _nowhere_else
    #: What `data` begins with in a node that was just drawn, where leaving everything out would be refused.
    defaults: dict[str, Any] = field(default_factory=dict, hash=False)

    @property
    def names_environment(self) -> bool:
        """Whether its nodes may name an environment."""
        return self.environment is not _nowhere_else

    @property
    def calls_flows(self) -> bool:
        """Whether its nodes call other flows."""
        return self.subflow is not _no_subflow

    def schema(self) -> dict[str, Any]:
        """A JSON Schema (2020-12) of `data`, made from the very fields that read it."""
        return {"description": self.doc, **self.data.schema()}
