"""What a node becomes in a test run that is to take its outputs as given: no document holds one."""

from typing import Any

import msgspec

from workflow_engine_shared.dsl.fields import Record

from .node_type import NodeType
from .policy import Activity


class PinnedNode(Activity, frozen=True, kw_only=True):
    """Leaves what was given for it, and does nothing."""

    outputs: dict[str, Any] = msgspec.field(default_factory=dict)  #: state key -> value


PINNED = NodeType(
    "pinned",
    "Leaves the outputs that a test run was given for it.",
    PinnedNode,
    Record(dict),
    writes=lambda node: node.outputs,
)
