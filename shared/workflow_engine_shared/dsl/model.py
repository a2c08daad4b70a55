"""A flow once it has been read: immutable values, every default filled in."""

from typing import Any, Literal, TypeAlias

import msgspec

DSL_VERSION = 1
DEFAULT_MAX_STEPS = 100_000

OnError: TypeAlias = Literal["fail", "continue"]
OnTimeout: TypeAlias = Literal["fail", "continue"]


class Retry(msgspec.Struct, frozen=True):
    """How often a node's function is tried, and how long to wait: `delay * backoff ** (attempt - 1)` seconds."""

    max_attempts: int = 1
    delay: float = 1.0
    backoff: float = 2.0


class StartNode(msgspec.Struct, frozen=True):
    """Where a run enters."""

    id: str


class EndNode(msgspec.Struct, frozen=True):
    """Where a run is finished."""

    id: str


class PythonNode(msgspec.Struct, frozen=True):
    """Calls a registered function; what it returns is merged into the state key by key."""

    id: str
    code_ref: str
    args: dict[str, Any] = msgspec.field(default_factory=dict)
    args_from: dict[str, Any] = msgspec.field(default_factory=dict)  #: name -> JsonLogic over the state
    timeout: float | None = None  #: seconds
    on_timeout: OnTimeout = "fail"
    retry: Retry | None = None  #: None: what the function was registered with
    on_error: OnError = "fail"


class ConditionNode(msgspec.Struct, frozen=True):
    """Evaluates a JsonLogic expression over the state and chooses an edge by its value."""

    id: str
    expr: Any


Node: TypeAlias = StartNode | EndNode | PythonNode | ConditionNode


class Edge(msgspec.Struct, frozen=True):
    """An arrow; `when` is the condition's value it stands for, UNSET on an unconditional or else edge."""

    source: str
    target: str
    when: Any = msgspec.UNSET


class Limits(msgspec.Struct, frozen=True):
    """Bounds of one run."""

    max_steps: int = DEFAULT_MAX_STEPS  #: visits of nodes


class Policy(msgspec.Struct, frozen=True):
    """What to do when the world changes under a run."""

    on_code_change: Literal["warn", "refuse"] = "warn"


class Flow(msgspec.Struct, frozen=True):
    """One version of a workflow."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    inputs: dict[str, Any] | None = None  #: JSON Schema of the run's input
    state: dict[str, str] = msgspec.field(default_factory=dict)  #: key -> reducer, for parallel writers
    limits: Limits = Limits()
    policy: Policy = Policy()

    @property
    def start(self) -> StartNode:
        return next(node for node in self.nodes if isinstance(node, StartNode))

    def edges_from(self, node_id: str) -> tuple[Edge, ...]:
        return tuple(edge for edge in self.edges if edge.source == node_id)

    def code_refs(self) -> list[str]:
        """The functions this flow calls, each once, in order of appearance."""
        return list(dict.fromkeys(node.code_ref for node in self.nodes if isinstance(node, PythonNode)))
