"""Removing environments that were built: their locks stay, so that a run that needs one has it built again."""

import shutil
import uuid

from workflow_engine_shared.environments.folder import STAGE, build_log, folder_of, used_mark
from workflow_engine_shared.errors.dependencies import EnvironmentInUse
from workflow_engine_shared.locks import Timeout, process_lock
from workflow_engine_shared.machine_limits import storage_error
from workflow_engine_shared.paths import Home

_WAIT_S = 1.0


def remove_environment(home: Home, known_by: str) -> bool:
    """Remove a built environment; False: it was not there. It is aside before the first of its files goes.

    Raises:
        EnvironmentInUse: it is being built.
        DiskFull, StorageFailure
    """
    if not home.environments.is_dir():
        return False
    try:
        lock = process_lock(home.environments / f"{known_by}.lock", timeout=_WAIT_S)
        lock.acquire()
    except Timeout:
        raise EnvironmentInUse(f"The environment {known_by[:12]} is being built.", hint="Try again later.") from None
    try:
        folder = folder_of(home, known_by)
        there = folder.is_dir()
        if there:
            aside = home.environments / f"{STAGE}{known_by}-{uuid.uuid4().hex[:8]}-removed"
            folder.rename(aside)
            shutil.rmtree(aside, ignore_errors=True)
        for each in (build_log(home, known_by), used_mark(home, known_by)):
            each.unlink(missing_ok=True)
    except OSError as error:
        raise storage_error(error, f"the environment {known_by[:12]} cannot be removed") from error
    finally:
        lock.release()
    return there
