"""Runs in lists: what their rows say, and what their workers told last."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from workflow_engine_shared.clock import Clock
from workflow_engine_shared.errors import BadCursor
from workflow_engine_shared.run_status import ACTIVE, RunStatus
from workflow_engine_shared.storage.workflow.found_runs import Place, RunFilter, RunOrder, SortKey
from workflow_engine_shared.storage.workflow.rows import RunRow
from workflow_engine_shared.storage.workflow.store import ReadTransaction, Store
from workflow_engine_supervisor.processes.live_worker import LiveRun
from workflow_engine_supervisor.resource_usage import ResourceUsage
from workflow_engine_supervisor.schemas.runs import ListedRun, ProgressAnswer, RunPage, RunSummary
from workflow_engine_supervisor.views.cursor import make_cursor, read_cursor
from workflow_engine_supervisor.views.flow_names import KnownNames
from workflow_engine_supervisor.views.open_visits import progress_answer
from workflow_engine_supervisor.views.redaction import Redaction
from workflow_engine_supervisor.views.run_view import (
    hidden,
    listed_run,
    process_answer,
    run_summary,
)

FIRST_PAGE = 50
_CURSOR = "runs"
NEWEST_FIRST = RunOrder()


def page_cursor(order: RunOrder, place: Place) -> str:
    """Where a page of this order ended."""
    return make_cursor(_CURSOR, [order.key.value, order.descending, *place, order.now])


def read_page_cursor(cursor: str | None, order: RunOrder) -> tuple[RunOrder, Place | None]:
    """The order and the place of the page that follows.

    Raises:
        BadCursor: it is of another order, or of nobody.
    """
    if cursor is None:
        return order, None
    of_key = {SortKey.CREATED: int, SortKey.STATUS: int, SortKey.DURATION: float}.get(order.key, str)
    found = read_cursor(_CURSOR, cursor, str, bool, of_key, int, str)
    if found is None or found[:2] != [order.key.value, order.descending]:
        raise BadCursor
    return replace(order, now=found[4]), (found[2], found[3])


class RunLists:
    """Reads; changes nothing. Any thread."""

    def __init__(
        self,
        store: Store,
        live: Callable[[str], LiveRun | None],
        figures: Callable[[str, LiveRun], ResourceUsage | None],
        progress: Callable[[str], ProgressAnswer],
        clock: Clock,
        redaction: Redaction,
        names: KnownNames,
    ) -> None:
        """`progress` reads how far a run is from its own rows: for workers that have no pipe to us."""
        self._store = store
        self._live = live
        self._figures = figures
        self._progress = progress
        self._clock = clock
        self._redaction = redaction
        self._names = names

    def page(
        self, chosen: RunFilter, order: RunOrder = NEWEST_FIRST, after: Place | None = None, limit: int = FIRST_PAGE
    ) -> RunPage:
        """Runs in an order, behind a place in it. For a search, `SearchTexts` has caught up before."""
        with self._store.read() as tx:
            found = tx.find_runs(chosen, order, after=after, limit=limit + 1)
            total = tx.count_runs(chosen)
            page = found[:limit]
            summaries = self._summaries(tx, [each.row for each in page])
        items = [self._item(summary) for summary in summaries]
        return RunPage(
            items=items, next=page_cursor(order, page[-1].place) if len(found) > limit else None, total=total
        )

    def of(self, thread_ids: Iterable[str]) -> list[ListedRun]:
        """These runs, those of them that there are."""
        with self._store.read() as tx:
            summaries = self._summaries(tx, tx.runs_by_id(thread_ids))
        return [self._item(summary) for summary in summaries]

    def at_work(self) -> set[str]:
        """The runs that have a worker, or get one again."""
        with self._store.read() as tx:
            rows = tx.runs_in_status(RunStatus.RUNNING, RunStatus.RECOVERING)
        return {row.thread_id for row in rows}

    def _summaries(self, tx: ReadTransaction, rows: Sequence[RunRow]) -> list[RunSummary]:
        return [self._summary(tx, row) for row in rows]

    def _summary(self, tx: ReadTransaction, row: RunRow) -> RunSummary:
        active = row.status in ACTIVE
        live = self._live(row.thread_id) if active else None
        now = self._clock.now() if live is None else live.now(self._clock.now())
        waiting = tx.waiting_commands(row.thread_id) if active else ()
        return run_summary(self._shown(tx, row), self._names.of(tx, row), waiting, now)

    def _shown(self, tx: ReadTransaction, row: RunRow) -> RunRow:
        row = self._redaction.row(row)
        if row.error is None and row.interrupt is None:
            return row  # nothing in it was written by the flow
        return hidden(row, self._redaction.masks.of(tx, row))

    def _item(self, summary: RunSummary) -> ListedRun:
        # A worker that is on its way out no longer holds the run.
        live = self._live(summary.thread_id) if summary.status in ACTIVE else None
        if live is None:
            return listed_run(summary, None, None, None)
        process = process_answer(live, self._figures(summary.thread_id, live), self._clock.now())
        return listed_run(summary, live, self._progress_of(summary, live), process)

    def _progress_of(self, summary: RunSummary, live: LiveRun) -> ProgressAnswer | None:
        if summary.status is not RunStatus.RUNNING:
            return None
        told = live.progress
        if live.adopted and (told is None or told.node != live.node):
            return self._progress(summary.thread_id)
        return None if told is None else progress_answer(told)
