"""`parallel`: where branches begin that run side by side."""

from typing import Literal, TypeAlias

from workflow_engine_shared.dsl.fields import Choice, Field, Record

from .node_type import Node, NodeType

OnBranchError: TypeAlias = Literal["stop", "finish"]


class ParallelNode(Node, frozen=True):
    """Follows all its edges at once; each is a branch, and all lead into one join."""

    on_branch_error: OnBranchError = "stop"


PARALLEL = NodeType(
    "parallel",
    "Follows all edges out of it at once: each is a branch, and all branches lead into one join.",
    ParallelNode,
    Record(
        dict,
        Field(
            "onBranchError",
            Choice(("stop", "finish")),
            to="on_branch_error",
            doc='What the others do when a branch fails: `"stop"` at their next safe point, or `"finish"`: go on to '
            'the join before the run stops. `"stop"` if left out.',
        ),
    ),
    splits=True,
    finishes=lambda node: node.on_branch_error == "finish",
)
