"""Run records: what the supervisor writes about a run while no worker holds it."""

import contextlib
import random
from collections.abc import Iterable

import psutil

from workflow_engine_shared.clock import Clock
from workflow_engine_shared.errors import DatabaseDamaged, ErrorData, RenError, RunNotFound
from workflow_engine_shared.errors.base import MAX_MESSAGE_CHARS
from workflow_engine_shared.paths import Home
from workflow_engine_shared.run_status import WAITS, Reason, RunStatus
from workflow_engine_shared.storage.workflow import workers
from workflow_engine_shared.storage.workflow.payloads import StalledPayload
from workflow_engine_shared.storage.workflow.rows import Interrupt, RunRow, SignalRow, WorkerRow
from workflow_engine_shared.storage.workflow.store import ReadTransaction, Store, Transaction
from workflow_engine_shared.units import MIB
from workflow_engine_shared.vocabulary import InterruptKind, SignalType
from workflow_engine_supervisor.processes.exits import Fate, WorkerEnd
from workflow_engine_supervisor.supervision.last_output import LastOutput
from workflow_engine_supervisor.supervision.progress_mark import progress_mark
from workflow_engine_supervisor.supervision.restart_policy import MACHINE_WAIT_S, ExitFacts, decide_restart

_WAITING = (RunStatus.PENDING, RunStatus.RECOVERING)
#: The reasons of moves that follow a crash, which is what the circuit breaker counts.
_CRASHES = (Reason.CRASH, Reason.CRASH_LOOP)


class RunRecords:
    """Moves runs that have no worker. Used by the monitor's thread only."""

    def __init__(
        self, home: Home, store: Store, clock: Clock, last_output: LastOutput, machine_wait: float = MACHINE_WAIT_S
    ) -> None:
        self._home = home
        self._machine_wait = machine_wait
        self._last_output = last_output
        self._store = store
        self._clock = clock

    def unended_workers(self) -> list[WorkerRow]:
        """Those whose end is not recorded."""
        with self._store.read() as tx:
            return tx.unended_workers()

    def running(self) -> list[str]:
        """The runs that a worker must have."""
        with self._store.read() as tx:
            return [row.thread_id for row in tx.runs_in_status(RunStatus.RUNNING)]

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
            return _asks_to_cancel(tx.waiting_commands(thread_id))

    def apply_commands(self, thread_id: str) -> bool:
        """Carry out the commands of a run that no worker holds. False: nothing to do, or a worker has to do it."""
        with self._store.read() as tx:
            if _due_command(*_run_and_commands(tx, thread_id)) is None:
                return False
        with self._store.write() as tx:
            row, commands = _run_and_commands(tx, thread_id)
            due = _due_command(row, commands)  # decided again: it may have been answered since the look
            if due is None:
                return False
            return (
                self._cancel(tx, row, commands) if due is SignalType.CANCEL_REQUEST else self._pause(tx, row, commands)
            )

    def record_stall(self, thread_id: str, seconds: float, cause: str) -> None:
        """Record that a run's worker has shown no sign of life for so long."""
        with self._store.write() as tx:
            payload: StalledPayload = {"silent_s": round(seconds, 1), "cause": cause}
            tx.insert_event(thread_id, SignalType.STALLED, payload, self._clock.now())

    def record_exit(self, thread_id: str, end: WorkerEnd, *, alone: bool) -> bool:
        """Record a worker's end and move its run on, unless the worker itself did. Whether it was a crash.

        `alone` is False while many runs' workers are dying.
        """
        with contextlib.suppress(RunNotFound):  # deleted meanwhile, with all that there was to record
            mark = progress_mark(self._home.run(thread_id))
            last_output = self._last_output.of(thread_id)
            with self._store.write() as tx:
                chance = random.random()  # noqa: S311 - jitter
                facts = ExitFacts(
                    *(mark, self._clock.now(), chance, last_output, alone),
                    machine_wait=self._machine_wait,
                    machine=_machine() if end.killed else "",
                )
                return self._record(tx, tx.get_run(thread_id), end, facts)
        return False

    def give_up(self, thread_id: str, error: Exception) -> None:
        """What had to be done for a run failed again and again: it ends, cancelled if somebody asked for that."""
        now = self._clock.now()
        with self._store.write() as tx:
            if _wants_to_end(tx, thread_id):
                tx.run_cancelled(thread_id, now)
            else:
                tx.run_failed(thread_id, now, reason=Reason.ENGINE, error=_unforeseen(error))
        # By itself: the run has ended, whatever its workers' rows hold.
        with contextlib.suppress(DatabaseDamaged), self._store.write() as tx:
            for worker in tx.list_workers(thread_id):
                if worker.ended_at is None:
                    words = "was ended because its run was given up"
                    tx.end_worker(thread_id, worker.epoch, now, exit_code=None, exit_reason=words)

    def _record(self, tx: Transaction, row: RunRow, end: WorkerEnd, facts: ExitFacts) -> bool:
        thread_id, now = row.thread_id, facts.now
        waits = row.status in _WAITING and not end.claimed
        lost = row.epoch == end.epoch and (row.status is RunStatus.RUNNING or waits)
        words = end.words if lost or end.code else workers.IN_ORDER
        visit = end.visit if lost else None
        tx.end_worker(thread_id, end.epoch, now, exit_code=end.code, exit_reason=words, timed_out_visit=visit)
        if end.code is None:
            tx.fill_list_columns(thread_id)  # it was adopted, and may have been of an older version
        if not lost:
            self._requeue_stopped(tx, row, end, now)
            return False
        tx.add_clock_set(thread_id, end.clock_set_s)
        if waits:
            # It died before it could take the run: the death is recorded the same way.
            tx.run_started(thread_id, end.epoch, now, claimed=False)
        if _asks_to_cancel(tx.waiting_commands(thread_id)):
            tx.run_cancelled(thread_id, now, epoch=end.epoch)
            return False
        move = decide_restart(row, end, facts)
        return tx.run_lost(thread_id, move, now) and move.reason in _CRASHES

    def _requeue_stopped(self, tx: Transaction, row: RunRow, end: WorkerEnd, now: str) -> None:
        """A worker that was asked to stop by somebody else than its supervisor: its run is not done."""
        stopped = row.status is RunStatus.INTERRUPTED and row.reason is Reason.SHUTDOWN
        if stopped and row.epoch == end.epoch and end.fate is not Fate.STOPPED:
            tx.run_queued(row.thread_id, now)

    def _cancel(self, tx: Transaction, row: RunRow, commands: list[SignalRow]) -> bool:
        return tx.run_cancelled(row.thread_id, self._clock.now(), processed=[command.id for command in commands])

    def _pause(self, tx: Transaction, row: RunRow, commands: list[SignalRow]) -> bool:
        """What came for a run that waits is kept for its next worker."""
        ids = [command.id for command in commands if command.type is SignalType.PAUSE_REQUEST]
        if row.status in _WAITING:
            interrupt = Interrupt(InterruptKind.PAUSE)
            return tx.run_paused(row.thread_id, self._clock.now(), interrupt=interrupt, processed=ids)
        if row.status is RunStatus.INTERRUPTED and row.reason in WAITS:
            node = None if row.interrupt is None else row.interrupt.node
            tx.pause_waiting(row.thread_id, Interrupt(InterruptKind.PAUSE, node=node), self._clock.now())
        # Any other has stopped for another reason first; the pause has nothing left to ask for.
        tx.mark_processed(ids)
        return True


def _machine() -> str:
    memory = psutil.virtual_memory()
    return f"The machine has {memory.total // MIB} MiB, of which {memory.available // MIB} are free now."


def _run_and_commands(tx: ReadTransaction, thread_id: str) -> tuple[RunRow, list[SignalRow]]:
    return tx.get_run(thread_id), tx.waiting_commands(thread_id)


def _due_command(row: RunRow, commands: list[SignalRow]) -> SignalType | None:
    """The command that can be carried out without a worker; None: there is none, or a worker has to do it."""
    if row.status is RunStatus.RUNNING:
        return None
    if _asks_to_cancel(commands):
        return SignalType.CANCEL_REQUEST
    only_pause = {command.type for command in commands} - {SignalType.WAIT_REQUEST} == {SignalType.PAUSE_REQUEST}
    return SignalType.PAUSE_REQUEST if only_pause else None


def _wants_to_end(tx: ReadTransaction, thread_id: str) -> bool:
    try:
        return _asks_to_cancel(tx.waiting_commands(thread_id))
    except DatabaseDamaged:  # what it was asked cannot be read
        return False


def _unforeseen(error: Exception) -> ErrorData:
    what = error if isinstance(error, RenError) else RenError(f"{type(error).__name__}: {error}")
    told = f"The supervisor cannot go on with this run, and gave it up: {what.detail}"
    hint = "The supervisor's log has more. Resume to try again, or cancel it."
    return ErrorData(what.code, told[:MAX_MESSAGE_CHARS], hint=hint)


def _asks_to_cancel(commands: list[SignalRow]) -> bool:
    return any(command.type is SignalType.CANCEL_REQUEST for command in commands)
