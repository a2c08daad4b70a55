"""Who does a file operation: the engine itself, or user code."""

import inspect
import os
import sysconfig

#: Modules that keep the engine's own files, and none that opens a file for user code.
_ENGINE_MODULES = (
    "workflow_engine_shared.",
    "workflow_engine_worker.control.",
    "workflow_engine_worker.failpoint",
    "workflow_engine_worker.kernel.",
    "workflow_engine_worker.output.",
    "workflow_engine_worker.process.",
    "workflow_engine_worker.reporting.",
    "workflow_engine_worker.runs.",
    "workflow_engine_worker.steps.",
    "workflow_engine_worker.visits.",
)
#: Frames that stand between the one who asks and the operation: the guard's own, and those of the engine's locks.
_BETWEEN = ("workflow_engine_worker.file_guard.", "filelock.")
_STANDARD_LIBRARY = ("<frozen", sysconfig.get_path("stdlib") + os.sep)


def the_engine_is_at_work() -> bool:
    """Whether the operation is the engine's own: the nearest frame that is no library's decides."""
    frame = inspect.currentframe()
    while frame is not None:
        name = str(frame.f_globals.get("__name__"))
        if not name.startswith(_BETWEEN) and not _is_standard(frame.f_code.co_filename):
            return name.startswith(_ENGINE_MODULES)
        frame = frame.f_back
    return False


def _is_standard(file: str) -> bool:
    return file.startswith(_STANDARD_LIBRARY) and "-packages" not in file
