"""How far a run has come, to tell a crash with progress from one without."""

from workflow_engine_shared.errors import RenError
from workflow_engine_shared.paths import RunPaths
from workflow_engine_shared.storage.run import checkpoints, db, journal


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
