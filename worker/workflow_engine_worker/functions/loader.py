"""The user's functions: loaded by name, called with the state."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from workflow_engine_shared.errors import (
    FunctionDisabled,
    OwnModuleImport,
    RegistrationError,
    RenError,
    UnknownFunction,
)
from workflow_engine_shared.functions.discovery import FoundFunction, Scan, scan
from workflow_engine_shared.functions.near_misses import near_misses
from workflow_engine_shared.functions.registry import REGISTRY, RegisteredFunction
from workflow_engine_shared.run_status import Reason
from workflow_engine_worker.control.leave import LeaveRun, NodeFailed
from workflow_engine_worker.functions.call import error_of
from workflow_engine_worker.functions.modules import add_to_path, import_module
from workflow_engine_worker.functions.own_imports import refuse_ambiguous_imports

Functions = Mapping[str, RegisteredFunction]


def load_functions(folders: Sequence[Path], found: Mapping[str, FoundFunction]) -> Functions:
    """Import the modules that register what `find_functions` found, and nothing else of the flows folders.

    Raises:
        NodeFailed: a module cannot be imported, or does not register what its text says.
    """
    add_to_path(folders)
    modules = list(dict.fromkeys(each.module for each in found.values()))
    try:
        refuse_ambiguous_imports(modules, folders)
    except OwnModuleImport as error:
        raise NodeFailed(error.data(), Reason.START_FAILED) from error
    for module in modules:
        _import(module, folders)
    functions = {name: REGISTRY.get(name) for name in found}
    for name, function in functions.items():
        if function is None:
            raise NodeFailed(_unknown(name, folders, scan(folders)).data(), Reason.START_FAILED)
    return {name: function for name, function in functions.items() if function is not None}


def find_functions(
    folders: Sequence[Path], names: Sequence[str], disabled: Collection[str] = ()
) -> dict[str, FoundFunction]:
    """Where these are registered; nothing is imported to know it.

    Raises:
        NodeFailed: a name is disabled, or registered nowhere.
    """
    found = scan(folders)
    for name in names:
        if name in disabled:
            error: RenError = FunctionDisabled(f"The function {name!r} is disabled.")
            raise NodeFailed(error.data(), Reason.START_FAILED)
        if name not in found.functions:
            raise NodeFailed(_unknown(name, folders, found).data(), Reason.START_FAILED)
    return {name: found.functions[name] for name in names}


def _import(module: str, folders: Sequence[Path]) -> None:
    try:
        import_module(module, folders)
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
    places += near_misses(name, folders, found)
    places += [f"{problem.pointer}: {problem.detail}" for problem in found.problems]
    return UnknownFunction("\n".join(places))
