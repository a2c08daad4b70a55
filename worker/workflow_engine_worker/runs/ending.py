"""How a worker's hold on a run ends: first what `run.db` must know, then one transaction in workflow.db."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from workflow_engine_shared.clock import Began, Clock
from workflow_engine_shared.codec import json_view
from workflow_engine_shared.dsl.drawing.as_test import STOP
from workflow_engine_shared.errors import CheckpointUnreadable, Fenced, RenError, RunFilesMissing
from workflow_engine_shared.plain_files import OddFile
from workflow_engine_shared.protocol.exit_codes import WorkerExit
from workflow_engine_shared.protocol.messages import Start
from workflow_engine_shared.run_status import Reason
from workflow_engine_shared.storage.workflow.rows import Interrupt
from workflow_engine_shared.storage.workflow.store import Store, Transaction
from workflow_engine_shared.vocabulary import InterruptKind
from workflow_engine_worker.control.leave import (
    CancelAsked,
    EnvironmentDue,
    FreshProcessDue,
    LeaveRun,
    NodeFailed,
    PauseAsked,
    QuestionAsked,
    RestartAsked,
    StopAsked,
    Waits,
)
from workflow_engine_worker.masks import RunMasker
from workflow_engine_worker.output.attribution import attributed_to
from workflow_engine_worker.runs.children import result_for_parent
from workflow_engine_worker.visits.positions import Positions
from workflow_engine_worker.visits.visit_store import VisitStore

log = logging.getLogger("renflow")


_EXITS: dict[type[LeaveRun], WorkerExit] = {
    RestartAsked: WorkerExit.RESTART,
    FreshProcessDue: WorkerExit.ISOLATED,
    EnvironmentDue: WorkerExit.ENVIRONMENT,
}


def exit_for(leaving: LeaveRun) -> WorkerExit:
    """How a worker says why a fresh one is to go on."""
    return _EXITS[type(leaving)]


class RunEnding:
    """Writes the last row of this epoch."""

    def __init__(self, store: Store, visit_store: VisitStore, positions: Positions, start: Start, clock: Clock) -> None:
        self._store = store
        self._visit_store = visit_store
        self._positions = positions
        self._thread_id = start.thread_id
        self._epoch = start.epoch
        self._clock = clock
        self._began = Began(clock)

    def finished(self) -> None:
        """The flow reached its end."""
        skipped = self._visit_store.skipped()
        with attributed_to(self._positions.newest.node_id):
            if self._visit_store.ended_at() == STOP:
                log.info("The test run ends here, as it was asked to: the nodes behind are not run.")
            if skipped:
                log.warning("Run %s is finished; skipped: %d (the list of items names them).", self._thread_id, skipped)
            else:
                log.info("Run %s is finished.", self._thread_id)
        result = result_for_parent(self._store, self._thread_id, self._visit_store.database)
        with self._writing() as tx:
            moved = tx.run_finished(self._thread_id, self._epoch, self._clock.now(), skipped=skipped, result=result)
        self._must_have(moved)

    def stopped(self, leaving: LeaveRun) -> None:
        """The run stops here: failed, cancelled, paused or put down for the supervisor's stop."""
        node_id = leaving.node_id or self._positions.newest.node_id
        with attributed_to(node_id):
            self._stopped(leaving, node_id)

    def _stopped(self, leaving: LeaveRun, node_id: str | None) -> None:
        if isinstance(leaving, NodeFailed):
            self._failed(leaving)
        elif isinstance(leaving, CancelAsked):
            self._cancelled(leaving)
        elif isinstance(leaving, Waits):
            log.info("Run %s waits, without a process.", self._thread_id)
        else:
            self._paused(leaving, node_id)

    def restarting(self) -> None:
        """A fresh process is to go on: what is under way is set aside, the run stays as it is until then."""
        log.info("Run %s goes on in a fresh worker.", self._thread_id)
        self._visit_store.paused()

    def _failed(self, failure: NodeFailed) -> None:
        error = failure.error
        context = {"traceback": error.traceback} if error.traceback else {}
        log.error("%s%s", error.message, f"\n{error.traceback}" if context else "")
        if failure.visit is not None:
            self._visit_store.siblings_paused(failure.visit)
        with self._writing() as tx:
            now = self._clock.now()
            moved = tx.run_failed(self._thread_id, now, reason=failure.reason, error=error, epoch=self._epoch)
        self._must_have(moved)

    def _cancelled(self, leaving: CancelAsked) -> None:
        with self._writing() as tx:
            now = self._clock.now()
            took = tx.cancel_took_s(self._thread_id, now)
            moved = tx.run_cancelled(self._thread_id, now, epoch=self._epoch, processed=leaving.signals)
        self._must_have(moved)
        log.info("Run %s is cancelled, %g s after it was asked to.", self._thread_id, took or 0.0)

    def _paused(self, leaving: LeaveRun, node_id: str | None) -> None:
        reason, interrupt = _interruption(leaving, node_id)
        log.info("Run %s stops before node %s (%s).", self._thread_id, node_id, reason.value)
        self._visit_store.paused(leaving.signals)
        with self._writing() as tx:
            moved = tx.run_paused(
                self._thread_id,
                self._clock.now(),
                epoch=self._epoch,
                interrupt=interrupt,
                reason=reason,
                processed=leaving.signals,
            )
        self._must_have(moved)

    @contextmanager
    def _writing(self) -> Iterator[Transaction]:
        """The transaction that the run comes to rest in."""
        with self._store.write() as tx:
            yield tx
            tx.add_clock_set(self._thread_id, self._began.clock_set_s())

    def _must_have(self, moved: bool) -> None:
        if not moved:
            raise Fenced


def record_unusable(store: Store, start: Start, clock: Clock, error: RenError) -> None:
    """The run's own database cannot be used: the run fails with that, all others go on."""
    lost = isinstance(error, RunFilesMissing)
    failure = (error if lost else CheckpointUnreadable(error.detail)).data()
    with store.write() as tx:
        now = clock.now()
        tx.run_started(start.thread_id, start.epoch, now, claimed=False)
        tx.run_failed(start.thread_id, now, reason=Reason.START_FAILED, error=failure, epoch=start.epoch)


def record_odd_file(store: Store, start: Start, clock: Clock, error: OddFile) -> None:
    """A link, a pipe or a folder stands where a file of the run belongs: the run fails with that, all others go on."""
    told = f"Run {start.thread_id!r} cannot use its files: {error}."
    hint = "Put back what belongs there, or move it away; then resume."
    record_unusable(store, start, clock, RunFilesMissing(told, hint=hint))


def _interruption(leaving: LeaveRun, node_id: str | None) -> tuple[Reason, Interrupt]:
    if isinstance(leaving, QuestionAsked):
        value = RunMasker.masker.view(json_view(leaving.value))
        return Reason.QUESTION, Interrupt(InterruptKind.QUESTION, value, node_id, leaving.ordinal, leaving.visit)
    shown = RunMasker.masker.view(json_view(leaving.value)) if isinstance(leaving, PauseAsked) else None
    reason = Reason.SHUTDOWN if isinstance(leaving, StopAsked) else Reason.PAUSED
    return reason, Interrupt(InterruptKind.PAUSE, shown, node_id, visit=leaving.visit)
