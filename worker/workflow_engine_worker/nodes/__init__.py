"""What each type of node does in a visit, found in one table."""

from collections.abc import Callable, Collection
from typing import Any, NamedTuple, TypeAlias

from workflow_engine_shared.dsl.node_types import NODE_TYPES
from workflow_engine_shared.dsl.nodes.condition import ConditionNode
from workflow_engine_shared.dsl.nodes.end import EndNode
from workflow_engine_shared.dsl.nodes.form import FormNode
from workflow_engine_shared.dsl.nodes.http import HttpNode
from workflow_engine_shared.dsl.nodes.join import JoinNode
from workflow_engine_shared.dsl.nodes.map import MapNode
from workflow_engine_shared.dsl.nodes.node_type import Node
from workflow_engine_shared.dsl.nodes.parallel import ParallelNode
from workflow_engine_shared.dsl.nodes.pinned import PinnedNode
from workflow_engine_shared.dsl.nodes.python import PythonNode
from workflow_engine_shared.dsl.nodes.start import StartNode
from workflow_engine_shared.dsl.nodes.subflow import SubflowNode
from workflow_engine_shared.dsl.nodes.wait import WaitNode
from workflow_engine_shared.storage.workflow.waits import WaitHow
from workflow_engine_worker.nodes import (
    condition,
    end,
    form,
    http,
    join,
    map_items,
    parallel,
    python,
    start,
    subflow,
    wait,
)
from workflow_engine_worker.nodes.outcome import Outcome, Visitor
from workflow_engine_worker.nodes.standing_in import pinned
from workflow_engine_worker.nodes.waiting.asked import Asked, Asking

__all__ = [
    "VISITS",
    "WAITS",
    "Asked",
    "Asking",
    "Outcome",
    "Visitor",
    "Waiter",
    "check_complete",
    "visit_node",
    "waiter_of",
]

Visit: TypeAlias = Callable[[Any, dict[str, Any], Visitor], Outcome]


class Waiter(NamedTuple):
    """What a node that waits for something outside does: nothing, between these two."""

    ask: Callable[[Any, Asking], Asked]
    came: Callable[[Any, WaitHow, Any], Outcome]  #: what came, and its value


#: What a node was read as -> what a visit of it does.
VISITS: dict[type[Node], Visit] = {
    StartNode: start.visit,
    EndNode: end.visit,
    PythonNode: python.visit,
    ConditionNode: condition.visit,
    MapNode: map_items.visit,
    HttpNode: http.visit,
    ParallelNode: parallel.visit,
    JoinNode: join.visit,
}

#: The same for nodes whose visits wait.
WAITS: dict[type[Node], Waiter] = {
    WaitNode: Waiter(wait.ask, wait.came),
    FormNode: Waiter(form.ask, form.came),
    SubflowNode: Waiter(subflow.ask, subflow.came),
}


def check_complete(written: Collection[type[Node]], visited: Collection[type[Node]]) -> None:
    """Make sure that every node that can be written can be visited, and no other.

    Raises:
        ImportError: the table of the flow language and the one of the worker differ; the message names the types.
    """
    only_written = sorted(kind.__name__ for kind in set(written) - set(visited))
    only_visited = sorted(kind.__name__ for kind in set(visited) - set(written))
    if only_written:
        raise ImportError(f"No visit for {', '.join(only_written)}: add it to VISITS in {__name__}.")
    if only_visited:
        table = "NODE_TYPES in workflow_engine_shared.dsl.node_types"
        raise ImportError(f"No flow can hold {', '.join(only_visited)}: add its type to {table}.")


check_complete([kind.node for kind in NODE_TYPES.values()], VISITS.keys() | WAITS.keys())


VISITS[PinnedNode] = pinned.visit  # what nodes become in test runs cannot be written


def visit_node(node: Node, state: dict[str, Any], visitor: Visitor) -> Outcome:
    """Carry out one visit of a node."""
    return VISITS[type(node)](node, state, visitor)


def waiter_of(node: Node) -> Waiter:
    """What a node that waits does."""
    return WAITS[type(node)]
