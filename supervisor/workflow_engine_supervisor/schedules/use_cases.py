"""What requests may do to schedules; the scheduler is told once it is committed."""

import json
from typing import Any

import msgspec

from workflow_engine_shared.clock import Clock, parse_rfc3339, rfc3339
from workflow_engine_shared.errors import TooManySchedules
from workflow_engine_shared.ids import titled_id
from workflow_engine_shared.storage.workflow.rows import Begun
from workflow_engine_shared.storage.workflow.schedules.rows import STARTED, Definition, ScheduleRow, TimeRow
from workflow_engine_shared.storage.workflow.store import Store, Transaction
from workflow_engine_shared.timetables.run_ids import run_now_of
from workflow_engine_shared.timetables.timetable import Every
from workflow_engine_supervisor.runs.start import StartRequest
from workflow_engine_supervisor.runs.use_cases import Runs
from workflow_engine_supervisor.schedules.definition import (
    Asked,
    begun_by,
    definition_of,
    refuse_times_of_file,
    same_but,
    table_of,
    timetable_of,
)
from workflow_engine_supervisor.schedules.scheduler import Scheduler

MAX_SCHEDULES = 10_000


class Schedules:
    """The use cases. Any thread."""

    def __init__(self, store: Store, clock: Clock, runs: Runs, scheduler: Scheduler) -> None:
        self._store = store
        self._clock = clock
        self._runs = runs
        self._scheduler = scheduler

    def create(self, asked: Asked) -> ScheduleRow:
        """Record a schedule whose runs could be started now.

        Raises:
            InvalidBody: it has no times, or they cannot be read.
            FlowNotFound, VersionNotFound, NotPublished, InvalidFlow, InvalidInput: as at a start.
            TooManySchedules
        """
        now = self._clock.now()
        table = timetable_of(asked, now)
        flow_id = self._runs.check(_request(asked)).flow_id
        definition = definition_of(asked, table, _text(asked.input), now)
        with self._store.write() as tx:
            if tx.count_schedules() >= MAX_SCHEDULES:
                raise TooManySchedules(f"There are {MAX_SCHEDULES:,} schedules, and no more can be.")
            definition = msgspec.structs.replace(definition, flow_id=flow_id)  # as the flow itself is written
            row = tx.insert_schedule(titled_id(asked.title, "schedule"), definition, now)
        self._scheduler.ring()
        return row

    def change(self, schedule_id: str, given: dict[str, Any]) -> ScheduleRow:
        """Give a schedule other values; what is not given stays. Its next time is the first one from now on.

        Raises:
            ScheduleNotFound
            As `create`.
        """
        now = self._clock.now()
        with self._store.read() as tx:
            row = tx.get_schedule(schedule_id)
        if row.node_id is not None:
            return self._change_start_timer(row, given, now)
        asked = same_but(row, given)
        has_new_times = any(given.get(kind) is not None for kind in ("cron", "every_s", "at"))
        since = None if has_new_times else row.since
        table = timetable_of(asked, now, since=since, may_be_over=not has_new_times)
        self._runs.check(_request(asked))
        definition = definition_of(asked, table, _text(asked.input), now)
        if isinstance(table, Every) and not has_new_times:
            definition = msgspec.structs.replace(definition, since=row.since)
        with self._store.write() as tx:
            row = tx.change_schedule(row.id, definition, now)
        self._scheduler.ring()
        return row

    def _change_start_timer(self, row: ScheduleRow, given: dict[str, Any], now: str) -> ScheduleRow:
        """Its times stand in the flow's file: all else may be changed.

        Raises:
            InvalidBody
        """
        refuse_times_of_file(given)
        asked = same_but(row, given)
        self._runs.check(_request(asked, begun_by(row)))
        first = table_of(row).after(parse_rfc3339(now))
        kept = {name: getattr(row, name) for name in Definition.__struct_fields__}
        told = {"title": asked.title, "input_json": _text(asked.input), "overlap": asked.overlap.value}
        told |= {"catch_up": asked.catch_up.value, "next_at": None if first is None else rfc3339(first)}
        with self._store.write() as tx:
            row = tx.change_schedule(row.id, Definition(**kept | told), now)
        self._scheduler.ring()
        return row

    def pause(self, schedule_id: str) -> ScheduleRow:
        """Let none of its times come from now on.

        Raises:
            ScheduleNotFound
        """
        with self._store.write() as tx:
            return tx.pause_schedule(schedule_id)

    def resume(self, schedule_id: str) -> ScheduleRow:
        """Let its times come again, from now on: those in between were not wanted.

        Raises:
            ScheduleNotFound
            DatabaseDamaged: its times cannot be read.
        """
        now = self._clock.now()
        with self._store.write() as tx:
            row = tx.get_schedule(schedule_id)
            if row.paused:
                first = table_of(row).after(parse_rfc3339(now))
                row = tx.resume_schedule(row.id, None if first is None else rfc3339(first), now)
        self._scheduler.ring()
        return row

    def delete(self, schedule_id: str) -> None:
        """Forget a schedule. Its runs stay.

        Raises:
            ScheduleNotFound
        """
        with self._store.write() as tx:
            tx.delete_schedule(schedule_id)

    def run_now(self, schedule_id: str) -> str:
        """Start a run as the schedule would, beside its times; returns its thread_id.

        Raises:
            ScheduleNotFound
            As a start.
        """
        with self._store.read() as tx:
            row = tx.get_schedule(schedule_id)
        now = self._clock.now()
        thread_id = run_now_of(row.id, now)

        def together(tx: Transaction) -> None:
            tx.get_schedule(row.id)  # it may have been deleted meanwhile
            tx.insert_time(TimeRow(row.id, now, STARTED, thread_id, None, None, now))

        request = StartRequest(row.flow_id, row.version, thread_id, row.input(), title=row.title, begun=begun_by(row))
        return self._runs.start(request, together).thread_id


def _request(asked: Asked, begun: Begun | None = None) -> StartRequest:
    return StartRequest(asked.flow_id, asked.version, None, asked.input, title=asked.title, begun=begun)


def _text(given: dict[str, Any]) -> str:
    return json.dumps(given, ensure_ascii=False, allow_nan=False)
