"""`python`: calls a registered function, as often as its retry policy allows."""

from typing import Any

from workflow_engine_shared.codec import stored_form
from workflow_engine_shared.dsl.model import PythonNode, Retry
from workflow_engine_shared.errors import InvalidResult, RenError
from workflow_engine_shared.ids import shown
from workflow_engine_shared.jsonlogic import evaluate
from workflow_engine_shared.registry import RegisteredFunction
from workflow_engine_worker.control import LeaveRun
from workflow_engine_worker.functions import call, error_of
from workflow_engine_worker.nodes.outcome import Outcome, Visitor


def visit(node: PythonNode, state: dict[str, Any], visitor: Visitor) -> Outcome:
    """Call the function; what it returns is merged into the state.

    Raises:
        Exception: what the last attempt raised, unless `onError` is "continue".
    """
    function = visitor.function(node.code_ref)
    retry = _retry(node, function)
    tried = 0
    while True:
        tried += 1
        try:
            kwargs = {**node.args, **{name: evaluate(rule, state) for name, rule in node.args_from.items()}}
            return Outcome(updates=_checked(node, call(function, dict(state), kwargs)))
        except LeaveRun:
            raise
        except BaseException as error:  # a function may raise SystemExit, KeyboardInterrupt, anything
            failure = error_of(error, node.id)
            if tried < retry.max_attempts and not isinstance(error, RenError):
                visitor.try_again(failure, retry.delay * retry.backoff ** (tried - 1))
                continue
            if node.on_error == "continue":
                return Outcome(let_pass=failure)
            raise


def _retry(node: PythonNode, function: RegisteredFunction) -> Retry:
    if node.retry is not None:
        return node.retry
    return Retry(max_attempts=1 + (function.retry or 0))


def _checked(node: PythonNode, result: Any) -> dict[str, Any]:
    """A function's result as it is stored.

    Raises:
        InvalidResult: not a dict with keys of its own, or None.
        ResultNotSerializable: a value inside it cannot be stored.
    """
    if result is None:
        return {}
    if not isinstance(result, dict):
        raise InvalidResult(f"{node.code_ref!r} returned a {type(result).__name__}; it must return a dict or None.")
    for key in result:
        if not isinstance(key, str) or key.startswith("__"):
            raise InvalidResult(f"{node.code_ref!r} returned the key {shown(key)}; keys are text without leading '__'.")
    stored: dict[str, Any] = stored_form(result)
    return stored
