"""The files of the run at hand: with those that it began with it goes on, and with no others."""

from workflow_engine_shared.errors import RunFilesMissing
from workflow_engine_shared.paths import RunPaths
from workflow_engine_shared.plain_files import file_id
from workflow_engine_shared.run_status import Reason
from workflow_engine_shared.storage.run import db
from workflow_engine_shared.storage.run.history import refuse_lost_history
from workflow_engine_shared.storage.workflow.store import Store
from workflow_engine_worker.control.leave import CancelAsked, LeaveRun, NodeFailed


class RunFiles:
    """Watches over run.db."""

    def __init__(self, paths: RunPaths, store: Store, thread_id: str) -> None:
        self._paths = paths
        self._store = store
        self._thread_id = thread_id
        self._file: tuple[int, int] | None = None  #: which file run.db was when it was opened

    def refuse_lost(self) -> None:
        """A run that has begun before has a database; without it, all that is done would be done again.

        Raises:
            RunFilesMissing
        """
        db.refuse_odd(self._paths.db)
        with self._store.read() as tx:
            row = tx.get_run(self._thread_id)
        with db.reading(self._paths.db) as con:
            refuse_lost_history(con, row.thread_id, self._paths.db, begun=row.started_at is not None)

    def opened(self) -> None:
        """This is the file that counts."""
        self._file = file_id(self._paths.db)

    def lost(self) -> RunFilesMissing | None:
        """Whether the file that this worker writes to is no longer the one that the next worker would find."""
        try:
            found = file_id(self._paths.db)
        except OSError:  # a disk that does not answer now has lost nothing
            return None
        if found == self._file:
            return None
        return RunFilesMissing(f"{self._paths.db} was removed or replaced while the run was at work.")

    def unless_lost(self, leaving: LeaveRun) -> LeaveRun:
        """What makes the run leave; lost files explain whatever else went wrong, and make a pause one for ever."""
        lost = None if isinstance(leaving, CancelAsked) else self.lost()
        return leaving if lost is None else NodeFailed(lost.data(), Reason.NODE_ERROR)
