"""The same command for many runs: each is looked at again before its turn, and told what became of it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol

from workflow_engine_shared import run_status
from workflow_engine_shared.clock import Clock
from workflow_engine_shared.errors import InvalidState, RenError, RunNotFound
from workflow_engine_shared.run_status import FINAL, Reason, RunStatus
from workflow_engine_shared.storage.workflow.found_runs import Matching, RunFilter
from workflow_engine_shared.storage.workflow.store import Store, Transaction
from workflow_engine_supervisor.runs import commands
from workflow_engine_supervisor.runs.commands import Accepted
from workflow_engine_supervisor.schemas.many_runs import BulkCommand, Fate

#: A request takes up so many runs; it says how many more there are.
MAX_RUNS = 10_000
_A_CHANGE = 100  #: so many commands are one change on the disk
_GONE = "It is gone, or no longer one of those that were asked for."


@dataclass(frozen=True)
class BulkRequest:
    """What was asked for."""

    command: BulkCommand
    chosen: RunFilter
    thread_ids: tuple[str, ...] | None = None  #: only these of those that the filter lets through
    dry_run: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of one run, and why."""

    thread_id: str
    fate: Fate
    status: str | None = None  #: where it stood before; None: it was not found
    code: str | None = None
    detail: str | None = None
    started: str | None = None  #: the new run that does what was asked


@dataclass(frozen=True)
class BulkDone:
    """What became of all of them."""

    total: int  #: how many runs were meant
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(outcome.fate for outcome in self.outcomes)
        return {fate.value: found[fate] for fate in Fate}


class OneByOne(Protocol):
    """What is done to a single run; what each raises is said where it is carried out."""

    def retry(self, thread_id: str) -> Accepted: ...
    def delete(self, thread_id: str) -> None: ...


class BulkWork:
    """Carries out one request."""

    def __init__(self, store: Store, clock: Clock, runs: OneByOne, notify: Callable[[str], None]) -> None:
        self._store = store
        self._clock = clock
        self._runs = runs
        self._notify = notify

    def carry_out(self, asked: BulkRequest) -> BulkDone:
        """Take up the runs that match now, the oldest first; those that come later are not among them."""
        with self._store.read() as tx:
            found = tx.matching_runs(asked.chosen, only=asked.thread_ids, limit=MAX_RUNS)
            total = tx.count_runs(asked.chosen) if asked.thread_ids is None else len(asked.thread_ids)
        outcomes = _gone(asked.thread_ids or (), found)
        waiting = iter(found)
        while batch := list(islice(waiting, _A_CHANGE)):
            outcomes += self._batch(asked, batch)
        return BulkDone(total, outcomes)

    def _batch(self, asked: BulkRequest, batch: Sequence[Matching]) -> list[Outcome]:
        taken = [run for run in batch if takes(asked.command, run)]
        outcomes = [_not_allowed(asked.command, run) for run in batch if not takes(asked.command, run)]
        if asked.dry_run:
            return outcomes + [Outcome(run.thread_id, Fate.ACCEPTED, run.status) for run in taken]
        alone = [run for run in taken if _is_done_alone(asked.command, run)]
        together = [run for run in taken if not _is_done_alone(asked.command, run)]
        return [*outcomes, *self._together(asked, together), *(self._alone(asked, run) for run in alone)]

    def _together(self, asked: BulkRequest, runs: Sequence[Matching]) -> list[Outcome]:
        """Commands that are a row each: one change for all of them."""
        if not runs:
            return []
        try:
            with self._store.write() as tx:
                now = tx.matching_runs(asked.chosen, only=[run.thread_id for run in runs], limit=len(runs))
                same = {run.thread_id for run in now if takes(asked.command, run)}
                outcomes = [self._one_of_them(tx, asked, run, is_same=run.thread_id in same) for run in runs]
        except RenError as error:  # nothing of the change is there
            return [_refused(run, error, Fate.FAILED) for run in runs]
        for outcome in outcomes:
            if outcome.fate is Fate.ACCEPTED:
                self._notify(outcome.thread_id)
        return outcomes

    def _one_of_them(self, tx: Transaction, asked: BulkRequest, run: Matching, *, is_same: bool) -> Outcome:
        if not is_same:
            return Outcome(run.thread_id, Fate.CHANGED, run.status, detail=_GONE)
        try:
            _command(tx, self._clock, asked.command, run.thread_id)
        except RenError as error:  # a question waits for its answer, for instance
            return _refused(run, error, Fate.NOT_ALLOWED)
        return Outcome(run.thread_id, Fate.ACCEPTED, run.status)

    def _alone(self, asked: BulkRequest, run: Matching) -> Outcome:
        """What moves files or makes another run."""
        try:
            with self._store.read() as tx:
                now = tx.matching_runs(asked.chosen, only=[run.thread_id], limit=1)
            if not now or not takes(asked.command, now[0]):
                return Outcome(run.thread_id, Fate.CHANGED, run.status, detail=_GONE)
            if asked.command is BulkCommand.DELETE:
                self._runs.delete(run.thread_id)
                return Outcome(run.thread_id, Fate.ACCEPTED, run.status)
            accepted = self._runs.retry(run.thread_id)
        except (InvalidState, RunNotFound) as error:
            return _refused(run, error, Fate.CHANGED)
        except RenError as error:
            return _refused(run, error, Fate.FAILED)
        return Outcome(run.thread_id, Fate.ACCEPTED, run.status, started=accepted.thread_id)


def takes(command: BulkCommand, run: Matching) -> bool:
    """Whether a run takes a command, as it stands. To go on after an error is a retry."""
    try:
        status = RunStatus(run.status)
    except ValueError:  # somebody damaged it: it counts as failed, as everywhere
        status = RunStatus.ERROR
    if command is BulkCommand.DELETE:
        return status in FINAL
    if command is BulkCommand.RESUME:
        return status is RunStatus.INTERRUPTED
    if command is BulkCommand.RETRY and status is RunStatus.FINISHED:
        return run.skipped > 0
    reason = Reason.WAITING if run.waits else None
    return run_status.takes(command.value, status, reason)


def _is_done_alone(command: BulkCommand, run: Matching) -> bool:
    return command is BulkCommand.DELETE or run.status == RunStatus.FINISHED


def _command(tx: Transaction, clock: Clock, command: BulkCommand, thread_id: str) -> None:
    if command is BulkCommand.RETRY:
        commands.retry_in(tx, clock, thread_id)
    elif command is BulkCommand.RESUME:
        commands.resume_in(tx, clock, thread_id, {"updates": {}})
    else:
        commands.request_in(tx, clock, thread_id, command.value)


def _gone(asked: Sequence[str], found: Sequence[Matching]) -> list[Outcome]:
    """Those that were named and are not there, or do not match any more. Ids are the same in any case."""
    there = {run.thread_id.lower() for run in found}
    return [Outcome(each, Fate.CHANGED, detail=_GONE) for each in asked if each.lower() not in there]


def _not_allowed(command: BulkCommand, run: Matching) -> Outcome:
    detail = f"It is {run.status}, and takes no {command.value}."
    return Outcome(run.thread_id, Fate.NOT_ALLOWED, run.status, InvalidState.code, detail)


def _refused(run: Matching, error: RenError, fate: Fate) -> Outcome:
    return Outcome(run.thread_id, fate, run.status, error.code, error.detail)
