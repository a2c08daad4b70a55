"""What a dead predecessor left: runs that still have a worker, runs that lost theirs, runs it put down when it left."""

import filelock

from workflow_engine_shared.errors import RenError
from workflow_engine_shared.paths import RunPaths
from workflow_engine_shared.storage.run import checkpoints, db, journal

LAST_LINES_BYTES = 4096


def is_held(paths: RunPaths) -> bool:
    """Whether some worker holds the run: the lock is let go by the system when its process ends, however it ends."""
    if not paths.lock.exists():
        return False
    lock = filelock.FileLock(paths.lock, timeout=0, mode=0o600, thread_local=False)
    try:
        lock.acquire()
    except filelock.Timeout:
        return True
    lock.release()
    return False


def progress_mark(paths: RunPaths) -> str | None:
    """The newest checkpoint and the number of steps done: another mark proves that the run got further.

    None: nothing yet, or not readable.
    """
    database = db.open_for_reading(paths.db)
    if database is None:
        return None
    try:
        with database.read() as con:
            newest = checkpoints.latest_checkpoint(con)
            steps = journal.count_done(con)
    except RenError:
        return None
    finally:
        database.close()
    return None if newest is None else f"{newest.checkpoint_id}/{steps}"


def last_lines(paths: RunPaths) -> str:
    """The end of what the worker's interpreter and native code wrote."""
    try:
        with paths.stderr.open("rb") as file:
            file.seek(0, 2)
            file.seek(max(0, file.tell() - LAST_LINES_BYTES))
            return file.read().decode("utf-8", "backslashreplace")
    except FileNotFoundError:
        return ""
