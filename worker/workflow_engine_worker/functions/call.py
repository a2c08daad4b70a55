"""A call of a user's function, and what it raised as data."""

import asyncio
import inspect
from collections.abc import Coroutine
from typing import Any

import msgspec

from workflow_engine_shared.errors import ErrorData, RenError, clean_text, user_error
from workflow_engine_shared.functions.registry import RegisteredFunction
from workflow_engine_shared.jsonlogic.rules import evaluate
from workflow_engine_worker.control.leave import TimeIsUp
from workflow_engine_worker.functions.hints import hint_for
from workflow_engine_worker.functions.os_fork_guard import end_forked_child
from workflow_engine_worker.masks import RunMasker, masked_error


def keyword_arguments(args: dict[str, Any], args_from: dict[str, Any], state: dict[str, Any]) -> dict[str, Any]:
    """What a node gives its function: values as they stand, and those that rules give over the state."""
    return {**args, **{name: evaluate(rule, state) for name, rule in args_from.items()}}


def call(
    function: RegisteredFunction, state: dict[str, Any], kwargs: dict[str, Any], time_left: float | None = None
) -> Any:
    """Call a plain or async function and return what it returns.

    Raises:
        TimeIsUp: an async function took longer than `time_left` seconds (a plain one is asked at its safe points).
    """
    try:
        if not inspect.iscoroutinefunction(function.call):
            return function.call(state, **kwargs)
        return asyncio.run(_within(time_left, function.call(state, **kwargs)))
    finally:
        end_forked_child()


async def _within(seconds: float | None, work: Coroutine[Any, Any, Any]) -> Any:
    task = asyncio.ensure_future(work)
    done, _ = await asyncio.wait([task], timeout=seconds)
    if not done:
        task.cancel()
        raise TimeIsUp
    return task.result()


def error_of(error: BaseException, node_id: str | None) -> ErrorData:
    """An exception as data, without secrets: our own errors explain themselves, others are the user's."""
    if isinstance(error, RenError):
        return masked_error(error.data(node_id))
    data = user_error(error, node_id, RunMasker.masker.text)
    hint = hint_for(error)
    return data if hint is None else msgspec.structs.replace(data, hint=RunMasker.masker.text(clean_text(hint)))
