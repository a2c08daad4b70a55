"""Runs in lists: what their rows say, and what their workers told last."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from workflow_engine_shared.clock import Clock
from workflow_engine_shared.errors import BadCursor, RenError
from workflow_engine_shared.run_status import ACTIVE, FINAL, RunStatus
from workflow_engine_shared.storage.workflow.found_runs import Place, RunFilter, RunOrder, SortKey
from workflow_engine_shared.storage.workflow.rows import RunRow, SignalRow, VersionRow
from workflow_engine_shared.storage.workflow.store import ReadTransaction, Store
from workflow_engine_shared.storage.workflow.waits.rows import OpenWaits
from workflow_engine_shared.web.machines import LOCAL
from workflow_engine_supervisor.masks import Redaction
from workflow_engine_supervisor.processes.live_worker import LiveRun
from workflow_engine_supervisor.resource_usage import ResourceUsage
from workflow_engine_supervisor.schemas.runs import ListedRun, ProgressAnswer, RunAnswer, RunPage
from workflow_engine_supervisor.schemas.system import PlacedRun, PlacedRunPage
from workflow_engine_supervisor.views.cursor import make_cursor, read_cursor
from workflow_engine_supervisor.views.flow_names import FlowNames, KnownNames
from workflow_engine_supervisor.views.open_visits import progress_answer
from workflow_engine_supervisor.views.run_reader import RunReader
from workflow_engine_supervisor.views.run_view import (
    hidden,
    listed_run,
    process_answer,
    run_summary,
)

FIRST_PAGE = 50
_CURSOR = "runs"
NEWEST_FIRST = RunOrder()
#: Of so many interrupted runs is remembered how far they came: nothing moves there.
_REMEMBERED = 5_000
#: Pages of lists that are kept, and how much of an input a line of them may have: 2 MB at most.
_LATELY, _SMALL = 8, 4096


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


class _Line(NamedTuple):
    """What rows say of a run in a list."""

    row: RunRow
    names: FlowNames
    waiting: Sequence[SignalRow]
    open_waits: OpenWaits | None


class _Found(NamedTuple):
    """A page of a list, each run with its place."""

    lines: list[_Line]
    places: list[Place]
    more: bool
    total: int


def _is_small(line: _Line) -> bool:
    """Whether it may be kept."""
    interrupt = line.row.interrupt
    return len(line.row.input_json) <= _SMALL and (interrupt is None or interrupt.value is None)


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
        """`progress` reads how far a run is from its own rows: where no worker has a pipe to us."""
        self._store = store
        self._live = live
        self._figures = figures
        self._progress = progress
        self._progress_at = lru_cache(_REMEMBERED)(lambda thread_id, *_moved: progress(thread_id))
        self._clock = clock
        self._redaction = redaction
        self._names = names
        self._found_lately: dict[tuple[Hashable, ...], _Found] = {}  #: replaced as a whole, by any thread

    def page(
        self, chosen: RunFilter, order: RunOrder = NEWEST_FIRST, after: Place | None = None, limit: int = FIRST_PAGE
    ) -> RunPage:
        """Runs in an order, behind a place in it. For a search, `SearchTexts` has caught up before."""
        found = self._found(chosen, order, after, limit)
        after_it = page_cursor(order, found.places[-1]) if found.more else None
        return RunPage(items=self._items(found.lines), next=after_it, total=found.total)

    def _found(self, chosen: RunFilter, order: RunOrder, after: Place | None, limit: int) -> _Found:
        """A page as the rows have it: one that was asked for just now is found again while nobody writes anything."""
        with self._store.read() as tx:
            asked = tx.stand(), self._redaction.stand(), chosen, order, after, limit
            known = self._found_lately.get(asked)
            if known is not None:
                return known
            rows = tx.find_runs(chosen, order, after=after, limit=limit + 1)
            page = rows[:limit]
            lines = self._lines(tx, [each.row for each in page])
            found = _Found(lines, [each.place for each in page], len(rows) > limit, tx.count_runs(chosen))
        # What a search finds is kept elsewhere.
        if limit <= FIRST_PAGE and chosen.q is None and all(map(_is_small, found.lines)):
            lately = [*self._found_lately.items()][1 - _LATELY :]
            self._found_lately = {**dict(lately), asked: found}
        return found

    def placed(self, chosen: RunFilter, order: RunOrder, after: Place | None, limit: int) -> PlacedRunPage:
        """The same, each run with its place: for a list that other machines' runs are in, too."""
        found = self._found(chosen, order, after, limit)
        items = [
            PlacedRun(
                run=run,
                key=run.times.created_at if order.key is SortKey.CREATED else place[0],
                place=list(place),
            )
            for run, place in zip(self._items(found.lines), found.places, strict=True)
        ]
        return PlacedRunPage(items=items, more=found.more, total=found.total)

    def of(self, thread_ids: Iterable[str]) -> list[ListedRun]:
        """These runs, those of them that there are."""
        with self._store.read() as tx:
            lines = self._lines(tx, tx.runs_by_id(thread_ids))
        return self._items(lines)

    def at_work(self) -> set[str]:
        """The runs that have a worker, or get one again."""
        with self._store.read() as tx:
            rows = tx.runs_in_status(RunStatus.RUNNING, RunStatus.RECOVERING)
        return {row.thread_id for row in rows}

    def _lines(self, tx: ReadTransaction, rows: Sequence[RunRow]) -> list[_Line]:
        active = [row.thread_id for row in rows if row.status in ACTIVE]
        waiting = tx.commands_waiting_for(active) if active else {}
        # Of those that are over nothing is waited for.
        waits = tx.waits_in_short(row.thread_id for row in rows if row.status not in FINAL)
        return [
            _Line(
                self._shown(tx, row),
                self._names.of(tx, row),
                waiting.get(row.thread_id, ()),
                waits.get(row.thread_id),
            )
            for row in rows
        ]

    def _items(self, lines: Iterable[_Line]) -> list[ListedRun]:
        wall = self._clock.now()
        return [self._item(line, wall) for line in lines]

    def _shown(self, tx: ReadTransaction, row: RunRow) -> RunRow:
        row = self._redaction.row(row)
        if row.error is None and row.interrupt is None:
            return row  # nothing in it was written by the flow
        return hidden(row, self._redaction.masks.of(tx, row))

    def _item(self, line: _Line, wall: str) -> ListedRun:
        row, names, waiting, waits = line
        # A worker that is on its way out no longer holds the run.
        live = self._live(row.thread_id) if row.status in ACTIVE else None
        if live is None:
            return listed_run(run_summary(row, names, waiting, waits, wall), None, self._progress_at_rest(row), None)
        now = live.now(wall)
        process = process_answer(live, self._figures(row.thread_id, live), now)
        return listed_run(run_summary(row, names, waiting, waits, now), live, self._progress_of(row, live), process)

    def _progress_at_rest(self, row: RunRow) -> ProgressAnswer | None:
        """How far an interrupted run came. Whatever moves it changes its row, too."""
        if row.status is not RunStatus.INTERRUPTED or row.started_at is None:
            return None
        try:
            return self._progress_at(row.thread_id, row.epoch, row.last_event_at)
        except RenError:  # deleted meanwhile, or its files cannot be opened now: the list is told all the same
            return None

    def _progress_of(self, row: RunRow, live: LiveRun) -> ProgressAnswer | None:
        if row.status is not RunStatus.RUNNING:
            return None
        told = live.progress
        if live.adopted and (told is None or told.node != live.node):
            return self._progress(row.thread_id)
        return None if told is None else progress_answer(told)


class ReaderOnMachine(RunReader):
    """Tells of each run, too, that it is on this machine: where there are others."""

    def run(self, thread_id: str) -> RunAnswer:
        return super().run(thread_id).model_copy(update={"machine": LOCAL})

    def accepted(self, row: RunRow, versions: Sequence[VersionRow]) -> RunAnswer:
        return super().accepted(row, versions).model_copy(update={"machine": LOCAL})


class ListsOnMachine(RunLists):
    """The same for lists."""

    def _items(self, lines: Iterable[_Line]) -> list[ListedRun]:
        return [item.model_copy(update={"machine": LOCAL}) for item in super()._items(lines)]
