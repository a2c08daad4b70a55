"""The user's functions: loaded by name, called with the state."""

import asyncio
import inspect
from collections.abc import Collection, Coroutine, Mapping, Sequence
from pathlib import Path
from typing import Any

from workflow_engine_shared.errors import (
    ErrorData,
    FunctionDisabled,
    RegistrationError,
    RenError,
    UnknownFunction,
    user_error,
)
from workflow_engine_shared.functions.discovery import Scan, scan
from workflow_engine_shared.functions.registry import REGISTRY, RegisteredFunction
from workflow_engine_shared.run_status import Reason
from workflow_engine_worker.control.commands import LeaveRun, NodeFailed, TimeIsUp
from workflow_engine_worker.functions.modules import add_to_path, import_module
from workflow_engine_worker.functions.os_fork_guard import end_forked_child
from workflow_engine_worker.masks import Hidden, masked_error

Functions = Mapping[str, RegisteredFunction]


def load_functions(folders: Sequence[Path], names: list[str], disabled: Collection[str] = ()) -> Functions:
    """Import the modules that register these names, and nothing else of the flows folders.

    Raises:
        NodeFailed: a name is disabled, or registered nowhere, or its module cannot be imported.
    """
    add_to_path(folders)
    found = scan(folders)
    for name in names:
        if name in disabled:
            error: RenError = FunctionDisabled(f"The function {name!r} is disabled.")
            raise NodeFailed(error.data(), Reason.START_FAILED)
        if name not in found.functions:
            raise NodeFailed(_unknown(name, folders, found).data(), Reason.START_FAILED)
    for module in dict.fromkeys(found.functions[name].module for name in names):
        _import(module)
    functions = {name: REGISTRY.get(name) for name in names}
    for name, function in functions.items():
        if function is None:
            raise NodeFailed(_unknown(name, folders, found).data(), Reason.START_FAILED)
    return {name: function for name, function in functions.items() if function is not None}


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


def _import(module: str) -> None:
    try:
        import_module(module)
    except LeaveRun:
        raise
    except BaseException as error:  # a module may well call sys.exit
        raise NodeFailed(error_of(error, None), Reason.START_FAILED) from error


def _unknown(name: str, folders: Sequence[Path], found: Scan) -> RenError:
    """It may be there but unfit, or stand in a module that cannot be read: those are named too."""
    for problem in found.problems:
        if problem.detail.startswith(f"{name!r} "):
            return RegistrationError(f"{problem.pointer}: {problem.detail}", hint=problem.hint or None)
    places = [f"No module below {' or '.join(map(str, folders))} registers a function {name!r}."]
    places += [f"{problem.pointer}: {problem.detail}" for problem in found.problems]
    return UnknownFunction("\n".join(places))


def error_of(error: BaseException, node_id: str | None) -> ErrorData:
    """An exception as data, without secrets: our own errors explain themselves, others are the user's."""
    if isinstance(error, RenError):
        return masked_error(error.data(node_id))
    return user_error(error, node_id, Hidden.masker.text)
