"""What the supervisor writes about a run while no worker holds it."""

import contextlib
import random
from collections.abc import Iterable
from dataclasses import dataclass

from workflow_engine_shared.clock import Clock, moment_after
from workflow_engine_shared.errors import RunNotFound
from workflow_engine_shared.paths import Home
from workflow_engine_shared.run_status import Reason, RunStatus
from workflow_engine_shared.storage.workflow import moves, workers
from workflow_engine_shared.storage.workflow.payloads import StalledPayload
from workflow_engine_shared.storage.workflow.rows import Interrupt, RunRow, SignalRow, WorkerRow
from workflow_engine_shared.storage.workflow.store import Store, Transaction
from workflow_engine_shared.vocabulary import InterruptKind, SignalType
from workflow_engine_supervisor.processes.exits import Fate
from workflow_engine_supervisor.supervision.last_output import LastOutput
from workflow_engine_supervisor.supervision.progress_mark import progress_mark
from workflow_engine_supervisor.supervision.restart_policy import Exit, GiveUp, decide_restart

_WAITING = (RunStatus.PENDING, RunStatus.RECOVERING)


@dataclass(frozen=True)
class Ended:
    """The end of the process that held a run in some epoch."""

    epoch: int
    code: int | None = None  #: None: it was not our child
    fate: Fate = Fate.DIED
    visit: int | None = None  #: the visit that ran out of time
    claimed: bool = True  #: it is known to have taken the run; if the run waits all the same, somebody resumed it since
    alone: bool = True  #: False: many runs' workers are dying


class RunRecords:
    """Moves runs that have no worker. Used by the monitor's thread only."""

    def __init__(self, home: Home, store: Store, clock: Clock, last_output: LastOutput) -> None:
        self._home = home
        self._last_output = last_output
        self._store = store
        self._clock = clock

    def newest_worker(self, thread_id: str) -> WorkerRow:
        """The newest worker of a run, as recorded: of one that is running there always is one."""
        with self._store.read() as tx:
            return tx.list_workers(thread_id)[-1]

    def stopped_by_shutdown(self) -> list[str]:
        """The runs that wait for nothing but a supervisor's start."""
        with self._store.read() as tx:
            stopped = tx.runs_in_status(RunStatus.INTERRUPTED)
        return [row.thread_id for row in stopped if row.reason is Reason.SHUTDOWN]

    def queue(self, thread_ids: Iterable[str]) -> None:
        """Let stopped runs wait for a worker again, each by itself."""
        for thread_id in thread_ids:
            with self._store.write() as tx:
                tx.run_queued(thread_id, self._clock.now())

    def cancel_waits(self, thread_id: str) -> bool:
        """Whether a cancel has no effect yet."""
        with self._store.read() as tx:
            return any(s.type is SignalType.CANCEL_REQUEST for s in tx.waiting_commands(thread_id))

    def apply_commands(self, thread_id: str) -> bool:
        """Carry out the commands of a run that no worker holds. False: nothing to do, or a worker has to do it."""
        with self._store.write() as tx:
            row = tx.get_run(thread_id)
            waiting = tx.waiting_commands(thread_id)
            kinds = {signal.type for signal in waiting}
            if SignalType.CANCEL_REQUEST in kinds and row.status is not RunStatus.RUNNING:
                return self._cancel(tx, row, waiting)
            if kinds == {SignalType.PAUSE_REQUEST}:
                return self._pause(tx, row, waiting)
        return False

    def record_stall(self, thread_id: str, seconds: float, cause: str) -> None:
        """Record that a run's worker has shown no sign of life for so long."""
        with self._store.write() as tx:
            payload: StalledPayload = {"silent_s": round(seconds, 1), "cause": cause}
            tx.insert_event(thread_id, SignalType.STALLED, payload, self._clock.now())

    def record_exit(self, thread_id: str, ended: Ended) -> bool:
        """Record a worker's end and move its run on, unless the worker itself did. Whether it was a crash."""
        with contextlib.suppress(RunNotFound):  # deleted meanwhile, with all that there was to record
            return self._record(thread_id, ended)
        return False

    def _record(self, thread_id: str, ended: Ended) -> bool:
        paths = self._home.run(thread_id)
        end = Exit(ended.code, progress_mark(paths), self._last_output.of(thread_id), ended.fate, ended.alone)
        with self._store.write() as tx:
            now = self._clock.now()
            row = tx.get_run(thread_id)
            waits = row.status in _WAITING and not ended.claimed
            lost = row.epoch == ended.epoch and (row.status is RunStatus.RUNNING or waits)
            words = end.words if lost or ended.code else workers.IN_ORDER
            visit = ended.visit if lost else None
            tx.end_worker(thread_id, ended.epoch, workers.WorkerEnd(ended.code, words, visit), now)
            if not lost:
                self._put_down(tx, row, ended, now)
                return False
            if waits:
                # It died before it could take the run: the death is recorded the same way.
                tx.run_started(thread_id, ended.epoch, now)
            waiting = tx.waiting_commands(thread_id)
            if any(signal.type is SignalType.CANCEL_REQUEST for signal in waiting):
                tx.run_cancelled(thread_id, now, epoch=ended.epoch)
                return False
            return self._lose(tx, row, end, now)

    def _put_down(self, tx: Transaction, row: RunRow, ended: Ended, now: str) -> None:
        """A worker that was asked to stop by somebody else than its supervisor: its run is not done."""
        stopped = row.status is RunStatus.INTERRUPTED and row.reason is Reason.SHUTDOWN
        if stopped and row.epoch == ended.epoch and ended.fate is not Fate.STOPPED:
            tx.run_queued(row.thread_id, now)

    def _lose(self, tx: Transaction, row: RunRow, end: Exit, now: str) -> bool:
        verdict = decide_restart(row, end, random.random())  # noqa: S311 - jitter
        if isinstance(verdict, GiveUp):
            reason, error = Reason.CRASH_LOOP, verdict.error
            return tx.run_failed(row.thread_id, now, reason=reason, error=error, epoch=row.epoch)
        death = moves.Death(
            epoch=row.epoch,
            exit_code=end.code,
            words=f"The worker {end.words}.",
            crashes=verdict.crashes,
            progress_mark=end.mark,
            due_at=moment_after(now, verdict.delay),
            reason=verdict.reason,
            error=verdict.error,
        )
        return tx.run_lost(row.thread_id, death, now) and verdict.reason is Reason.CRASH

    def _cancel(self, tx: Transaction, row: RunRow, waiting: list[SignalRow]) -> bool:
        return tx.run_cancelled(row.thread_id, self._clock.now(), processed=[s.id for s in waiting])

    def _pause(self, tx: Transaction, row: RunRow, waiting: list[SignalRow]) -> bool:
        ids = [signal.id for signal in waiting]
        if row.status in _WAITING:
            interrupt = Interrupt(InterruptKind.PAUSE)
            return tx.run_paused(row.thread_id, self._clock.now(), interrupt=interrupt, processed=ids)
        if row.status is not RunStatus.RUNNING:
            # The run stopped for another reason first; the pause has nothing left to ask for.
            tx.mark_processed(ids)
            return True
        return False
