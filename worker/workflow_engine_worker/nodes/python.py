"""`python`: calls a registered function, as often as its retry policy allows."""

from typing import Any

from workflow_engine_shared.dsl.model import PythonNode, Retry
from workflow_engine_shared.errors import NodeTimeout, RenError, UserCodeError
from workflow_engine_shared.functions.registry import RegisteredFunction
from workflow_engine_shared.jsonlogic.rules import evaluate
from workflow_engine_worker.control.commands import LeaveRun, TimeIsUp
from workflow_engine_worker.control.machine_failure import machine_failure
from workflow_engine_worker.functions.call import call, error_of
from workflow_engine_worker.functions.result import checked_update
from workflow_engine_worker.nodes.outcome import Outcome, Visitor


def visit(node: PythonNode, state: dict[str, Any], visitor: Visitor) -> Outcome:
    """Call the function; what it returns is merged into the state.

    Raises:
        NodeTimeout: the visit used up its time, unless `onTimeout` is "continue".
        Exception: what the last attempt raised, unless `onError` is "continue".
    """
    function = visitor.function(node.code_ref)
    limit = time_limit(node, function)
    try:
        visitor.time_limit(limit)
        return _until_it_works(node, function, state, visitor)
    except TimeIsUp:
        error = NodeTimeout(f"Node {node.id!r} took longer than {limit:g} s.")
        if node.on_timeout == "continue":
            return Outcome(let_pass=error.data(node.id))
        raise error from None


def time_limit(node: PythonNode, function: RegisteredFunction) -> float | None:
    """Seconds a visit may take: what the node says, else what the function was registered with."""
    return node.timeout if node.timeout is not None else function.timeout


def _until_it_works(node: PythonNode, function: RegisteredFunction, state: dict[str, Any], visitor: Visitor) -> Outcome:
    retry = _retry(node, function)
    tried = 0
    while True:
        tried += 1
        try:
            kwargs = {**node.args, **{name: evaluate(rule, state) for name, rule in node.args_from.items()}}
            return Outcome(
                updates=checked_update(call(function, dict(state), kwargs, visitor.time_left), repr(node.code_ref))
            )
        except LeaveRun:
            raise
        except BaseException as error:  # a function may raise SystemExit, KeyboardInterrupt, anything
            if trouble := machine_failure(error):
                raise trouble from error
            failure = error_of(error, node.id)
            if tried < retry.max_attempts and _worth_retrying(error):
                visitor.try_again(failure, retry.delay * retry.backoff ** (tried - 1))
                continue
            if node.on_error == "continue":
                return Outcome(let_pass=failure)
            raise


def _worth_retrying(error: BaseException) -> bool:
    """Our own complaints (a wrong result, a bad expression) would come again; the function's may not."""
    return not isinstance(error, RenError) or isinstance(error, UserCodeError)


def _retry(node: PythonNode, function: RegisteredFunction) -> Retry:
    if node.retry is not None:
        return node.retry
    return Retry(max_attempts=1 + (function.retry or 0))
