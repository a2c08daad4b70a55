"""`condition`: evaluates JsonLogic over the state; the edges out of it wait for the value.

Stands alone: each node type has a module.
"""

from typing import Any

from workflow_engine_shared.dsl.nodes.condition import ConditionNode
from workflow_engine_shared.jsonlogic.rules import evaluate
from workflow_engine_worker.nodes.outcome import Outcome, Visitor


def visit(node: ConditionNode, state: dict[str, Any], _visitor: Visitor) -> Outcome:
    """Evaluate the expression.

    Raises:
        BadExpression: it cannot be evaluated over this state.
    """
    return Outcome(value=evaluate(node.expr, state))
