"""Reads how runs stand: gathers what rows, the run's own database and its process say."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any

import msgspec

from workflow_engine_shared.clock import Clock
from workflow_engine_shared.errors import CheckpointNotFound, RenError, TooManyOpenFiles
from workflow_engine_shared.paths import Home
from workflow_engine_shared.run_status import ACTIVE
from workflow_engine_shared.secrets.masking import Masker
from workflow_engine_shared.storage.run import checkpoints, journal, loop_sums, retry_plan, visits
from workflow_engine_shared.storage.run.checkpoints import CheckpointRow
from workflow_engine_shared.storage.run.history import refuse_lost_history
from workflow_engine_shared.storage.run.looks import Looks
from workflow_engine_shared.storage.run.visits import Visit
from workflow_engine_shared.storage.sqlite.database import Connection, snapshot
from workflow_engine_shared.storage.workflow.rows import RunRow, SignalRow, VersionRow
from workflow_engine_shared.storage.workflow.store import Store
from workflow_engine_shared.timetables.run_ids import schedules_meant
from workflow_engine_supervisor.home.disk_use import RecentFolderSizes, folder_mb
from workflow_engine_supervisor.masks import Redaction
from workflow_engine_supervisor.processes.live_worker import LiveRun
from workflow_engine_supervisor.resource_usage import ResourceUsage
from workflow_engine_supervisor.schemas.history import CheckpointAnswer, StateAnswer
from workflow_engine_supervisor.schemas.runs import ProgressAnswer, ResultAnswer, RunAnswer, StatusAnswer
from workflow_engine_supervisor.views.flow_names import KnownNames
from workflow_engine_supervisor.views.history import checkpoint_answers, what_happened
from workflow_engine_supervisor.views.items import StepFacts, StepFilter
from workflow_engine_supervisor.views.open_visits import cluster_answer
from workflow_engine_supervisor.views.result import read_result
from workflow_engine_supervisor.views.run_view import RunFacts, Visited, run_answer, status_answer
from workflow_engine_supervisor.views.state import visible_state
from workflow_engine_supervisor.views.waiting import MOST_CHILDREN

_logger = logging.getLogger(__name__)


class RunReader:
    """Reads; changes nothing. Any thread."""

    def __init__(
        self,
        home: Home,
        store: Store,
        live: Callable[[str], LiveRun | None],
        figures: Callable[[str, LiveRun], ResourceUsage | None],
        clock: Clock,
        redaction: Redaction,
        names: KnownNames,
    ) -> None:
        self._home = home
        self._looks = Looks()
        self._sizes = RecentFolderSizes(clock)
        self._store = store
        self._live = live
        self._clock = clock
        self._figures = figures
        self._redaction = redaction
        self._names = names

    def row(self, thread_id: str) -> RunRow:
        """The run's row.

        Raises:
            RunNotFound: there is none.
        """
        with self._store.read() as tx:
            return tx.get_run(thread_id)

    def status(self, thread_id: str) -> StatusAnswer:
        """How a run stands, in short.

        Raises:
            RunNotFound: there is none.
        """
        with self._store.read() as tx:
            row = self._redaction.row(tx.get_run(thread_id))
            open_waits = tx.waits_in_short([row.thread_id]).get(row.thread_id)
            return status_answer(row, tx.waiting_commands(thread_id), open_waits)

    def accepted(self, row: RunRow, versions: Sequence[VersionRow]) -> RunAnswer:
        """A run without files as it was accepted just now, of its version and those that it calls: without a look."""
        names = self._names.known(row)
        if names is None or schedules_meant(row.thread_id):
            return self.run(row.thread_id)
        masker = self._redaction.masks.of_new(row, versions)
        now = self._clock.now()
        return run_answer(RunFacts(self._redaction.row(row), now, names=names, disk_mb=0.0, masker=masker))

    def run(self, thread_id: str) -> RunAnswer:
        """Everything about a run.

        Raises:
            RunNotFound: there is none.
        """
        facts = self._facts(thread_id)
        row, paths = facts.row, self._home.run(facts.row.thread_id)
        if row.epoch == 0 and not paths.root.exists():  # its first worker makes the folder
            disk_mb: float | None = 0.0
        else:
            disk_mb = (self._sizes.mb if facts.live is not None else folder_mb)(paths.root)
        cluster = cluster_answer(row, facts.live, paths)
        return run_answer(replace(facts, disk_mb=disk_mb, result=self._result(facts), cluster=cluster))

    def _result(self, facts: RunFacts) -> ResultAnswer | None:
        """What a run that rests left."""
        row = facts.row
        if row.status in ACTIVE:
            return None
        try:
            with self.opened(row.thread_id) as con:
                return read_result(con, self._home.run(row.thread_id).outputs, row.input(), facts.masker)
        except RenError as error:  # how the run stands is told all the same
            _logger.warning("result cannot be read: thread_id=%s error=%s", row.thread_id, error.detail)
            return None

    def _facts(self, thread_id: str) -> RunFacts:
        """What an answer about a run is made of, but for what asks the file system."""
        with self._store.read() as tx:
            row = tx.get_run(thread_id)
            waiting = tx.waiting_commands(row.thread_id)
            held_by = tx.list_workers(row.thread_id) if row.epoch else ()
            waits = tx.open_waits_of(row.thread_id)
            children = tx.children_of(row.thread_id, MOST_CHILDREN)
            masker = self._redaction.masks.of(tx, row)
            names = self._names.of(tx, row)
            schedule = tx.schedule_of_run(row.thread_id, schedules_meant(row.thread_id))
        # A worker that is on its way out no longer holds the run.
        live = self._live(row.thread_id) if row.status in ACTIVE else None
        row = msgspec.structs.replace(row, error=row.error or names.damage)
        return RunFacts(
            row=self._redaction.row(row),
            masker=masker,
            now=self._clock.now(),
            waiting=waiting,
            schedule=schedule,
            names=names,
            workers=held_by,
            waits=waits,
            children=children,
            visited=self._visited(row, live) if row.epoch else Visited(),  # nobody has made anything of it before that
            live=live,
            figures=None if live is None else self._figures(row.thread_id, live),
        )

    def state(self, thread_id: str, checkpoint_id: str | None) -> StateAnswer:
        """A run's state: as it stands, with the updates given to the node at hand, or as a checkpoint kept it."""
        found, values, masker = self.values(thread_id, checkpoint_id)
        shown, truncated = visible_state(values, masker)
        return StateAnswer(checkpoint_id=found, values=shown, truncated=truncated)

    def values(self, thread_id: str, checkpoint_id: str | None) -> tuple[str | None, dict[str, Any], Masker]:
        """The same as its values are, the checkpoint they are of, and what hides the secrets in them.

        Raises:
            RunNotFound, CheckpointNotFound, CheckpointUnreadable
        """
        row, found = self.row(thread_id), None
        values: dict[str, Any] = {}
        with self._opened(row) as con:
            kept = _checkpoint(con, checkpoint_id) if con is not None else None
            if checkpoint_id is not None and kept is None:
                raise CheckpointNotFound(f"Run {row.thread_id!r} has no checkpoint with this id.")
            if con is None or kept is None:
                values = row.input()
            else:
                found = kept.checkpoint_id
                values = checkpoints.load_values(con, kept.manifest)
            if con is not None and checkpoint_id is None:
                values.update(_overlay(con))
        with self._store.read() as tx:
            return found, values, self._redaction.masks.of(tx, row)

    def checkpoints(self, thread_id: str, before: str | None, limit: int) -> list[CheckpointAnswer]:
        """A run's checkpoints, newest first.

        Raises:
            RunNotFound: there is no such run.
        """
        row = self.row(thread_id)
        with self._opened(row) as con:
            if con is None:
                return []
            with snapshot(con):
                page = checkpoints.list_checkpoints(con, ns="", before=before, limit=limit)
                return checkpoint_answers(con, page)

    def steps(self, thread_id: str, chosen: StepFilter, limit: int) -> StepFacts:
        """A page of a run's decided items, and the sums of all its loops.

        Raises:
            RunNotFound: there is no such run.
        """
        with self._store.read() as tx:
            row = tx.get_run(thread_id)
            masker = self._redaction.masks.of(tx, row)
        with self._opened(row) as con:
            if con is None:
                return StepFacts([], [], [], retry_plan.DueAgain({}, {}), masker)
            page = journal.list_steps(
                con,
                after=chosen.after,
                limit=limit,
                state=chosen.state,
                node_id=chosen.node_id,
                error=chosen.error,
            )
            groups, due = loop_sums.error_groups(con), retry_plan.due_again(con)
            return StepFacts(page, loop_sums.loop_summaries(con), groups, due, masker)

    def history(self, thread_id: str, after: int, limit: int) -> tuple[list[SignalRow], Masker]:
        """A page of a run's commands and events, oldest first, and what hides its secrets.

        Raises:
            RunNotFound: there is no such run.
        """
        with self._store.read() as tx:
            row = tx.get_run(thread_id)
            return tx.list_signals(row.thread_id, after=after, limit=limit), self._redaction.masks.of(tx, row)

    def is_adopted(self, thread_id: str) -> bool:
        """Whether a worker holds the run that was started by a supervisor before us."""
        live = self._live(thread_id)
        return live is not None and live.adopted

    def visits(self, thread_id: str, first: int, limit: int, beside: Iterable[int] = ()) -> list[Visit]:
        """Visits from one of them on, oldest first, and those `beside` with lower numbers; from 0: the newest alone."""
        with self.opened(thread_id) as con:
            if con is None:
                return []
            earlier = [number for number in beside if number < first]
            return [*visits.visits_of(con, earlier), *visits.visits_from(con, first, limit)]

    def open_visits(self, thread_id: str) -> list[Visit]:
        """The visits that are not over, oldest first."""
        with self.opened(thread_id) as con:
            return [] if con is None else visits.open_visits(con)

    def progress(self, thread_id: str) -> ProgressAnswer:
        """How far a run is, read from rows: for a worker that has no pipe to us."""
        return run_answer(self._facts(thread_id)).progress

    def progress_of_each(self, thread_id: str) -> list[ProgressAnswer]:
        """The same of each visit that is open; of the run where none tells."""
        answer = run_answer(self._facts(thread_id))
        return [each.progress for each in answer.open_visits if each.progress] or [answer.progress]

    def _visited(self, row: RunRow, live: LiveRun | None) -> Visited:
        thread_id = row.thread_id
        try:
            found = self._looks.read(self._home.run(thread_id).db, what_happened)
            return Visited() if found is None else found.visited(live)
        except TooManyOpenFiles:
            raise
        except RenError as error:
            # A damaged run.db must not hide how the run stands.
            _logger.warning("run.db cannot be read: thread_id=%s error=%s", thread_id, error.detail)
            return Visited()

    @contextmanager
    def _opened(self, row: RunRow) -> Iterator[Connection | None]:
        """The database of a run; None before the run has begun.

        Raises:
            RunFilesMissing: the run has begun, and there is none, or one without its history.
        """
        with self.opened(row.thread_id) as con:
            refuse_lost_history(con, row.thread_id, begun=row.started_at is not None)
            yield con

    def opened(self, thread_id: str) -> AbstractContextManager[Connection | None]:
        """The run's own database, for one look; None before the worker made it."""
        return self._looks.reading(self._home.run(thread_id).db)


def _checkpoint(con: Connection, checkpoint_id: str | None) -> CheckpointRow | None:
    if checkpoint_id is None:
        return checkpoints.latest_checkpoint(con)
    return checkpoints.get_checkpoint(con, checkpoint_id)


def _overlay(con: Connection) -> dict[str, Any]:
    """The updates given to what is under way."""
    given = visits.overlay_of(con, visits.RUN)
    for each in visits.open_visits(con):
        if each.finished_at is None:
            given.update(visits.overlay_of(con, each.visit))
    return given
