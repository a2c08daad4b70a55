"""Copies the last native output of a dead worker into its run's log, under the run's lock."""

import os

from workflow_engine_shared.errors import DatabaseDamaged, VersionNotFound
from workflow_engine_shared.locks import Timeout, run_lock
from workflow_engine_shared.logs.writer import LogWriter
from workflow_engine_shared.logs.writer_state import is_finished
from workflow_engine_shared.paths import RunPaths
from workflow_engine_shared.plain_files import open_plain
from workflow_engine_shared.secrets.masking import Masker
from workflow_engine_shared.settings import Settings
from workflow_engine_shared.storage.workflow.store import Store
from workflow_engine_shared.units import MIB
from workflow_engine_supervisor.masks import Masks

#: More is counted, but not copied: other runs' workers wait to be heard of.
MAX_BYTES = 4 * MIB


class LastOutput:
    """Reads the last output of dead workers. Used by the monitor's thread only."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings = settings
        self._store = store
        self._masks = Masks(settings)

    def of(self, thread_id: str) -> str:
        """Copy a run's last native output into its log; returns the end of it, without secrets."""
        paths = self._settings.home_paths.run(thread_id)
        try:
            with self._store.read() as tx:
                masker = self._masks.of(tx, tx.get_run(thread_id))
        except (DatabaseDamaged, VersionNotFound):  # without knowing its secrets nothing is told
            return ""
        if not _is_finished(paths):
            self._copy(paths, thread_id, masker)
        return masker.text(last_lines(paths))

    def _copy(self, paths: RunPaths, thread_id: str, masker: Masker) -> None:
        try:
            lock = run_lock(paths)
            lock.acquire()
        except (Timeout, OSError):  # the next worker copies it, which is the log's writer already; or nobody can
            return
        try:
            log = LogWriter(paths, thread_id, self._settings.log_limits)
            log.masker = masker
            log.skip_stderr(MAX_BYTES)
            log.finish()
            log.close()
        except OSError:  # the disk is full: the next worker copies it
            return
        finally:
            lock.release()


def _is_finished(paths: RunPaths) -> bool:
    """Whether the worker itself could end its log, as it does unless it is killed."""
    try:
        return is_finished(paths.log_marks, paths.stderr.stat().st_size)
    except OSError:
        return True


LAST_LINES_BYTES = 4096


def last_lines(paths: RunPaths) -> str:
    """The last 4 KiB that the worker's interpreter and native code wrote, as text."""
    try:
        with os.fdopen(open_plain(paths.stderr), "rb") as file:
            file.seek(0, 2)
            file.seek(max(0, file.tell() - LAST_LINES_BYTES))
            return file.read().decode("utf-8", "backslashreplace")
    except OSError:  # there is none, or something else stands in its place
        return ""
