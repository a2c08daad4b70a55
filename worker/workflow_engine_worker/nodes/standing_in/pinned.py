"""What a node leaves whose outputs were given to a test run: said in the log, for it was not run.

Stands alone: each node type has a module.
"""

import copy
import logging
from typing import Any

from workflow_engine_shared.dsl.nodes.pinned import PinnedNode
from workflow_engine_worker.nodes.outcome import Outcome, Visitor

log = logging.getLogger("renflow")


def visit(node: PinnedNode, _state: dict[str, Any], _visitor: Visitor) -> Outcome:
    """Leave a copy: a node of a loop is visited again."""
    if node.outputs:
        keys = ", ".join(node.outputs)
        log.info("Node %s is not run in this test: its pinned outputs are taken (%s).", node.id, keys)
    return Outcome(updates=copy.deepcopy(node.outputs))
