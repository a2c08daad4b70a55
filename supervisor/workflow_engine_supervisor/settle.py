"""What the supervisor writes about a run while no worker holds it."""

import random
from datetime import timedelta
from enum import Enum

from workflow_engine_shared.clock import Clock, parse_rfc3339, rfc3339
from workflow_engine_shared.paths import Home
from workflow_engine_shared.run_status import Reason, RunStatus
from workflow_engine_shared.storage import runs, signals, workers
from workflow_engine_shared.storage.database import Connection, Database
from workflow_engine_shared.storage.rows import Interrupt, RunRow, SignalRow, WorkerRow
from workflow_engine_supervisor.lifecycle import EXIT_STORAGE, Exit, GiveUp, after_death, exit_words
from workflow_engine_supervisor.recovery import last_lines, progress_mark, storage_works

_WAITING = (RunStatus.PENDING, RunStatus.RECOVERING)


class Fate(Enum):
    """Why a worker ended, as far as we had a hand in it."""

    DIED = "died"  #: by itself: counts as a crash
    STOPPED = "stopped"  #: we are leaving
    TIMED_OUT = "timed out"  #: its node heeded no limit


class Settler:
    """Moves runs that have no worker. Used by the monitor's thread only."""

    def __init__(self, home: Home, database: Database, clock: Clock) -> None:
        self._home = home
        self._database = database
        self._clock = clock

    def holder(self, thread_id: str) -> WorkerRow:
        """The newest worker of a run, as recorded: of one that is running there always is one."""
        with self._database.read() as con:
            return workers.list_workers(con, thread_id)[-1]

    def cancel_waits(self, thread_id: str) -> bool:
        """Whether a cancel has no effect yet."""
        with self._database.read() as con:
            return any(s.type == "cancel_request" for s in signals.waiting_commands(con, thread_id))

    def act(self, thread_id: str) -> bool:
        """Carry out the commands of a run that no worker holds. False: nothing to do, or a worker has to do it."""
        with self._database.write() as con:
            row = runs.get_run(con, thread_id)
            waiting = signals.waiting_commands(con, thread_id)
            kinds = {signal.type for signal in waiting}
            if "cancel_request" in kinds and row.status is not RunStatus.RUNNING:
                return self._cancel(con, row, waiting)
            if kinds == {"pause_request"}:
                return self._pause(con, row, waiting)
        return False

    def died(self, thread_id: str, epoch: int, code: int | None, *, took: bool = True, fate: Fate = Fate.DIED) -> None:
        """Record a worker's end and move its run on, unless the worker itself did. Only `DIED` counts as a crash.

        `took`: the worker is known to have taken the run. If the run waits all the same, somebody resumed it since.
        """
        paths = self._home.run(thread_id)
        works = code != EXIT_STORAGE or storage_works(paths)
        end = Exit(code, progress_mark(paths), last_lines(paths), fate is Fate.DIED, works)
        with self._database.write() as con:
            now = self._clock.now()
            row = runs.get_run(con, thread_id)
            lost = row.epoch == epoch and (row.status is RunStatus.RUNNING or (row.status in _WAITING and not took))
            words = _words(code, lost, fate)
            workers.end_worker(con, thread_id, epoch, code, words, now)
            if not lost:
                return
            if row.status in _WAITING:
                # It died before it could take the run: the death is recorded the same way.
                runs.run_started(con, thread_id, epoch, now)
            waiting = signals.waiting_commands(con, thread_id)
            if any(signal.type == "cancel_request" for signal in waiting):
                runs.run_cancelled(con, thread_id, now, epoch=epoch)
                return
            self._lose(con, row, end, words)

    def _lose(self, con: Connection, row: RunRow, end: Exit, words: str) -> None:
        now = self._clock.now()
        verdict = after_death(row, end, random.random())  # noqa: S311 - jitter
        if isinstance(verdict, GiveUp):
            reason, error = Reason.CRASH_LOOP, verdict.error
            runs.run_failed(con, row.thread_id, now, reason=reason, error=error, epoch=row.epoch)
            return
        death = runs.Death(
            epoch=row.epoch,
            exit_code=end.code,
            words=f"The worker {words}.",
            crashes=verdict.crashes,
            progress_mark=end.mark,
            due_at=rfc3339(parse_rfc3339(now) + timedelta(seconds=verdict.delay)),
        )
        runs.run_lost(con, row.thread_id, death, now)

    def _cancel(self, con: Connection, row: RunRow, waiting: list[SignalRow]) -> bool:
        return runs.run_cancelled(con, row.thread_id, self._clock.now(), processed=[s.id for s in waiting])

    def _pause(self, con: Connection, row: RunRow, waiting: list[SignalRow]) -> bool:
        ids = [signal.id for signal in waiting]
        if row.status in _WAITING:
            interrupt = Interrupt("pause")
            return runs.run_paused(con, row.thread_id, self._clock.now(), interrupt=interrupt, processed=ids)
        if row.status is not RunStatus.RUNNING:
            # The run stopped for another reason first; the pause has nothing left to ask for.
            signals.mark_processed(con, ids)
            return True
        return False


def _words(code: int | None, lost: bool, fate: Fate) -> str:
    """A worker's end in words that complete "the worker …"."""
    if lost and fate is Fate.TIMED_OUT:
        return workers.TIMED_OUT
    if lost and fate is Fate.STOPPED:
        return "was ended because the supervisor stopped"
    return exit_words(code) if lost or code else workers.IN_ORDER
