"""The user's functions: loaded by name, called with the state."""

import asyncio
import importlib
import inspect
import sys
from collections.abc import Coroutine, Mapping
from pathlib import Path
from typing import Any

from workflow_engine_shared.discovery import Scan, scan
from workflow_engine_shared.errors import ErrorData, RenError, UnknownFunction, user_error
from workflow_engine_shared.registry import REGISTRY, RegisteredFunction
from workflow_engine_shared.run_status import Reason
from workflow_engine_worker.control import LeaveRun, NodeFailed, TimeIsUp

Functions = Mapping[str, RegisteredFunction]


def load_functions(folder: Path, names: list[str]) -> Functions:
    """Import the modules that register these names, and nothing else of the folder.

    Raises:
        NodeFailed: a name is registered nowhere, or its module cannot be imported.
    """
    # Behind everything else: a flow's random.py must not shadow the standard library's.
    if str(folder) not in sys.path:
        sys.path.append(str(folder))
    found = scan(folder)
    for name in names:
        if name not in found.functions:
            raise NodeFailed(_unknown(name, folder, found).data(), Reason.START_FAILED)
    for module in dict.fromkeys(found.functions[name].module for name in names):
        _import(module)
    functions = {name: REGISTRY.get(name) for name in names}
    for name, function in functions.items():
        if function is None:
            raise NodeFailed(_unknown(name, folder, found).data(), Reason.START_FAILED)
    return {name: function for name, function in functions.items() if function is not None}


def call(
    function: RegisteredFunction, state: dict[str, Any], kwargs: dict[str, Any], time_left: float | None = None
) -> Any:
    """Call a plain or async function and return what it returns.

    Raises:
        TimeIsUp: an async function took longer than `time_left` seconds (a plain one is asked at its safe points).
    """
    if not inspect.iscoroutinefunction(function.call):
        return function.call(state, **kwargs)
    return asyncio.run(_within(time_left, function.call(state, **kwargs)))


async def _within(seconds: float | None, work: Coroutine[Any, Any, Any]) -> Any:
    task = asyncio.ensure_future(work)
    done, _ = await asyncio.wait([task], timeout=seconds)
    if not done:
        task.cancel()
        raise TimeIsUp
    return task.result()


def _import(module: str) -> None:
    try:
        importlib.import_module(module)
    except LeaveRun:
        raise
    except BaseException as error:  # a module may well call sys.exit
        raise NodeFailed(error_of(error, None), Reason.START_FAILED) from error


def _unknown(name: str, folder: Path, found: Scan) -> UnknownFunction:
    """It may stand in a module that cannot be read: those are named too."""
    places = [f"No module below {folder} registers a function {name!r}."]
    places += [f"{problem.pointer}: {problem.detail}" for problem in found.problems]
    return UnknownFunction("\n".join(places))


def error_of(error: BaseException, node_id: str | None) -> ErrorData:
    """An exception as data: our own errors explain themselves, others are the user's."""
    return error.data(node_id) if isinstance(error, RenError) else user_error(error, node_id)
