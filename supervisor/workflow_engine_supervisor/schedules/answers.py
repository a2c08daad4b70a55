"""Schedules and their times, as answers show them."""

from typing import Any

import msgspec

from workflow_engine_shared.clock import Clock, parse_rfc3339, rfc3339
from workflow_engine_shared.errors import DatabaseDamaged, NotPublished, VersionNotFound
from workflow_engine_shared.storage.workflow.schedules.rows import ScheduleRow, TimeRow
from workflow_engine_shared.storage.workflow.store import ReadTransaction, Store
from workflow_engine_shared.timetables.timetable import Timetable, upcoming
from workflow_engine_shared.timetables.zones import zone_of
from workflow_engine_supervisor.masks import Masks
from workflow_engine_supervisor.runs.start import StartRequest, version_of
from workflow_engine_supervisor.schedules.definition import Times, table_of, timetable_of
from workflow_engine_supervisor.schemas.schedules import (
    MissedAnswer,
    NextTimesAnswer,
    Outcome,
    ScheduleAnswer,
    SchedulePage,
    ScheduleRunAnswer,
    ScheduleRunPage,
    ScheduleState,
    TimeAnswer,
)
from workflow_engine_supervisor.views.cursor import make_cursor, read_cursor

NEXT = 5
_END = "9999-12-31T23:59:59.999Z"


class ScheduleReader:
    """Makes answers of rows. Any thread."""

    def __init__(self, store: Store, clock: Clock, masks: Masks) -> None:
        self._store = store
        self._clock = clock
        self._masks = masks

    def one(self, schedule_id: str) -> ScheduleAnswer:
        """One schedule.

        Raises:
            ScheduleNotFound
        """
        with self._store.read() as tx:
            return self._answer(tx, tx.get_schedule(schedule_id))

    def preview(self, asked: Times) -> NextTimesAnswer:
        """The next times that a schedule would have if it were made now.

        Raises:
            InvalidBody: it has no times, or they cannot be read.
        """
        now = self._clock.now()
        return NextTimesAnswer(timezone=asked.timezone, next=next_times(timetable_of(asked, now), asked.timezone, now))

    def page(self, flow_id: str | None, cursor: str | None, limit: int) -> SchedulePage:
        """A page of schedules, in the order of their ids.

        Raises:
            BadCursor
        """
        place = read_cursor("schedules", cursor, str)
        with self._store.read() as tx:
            rows = tx.list_schedules(flow_id=flow_id, after=place[0] if place else "", limit=limit + 1)
            items = [self._answer(tx, row) for row in rows[:limit]]
        after = make_cursor("schedules", [rows[limit - 1].id]) if len(rows) > limit else None
        return SchedulePage(items=items, next=after)

    def runs(self, schedule_id: str, cursor: str | None, limit: int) -> ScheduleRunPage:
        """A page of what became of its times, the newest first.

        Raises:
            ScheduleNotFound, BadCursor
        """
        place = read_cursor("schedule-runs", cursor, str)
        with self._store.read() as tx:
            row = tx.get_schedule(schedule_id)
            rows = tx.list_times(row.id, before=place[0] if place else _END, limit=limit + 1)
        after = make_cursor("schedule-runs", [rows[limit - 1].time]) if len(rows) > limit else None
        return ScheduleRunPage(items=[_time(each) for each in rows[:limit]], next=after)

    def _answer(self, tx: ReadTransaction, row: ScheduleRow) -> ScheduleAnswer:
        last = tx.list_times(row.id, before=_END, limit=1)
        state, times = self._times(row)
        missed = None if row.missed is None else MissedAnswer(**msgspec.structs.asdict(row.missed))
        return ScheduleAnswer.model_validate(
            {
                **msgspec.structs.asdict(row),
                "input": self._input(tx, row),
                "state": state,
                "next": times,
                "waiting": tx.count_waiting(row.id),
                "last": _time(last[0]) if last else None,
                "last_missed": missed,
            }
        )

    def _times(self, row: ScheduleRow) -> tuple[ScheduleState, list[TimeAnswer]]:
        try:
            table = table_of(row)
        except DatabaseDamaged:
            return ScheduleState.DAMAGED, []
        if row.paused:
            return ScheduleState.PAUSED, []
        if row.next_at is None:
            return ScheduleState.OVER, []
        return ScheduleState.ACTIVE, next_times(table, row.timezone, self._clock.now())

    def _input(self, tx: ReadTransaction, row: ScheduleRow) -> dict[str, Any]:
        """What its runs get, without secrets; nothing of what cannot be read."""
        try:
            version = version_of(tx, StartRequest(row.flow_id, row.version, None, {}))
            shown = self._masks.of_input(tx, version.id, row.input_json).view(row.input())
        except (DatabaseDamaged, NotPublished, VersionNotFound):
            return {}
        return shown if isinstance(shown, dict) else {}


def next_times(table: Timetable, zone: str, now: str) -> list[TimeAnswer]:
    """The next times, as clocks of this zone show them."""
    local = zone_of(zone)
    return [
        TimeAnswer(time=rfc3339(each), local=each.astimezone(local).isoformat(), clocks=table.shift(each))
        for each in upcoming(table, parse_rfc3339(now), NEXT)
    ]


def _time(row: TimeRow) -> ScheduleRunAnswer:
    return ScheduleRunAnswer(
        time=row.time,
        outcome=Outcome(row.outcome),
        thread_id=row.thread_id,
        status=row.status,
        code=row.code,
        detail=row.detail,
        decided_at=row.decided_at,
    )
