"""`join`: where the branches of a `parallel` come together."""

from typing import Literal, TypeAlias

from workflow_engine_shared.dsl.fields import Choice, Field, Integer, Record

from .node_type import MAX_BRANCHES, Node, NodeType
from .readers import WordOrNumber

Wait: TypeAlias = Literal["all", "any"] | int

#: How many branches are waited for.
awaited = WordOrNumber(Choice(("all", "any")), Integer(1, MAX_BRANCHES), "'all', 'any' or a whole number")


class JoinNode(Node, frozen=True):
    """Waits for branches, joins what they wrote, and cancels those it does not wait for."""

    wait: Wait = "all"


def _count(node: JoinNode, branches: int) -> int:
    if isinstance(node.wait, int):
        return node.wait
    return 1 if node.wait == "any" else branches


JOIN = NodeType(
    "join",
    "Waits for the branches of a parallel and brings together what they wrote.",
    JoinNode,
    Record(
        dict,
        Field(
            "wait",
            awaited,
            to="wait",
            doc='`"all"`, `"any"`, or how many branches are waited for; the rest is cancelled. `"all"` if left out.',
        ),
    ),
    joins=True,
    awaits=_count,
)
