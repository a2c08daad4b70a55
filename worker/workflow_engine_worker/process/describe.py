"""`python -m workflow_engine_worker --describe`: import one module, tell what it registers, leave.

Whatever the module does - hang, crash, print without end - it does to this process only. The request comes on standard
input, the answer goes to a file: what the module prints cannot be taken for it.
"""

import contextlib
import faulthandler
import inspect
import os
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

import msgspec

from workflow_engine_shared.errors import RenError, user_error
from workflow_engine_shared.functions.description import Described, DescribeRequest, FunctionDescription
from workflow_engine_shared.functions.registry import REGISTRY, RegisteredFunction
from workflow_engine_shared.paths import replace_file
from workflow_engine_worker.file_guard import audit_hook
from workflow_engine_worker.file_guard.rules import FileRules
from workflow_engine_worker.functions.distributions import distribution_of
from workflow_engine_worker.functions.modules import add_to_path, import_module
from workflow_engine_worker.functions.own_imports import refuse_ambiguous_imports
from workflow_engine_worker.functions.schemas import parameters_schema
from workflow_engine_worker.stack_watchdog import write_stacks

#: For so many seconds more native code may hold the interpreter; then it is ended without its lock.
_HELD_S = 1.0


def main() -> None:
    """Answer the request on standard input. Never returns."""
    request = msgspec.json.decode(sys.stdin.buffer.read(), type=DescribeRequest)
    if sys.platform != "win32":
        os.nice(10)  # runs come first
    faulthandler.enable()
    _end_after(request.timeout)
    result = Path(request.result)
    os.environ.update({name: str(result.parent) for name in ("TMPDIR", "TEMP", "TMP")})
    tempfile.tempdir = None
    os.chdir(result.parent)
    folders = [Path(folder) for folder in request.folders]
    add_to_path(folders)
    if request.file_guard:
        audit_hook.install(FileRules.of(result.parent, folders, request.allow_paths))
    replace_file(result, msgspec.json.encode(_describe(request.module, folders)))
    with contextlib.suppress(Exception):
        sys.stdout.flush()
    os._exit(0)  # no thread or exit hook of the module's can hold us


def _end_after(seconds: float) -> None:
    """End the process, after it has said where it was; also when the supervisor is gone."""

    def end() -> None:
        os.write(2, b"Timeout (of the import)\n")
        write_stacks()
        os._exit(1)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    faulthandler.dump_traceback_later(seconds + _HELD_S, exit=True)


def _describe(module: str, folders: Sequence[Path]) -> Described:
    try:
        refuse_ambiguous_imports([module], folders)
        import_module(module)
        functions = [REGISTRY.get(name) for name in REGISTRY.names()]
        return Described({each.name: _description(each) for each in functions if each is not None})
    except BaseException as error:  # noqa: BLE001 - a module may well call sys.exit
        told = error.data() if isinstance(error, RenError) else user_error(error, None)
        missing = (error.name or "").partition(".")[0] if isinstance(error, ModuleNotFoundError) else ""
        return Described(error=told, missing=missing, distribution=distribution_of(missing) or "")


def _description(function: RegisteredFunction) -> FunctionDescription:
    return FunctionDescription(parameters_schema(function.call), str(inspect.signature(function.call)))
