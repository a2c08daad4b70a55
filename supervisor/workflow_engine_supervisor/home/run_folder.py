"""The folder of a run that is being accepted: made before anybody is told of the run, removed if nobody will be."""

import contextlib
import shutil

from workflow_engine_shared.errors import RenError, RunNotFound
from workflow_engine_shared.machine_limits import storage_error
from workflow_engine_shared.paths import RunPaths
from workflow_engine_shared.plain_files import refuse_odd_folder
from workflow_engine_shared.storage.workflow.store import Store


def make_folder(paths: RunPaths) -> None:
    """Make a run's folder for the files that it is given, before anybody is told that the run exists.

    Raises:
        DiskFull, TooManyOpenFiles, StorageFailure
    """
    try:
        paths.make()
    except OSError as error:
        raise storage_error(error, f"{paths.root} could not be made") from error


def refuse_link(paths: RunPaths) -> None:
    """A folder is there or will be made: a link that stands in its place is told of at once, not by the worker.

    Raises:
        StorageFailure
    """
    try:
        refuse_odd_folder(paths.root)
    except OSError as error:
        raise storage_error(error, f"{paths.root} could not be made") from error


def leave_nothing(store: Store, paths: RunPaths, thread_id: str) -> None:
    """Remove the folder and the files of a run that was not accepted, as far as nobody else has put anything there."""
    # Inside a write nobody else accepts a run.
    with contextlib.suppress(RenError, OSError), store.write() as tx:
        try:
            tx.get_run(thread_id)
        except RunNotFound:
            shutil.rmtree(paths.inputs, ignore_errors=True)
            for folder in reversed(paths.folders):
                if folder.exists():
                    folder.rmdir()
