"""The progress mark says how far a run has come, to tell a crash with progress from one without.

Stands alone: it reads files; the policy that compares marks does not.
"""

from workflow_engine_shared.errors import RenError, TooManyOpenFiles
from workflow_engine_shared.paths import RunPaths
from workflow_engine_shared.storage.run import checkpoints, db, journal


def progress_mark(paths: RunPaths) -> str | None:
    """`<newest checkpoint's id>/<steps done>`: another mark proves that the run got further.

    None: nothing yet, or not readable.

    Raises:
        TooManyOpenFiles: it may be readable in a moment.
    """
    try:
        with db.reading(paths.db) as con:
            newest = None if con is None else checkpoints.latest_checkpoint(con)
            steps = 0 if con is None else journal.count_done(con)
    except TooManyOpenFiles:
        raise
    except (RenError, OSError):
        return None
    return None if newest is None else f"{newest.checkpoint_id}/{steps}"
