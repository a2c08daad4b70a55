"""`join`: where the branches of a `parallel` come together."""

from typing import Any, Literal, TypeAlias

from workflow_engine_shared.dsl.fields import Choice, Field, Integer, Record, described
from workflow_engine_shared.dsl.place import Place

from .node_type import MAX_BRANCHES, Node, NodeType

Wait: TypeAlias = Literal["all", "any"] | int

_WORDS = Choice(("all", "any"))
_COUNT = Integer(1, MAX_BRANCHES)


class JoinNode(Node, frozen=True):
    """Waits for branches, joins what they wrote, and cancels those it does not wait for."""

    wait: Wait = "all"


@described({"anyOf": [_WORDS.schema(), _COUNT.schema()]})
def awaited(value: Any, place: Place) -> Any:
    """How many branches are waited for: a word or a number."""
    if isinstance(value, str):
        return _WORDS(value, place)
    if isinstance(value, int) and not isinstance(value, bool):
        return _COUNT(value, place)
    return place.expected("'all', 'any' or a whole number", value)


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
