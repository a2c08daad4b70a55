"""`end`: the only place where a run is finished. Stands alone: each node type has a module."""

from typing import Any

from workflow_engine_shared.dsl.nodes.end import EndNode
from workflow_engine_worker.nodes.outcome import Outcome, Visitor


def visit(_node: EndNode, _state: dict[str, Any], _visitor: Visitor) -> Outcome:
    """Set the end marker: "nothing left to do" would not prove that the flow is complete."""
    return Outcome(ended=True)
