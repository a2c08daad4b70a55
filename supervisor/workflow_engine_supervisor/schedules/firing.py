"""Deals with the times of schedules that have come: each of them once, whatever dies meanwhile.

A run and the move of its schedule to the next time are committed together; the run's id is made from schedule and
time, and each time has one row that says what became of it.
"""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import islice

import msgspec

from workflow_engine_shared.clock import Clock, parse_rfc3339, rfc3339, seconds_between
from workflow_engine_shared.errors import DatabaseDamaged, QueueFull, RenError, StorageFailure
from workflow_engine_shared.storage.workflow.schedules.rows import (
    REFUSED,
    SKIPPED,
    STARTED,
    Missed,
    ScheduleRow,
    TimeRow,
)
from workflow_engine_shared.storage.workflow.store import Store, Transaction
from workflow_engine_shared.timetables.due import MAX_COUNTED, MAX_MADE_UP, CatchUp, Due, Fate, Overlap, due, fate
from workflow_engine_shared.timetables.run_ids import run_of
from workflow_engine_shared.timetables.timetable import Timetable, between
from workflow_engine_supervisor import event_log
from workflow_engine_supervisor.runs.start import Overtaken, Started, StartRequest, Together
from workflow_engine_supervisor.schedules.definition import begun_by, table_of

#: The machine's trouble, and no fault of a schedule: its time is tried again.
TROUBLE = (QueueFull, StorageFailure)
_AT_ONCE = 100
_SECOND = timedelta(seconds=1)


class _DealtBefore(Overtaken):
    """This time has a row already: the clock was set back over it."""


class Firing:
    """Used by the scheduler's thread only."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        start: Callable[[StartRequest, Together], Started],
        leaving: threading.Event,
    ) -> None:
        """`start` accepts a run together with other changes; once `leaving` is set nothing more is begun."""
        self._store = store
        self._clock = clock
        self._start = start
        self._leaving = leaving
        self.has_waiting = False  #: whether times wait for the end of earlier runs

    def look(self) -> None:
        """Deal with all that has come.

        Raises:
            QueueFull, StorageFailure: some of it is to be tried again later.
        """
        troubles: list[RenError] = []
        while not self._leaving.is_set():
            now = self._clock.now()
            with self._store.read() as tx:
                rows = tx.due_schedules(now, _AT_ONCE)
            for row in rows:
                if self._leaving.is_set():
                    return
                self._contained(row, lambda row: self._deal(row, self._clock.now()), troubles)
            if len(rows) < _AT_ONCE or troubles:
                break
        self._begin_waiting(troubles)
        if troubles:
            raise troubles[0]

    def _contained(self, row: ScheduleRow, work: Callable[[ScheduleRow], None], troubles: list[RenError]) -> None:
        """One schedule's trouble is not another's; damage is set aside, and told."""
        try:
            work(row)
        except Overtaken:
            return  # the next look sees it as it is now
        except DatabaseDamaged as error:
            with self._store.write() as tx:
                tx.pause_schedule(row.id)
            event_log.event("schedule.set_aside", schedule=row.id, code=error.code, detail=error.detail)
        except TROUBLE as error:
            troubles.append(error)

    def _deal(self, row: ScheduleRow, now: str) -> None:
        assert row.next_at is not None
        table = table_of(row)
        if row.next_at > now:
            self._move_back(row, table, now)
            return
        found = due(table, parse_rfc3339(row.next_at), parse_rfc3339(now), CatchUp(row.catch_up))
        times = [rfc3339(each) for each in found.times]
        row = self._tell_missed(row, table, found, times, now)
        with self._store.read() as tx:
            is_busy = tx.busy_run(row.id) is not None or tx.count_waiting(row.id) > 0
        overlap = Overlap(row.overlap)
        after = [*times[1:], _text(found.next)]
        for index, time in enumerate(times):
            if self._leaving.is_set():
                return
            if fate(overlap, is_busy=is_busy, is_made_up=index < found.made_up) is not Fate.START:
                self._put_aside(row, times[index:], found.made_up - index, _text(found.next))
                return
            is_busy |= self._begin(row, time, after[index])
            row = msgspec.structs.replace(row, next_at=after[index])

    def _move_back(self, row: ScheduleRow, table: Timetable, now: str) -> None:
        """The clock was set back: times between now and then come again, those that were dealt with but once."""
        next_at = _text(table.after(parse_rfc3339(now)))
        with self._store.write() as tx:
            tx.move_schedule(row, next_at, now)
        if next_at != row.next_at:
            event_log.event("schedule.moved_back", schedule=row.id, before=row.next_at, next=next_at)

    def _tell_missed(
        self, row: ScheduleRow, table: Timetable, found: Due, times: Sequence[str], now: str
    ) -> ScheduleRow:
        """Go on to the first time that is dealt with; what lies before it was missed."""
        if found.missed is None and times:
            return row
        next_at = times[0] if times else _text(found.next)
        missed = _missed(row, table, found, now)
        with self._store.write() as tx:
            if not tx.move_schedule(row, next_at, now, missed):
                raise Overtaken
        if missed is not None:
            told = {"times": missed.times, "first": missed.first, "last": missed.last, "made_up": missed.made_up}
            event_log.event("schedule.missed", schedule=row.id, **told, catch_up=row.catch_up)
        return msgspec.structs.replace(row, next_at=next_at)

    def _put_aside(self, row: ScheduleRow, times: Sequence[str], made_up: int, next_at: str | None) -> None:
        """Let these times wait for their turn, or be skipped: an earlier run goes on."""
        now, overlap, skipped = self._clock.now(), Overlap(row.overlap), 0
        with self._store.write() as tx:
            if not tx.move_schedule(row, next_at, now):
                raise Overtaken
            busy = tx.busy_run(row.id)
            detail = f"Run {busy!r} was still going on." if busy else "Earlier times waited for their turn."
            for index, time in enumerate(times):
                if fate(overlap, is_busy=True, is_made_up=index < made_up) is Fate.WAIT:
                    skipped += not tx.put_off(row.id, time, now, MAX_MADE_UP)
                else:
                    skipped += tx.insert_time(TimeRow(row.id, time, SKIPPED, None, "OVERLAP", detail, now))
        waiting = len(times) - skipped
        event_log.event("schedule.overlap", schedule=row.id, skipped=skipped, waiting=waiting, run=busy)

    def _begin(self, row: ScheduleRow, time: str, next_at: str | None) -> bool:
        """Start the run of a time that has come; False: there is none."""

        def together(tx: Transaction, decided: TimeRow) -> None:
            if not tx.move_schedule(row, next_at, decided.decided_at):
                raise Overtaken
            if not tx.insert_time(decided):
                raise _DealtBefore

        try:
            return self._started(row, time, together)
        except _DealtBefore:
            with self._store.write() as tx:
                tx.move_schedule(row, next_at, self._clock.now())
            return False

    def _begin_waiting(self, troubles: list[RenError]) -> None:
        """Start the runs of times that waited, where nothing is in their way any more."""
        with self._store.read() as tx:
            rows = tx.schedules_waiting()
        self.has_waiting = bool(rows)
        for row in rows:
            self._contained(row, self._next_in_line, troubles)

    def _next_in_line(self, row: ScheduleRow) -> None:
        def together(tx: Transaction, decided: TimeRow) -> None:
            if not tx.end_waiting(decided):
                raise Overtaken

        while not self._leaving.is_set():
            with self._store.read() as tx:
                first = None if tx.busy_run(row.id) else tx.first_waiting(row.id)
            if first is None or self._started(row, first.time, together):
                return

    def _started(self, row: ScheduleRow, time: str, together: Callable[[Transaction, TimeRow], None]) -> bool:
        """Start the run of a time, with what is recorded of it; where that is refused, with why."""
        thread_id = run_of(row.id, time)
        decided = TimeRow(row.id, time, STARTED, thread_id, None, None, self._clock.now())
        request = StartRequest(row.flow_id, row.version, thread_id, row.input(), title=row.title, begun=begun_by(row))
        try:
            self._start(request, lambda tx: together(tx, decided))
        except TROUBLE:
            raise
        except RenError as error:
            refused = TimeRow(row.id, time, REFUSED, None, error.code, error.detail, decided.decided_at)
            with self._store.write() as tx:
                together(tx, refused)
            event_log.event("schedule.refused", schedule=row.id, time=time, code=error.code, detail=error.detail)
            return False
        late = round(seconds_between(time, decided.decided_at), 1)
        shift = table_of(row).shift(parse_rfc3339(time))
        told = {"time": time, "thread_id": thread_id, "late_s": late, **({"clocks": shift} if shift else {})}
        event_log.event("schedule.started", schedule=row.id, **told)
        return True


def _missed(row: ScheduleRow, table: Timetable, found: Due, now: str) -> Missed | None:
    """What was missed and is not told yet. Who died among times that are made up for has told them before."""
    if found.missed is None:
        return None
    first, last = found.missed.first, found.missed.last
    before = row.missed
    if before is None or before.last < rfc3339(first):
        return Missed(found.missed.number, rfc3339(first), rfc3339(last), found.made_up, now)
    told = parse_rfc3339(before.last)
    if told >= last:
        return None
    more = sum(1 for _ in islice(between(table, told + _SECOND, last), MAX_COUNTED))
    made_up = sum(1 for each in found.times[: found.made_up] if each > told)
    return Missed(before.times + more, before.first, rfc3339(last), before.made_up + made_up, now)


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else rfc3339(moment)
