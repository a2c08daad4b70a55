"""`python`: calls a registered function."""

from typing import Any

import msgspec

from workflow_engine_shared.dsl.nodes.policy import NodePolicy, Retry
from workflow_engine_shared.dsl.nodes.python import PythonNode
from workflow_engine_shared.errors import ItemFailed, TimedOut
from workflow_engine_shared.functions.registry import RegisteredFunction
from workflow_engine_shared.sdk import MapOptions
from workflow_engine_worker.control.leave import TimeIsUp
from workflow_engine_worker.functions.call import call, keyword_arguments
from workflow_engine_worker.functions.result import checked_update
from workflow_engine_worker.nodes.outcome import Elsewhere, Outcome, Visitor
from workflow_engine_worker.nodes.policy import carry_out


def visit(node: PythonNode, state: dict[str, Any], visitor: Visitor) -> Outcome:
    """Call the function under the node's policy; what it returns is merged into the state."""
    if node.environment is not None:
        return _visit_elsewhere(node, node.environment, state, visitor)
    function = visitor.function(node.code_ref)

    def work() -> Outcome:
        kwargs = keyword_arguments(node.args, node.args_from, state)
        result = call(function, dict(state), kwargs, visitor.time_left)
        return Outcome(updates=checked_update(result, repr(node.code_ref)))

    return carry_out(_as_registered(node.policy, function), work, visitor, node.id)


def _visit_elsewhere(node: PythonNode, environment: str, state: dict[str, Any], visitor: Visitor) -> Outcome:
    """The same in a process of another environment, as the only item of a durable loop: what it returned is kept."""
    function = visitor.elsewhere(environment, node.code_ref)

    def work() -> Outcome:
        kwargs = keyword_arguments(node.args, node.args_from, state)
        options = MapOptions(pool="process", timeout=visitor.time_left, label=node.code_ref)
        try:
            [updates] = visitor.map_steps(function.of_state(), [(dict(state), kwargs)], options)
        except ItemFailed as failed:
            if isinstance(failed.__cause__, TimedOut):
                raise TimeIsUp from None
            raise failed.__cause__ or failed from None
        return Outcome(updates=updates)

    return carry_out(_as_registered(node.policy, function), work, visitor, node.id)


def _as_registered(policy: NodePolicy, function: RegisteredFunction | Elsewhere) -> NodePolicy:
    """The node's policy; what it leaves open is what the function was registered with."""
    timeout = policy.timeout if policy.timeout is not None else function.timeout
    retry = policy.retry or Retry(max_attempts=1 + (function.retry or 0))
    return msgspec.structs.replace(policy, timeout=timeout, retry=retry)
