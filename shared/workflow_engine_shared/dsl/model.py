"""A flow once it has been read: immutable values, every default filled in."""

from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from workflow_engine_shared.tokens.program import Program

from .node_types import type_of
from .nodes.node_type import Call, Node, Subflow

DSL_VERSION = 1
DEFAULT_MAX_STEPS = 100_000
ERROR_KEY = "error"


class Edge(msgspec.Struct, frozen=True):
    """An arrow; `when` is the condition's value it stands for, UNSET on an unconditional or else edge."""

    source: str
    target: str
    when: Any = msgspec.UNSET
    on: str | None = None  #: the kind of failure it leads on from; None: it is no edge for failures
    error_key: str = ERROR_KEY  #: where the state gets the error, on an edge for failures


class Limits(msgspec.Struct, frozen=True):
    """Bounds of one run."""

    max_steps: int = DEFAULT_MAX_STEPS  #: visits of nodes


class Policy(msgspec.Struct, frozen=True):
    """What to do when the world changes under a run."""

    on_code_change: Literal["warn", "refuse"] = "warn"
    #: whether its functions are kept when it is published; None: a setting says so
    code: Literal["live", "pinned"] | None = None
    require_signature: Literal["off", "warn", "enforce"] | None = None  #: what it demands; a stricter setting holds


class EnvironmentSpec(msgspec.Struct, frozen=True):
    """Packages that a flow runs with, in place of those that are installed beside renflow."""

    requirements: tuple[str, ...]  #: names of packages with versions
    python: str | None = None  #: `3.11`; None: that of the supervisor


class Linked(msgspec.Struct, frozen=True):
    """The flow that a node calls, once its nodes stand among those of the caller."""

    flow: str
    version: int
    start: str  #: its start node, as it is called among the caller's
    inputs: dict[str, Any] | None = None
    state: dict[str, str] = msgspec.field(default_factory=dict)
    lets_pass: bool = False  #: a failure in it that nothing catches ends the call, and that is all


class Flow(msgspec.Struct, frozen=True):
    """One version of a workflow."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    inputs: dict[str, Any] | None = None  #: JSON Schema of the run's input
    state: dict[str, str] = msgspec.field(default_factory=dict)  #: key -> reducer, for parallel writers
    limits: Limits = Limits()
    policy: Policy = Policy()
    linked: dict[str, Linked] = msgspec.field(default_factory=dict)  #: node -> the flow it calls, see `link`
    environments: dict[str, EnvironmentSpec] = msgspec.field(default_factory=dict)
    environment: str | None = None  #: which of them its runs are executed in; None: what is installed beside renflow
    program: Program | None = None  #: of a BPMN file: what moves its tokens; the nodes say what work is
    begins_at: str | None = None  #: of a run that no start brought about: the event that it begins at, its first node

    @property
    def start(self) -> Node:
        """Where a run begins: of a BPMN file its first node."""
        if self.program is not None:
            return self.nodes[0]
        return next(node for node in self.nodes if type_of(node).enters)

    @property
    def packages(self) -> EnvironmentSpec | None:
        """The environment that its runs are executed in; None: what is installed beside renflow."""
        return None if self.environment is None else self.environments[self.environment]

    def edges_from(self, node_id: str) -> list[tuple[int, Edge]]:
        """The edges out of a node, each with its place among all."""
        return [(place, edge) for place, edge in enumerate(self.edges) if edge.source == node_id]

    @property
    def needs_tokens(self) -> bool:
        """Whether several of its nodes may be visited at once, one waits for something outside, or calls a flow."""
        kinds = [(type_of(node), node) for node in self.nodes]
        return self.program is not None or any(
            kind.splits or kind.waits(node) or kind.subflow(node) is not None for kind, node in kinds
        )

    def subflows(self) -> Iterator[tuple[int, Node, Subflow]]:
        """The nodes that call other flows, each with its index."""
        for index, node in enumerate(self.nodes):
            called = type_of(node).subflow(node)
            if called is not None:
                yield index, node, called

    def code_refs(self) -> list[str]:
        """The functions this flow calls, each once, in order of appearance."""
        return list(dict.fromkeys(call.code_ref for _, call in self.calls()))

    def environment_of(self, node: Node) -> str | None:
        """Which other environment than the run's own a node's function is executed in; None: none."""
        named = type_of(node).environment(node)
        return None if named == self.environment else named

    def with_own_environment(self) -> "Flow":
        """The flow whose nodes name no environment where they mean the run's own."""
        own = {node.id for node in self.nodes if type_of(node).environment(node) and self.environment_of(node) is None}
        if not own:
            return self
        nodes = (msgspec.structs.replace(each, environment=None) if each.id in own else each for each in self.nodes)
        return msgspec.structs.replace(self, nodes=tuple(nodes))

    def code_refs_in(self, environment: str | None) -> list[str]:
        """Those of them that are executed in this environment of its nodes; None: in the run's own process."""
        inside = {index for index, node in enumerate(self.nodes) if self.environment_of(node) == environment}
        return list(dict.fromkeys(call.code_ref for index, call in self.calls() if index in inside))

    def node_environments(self) -> dict[str, EnvironmentSpec]:
        """The environments, other than its own, that nodes are executed in, by name."""
        named = dict.fromkeys(filter(None, map(self.environment_of, self.nodes)))
        return {name: self.environments[name] for name in sorted(named)}

    def calls(self) -> Iterator[tuple[int, Call]]:
        """The calls of its nodes, each with its node's index."""
        for index, node in enumerate(self.nodes):
            for call in type_of(node).calls(node):
                yield index, call
