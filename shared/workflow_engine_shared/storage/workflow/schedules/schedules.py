"""When runs are to be started by themselves: what was asked for, and the next time of each."""

import msgspec

from workflow_engine_shared.errors import ScheduleNotFound
from workflow_engine_shared.storage.sqlite.damage import every_readable, one_readable, shown
from workflow_engine_shared.storage.sqlite.database import Connection, Row, one
from workflow_engine_shared.storage.sqlite.statements import load

from .rows import Definition, Missed, ScheduleRow

_SQL = load(__package__, "schedules")


def insert_schedule(con: Connection, schedule_id: str, asked: Definition, now: str) -> ScheduleRow:
    """Record a new schedule."""
    row = one(con, _SQL["insert_schedule"], {**msgspec.structs.asdict(asked), "id": schedule_id, "now": now})
    assert row is not None
    return schedule_of(row)


def change_schedule(con: Connection, schedule_id: str, asked: Definition, now: str) -> ScheduleRow:
    """Let a schedule be another one from now on. Its flow stays.

    Raises:
        ScheduleNotFound
    """
    params = {**msgspec.structs.asdict(asked), "id": schedule_id, "now": now}
    return _found(one(con, _SQL["change_schedule"], params), schedule_id)


def get_schedule(con: Connection, schedule_id: str) -> ScheduleRow:
    """One schedule.

    Raises:
        ScheduleNotFound
    """
    return _found(one_readable(con, _SQL["get_schedule"], {"id": schedule_id}), schedule_id)


def list_schedules(con: Connection, *, flow_id: str | None = None, after: str, limit: int) -> list[ScheduleRow]:
    """A page of schedules in the order of their ids, beginning behind `after`."""
    params = {"flow_id": flow_id, "after": after, "limit": limit}
    return [schedule_of(row) for row in every_readable(con, _SQL["list_schedules"], params)]


def count_schedules(con: Connection) -> int:
    """How many there are."""
    row = one(con, _SQL["count_schedules"], {})
    assert row is not None
    return int(row["schedules"])


def start_timers(con: Connection, flow_id: str) -> list[ScheduleRow]:
    """The schedules that timer start events of a flow have made."""
    return [schedule_of(row) for row in every_readable(con, _SQL["start_timers"], {"flow_id": flow_id})]


def pause_schedule(con: Connection, schedule_id: str) -> ScheduleRow:
    """Let no time of it come from now on; one that is paused stays so.

    Raises:
        ScheduleNotFound
    """
    return _found(one(con, _SQL["pause_schedule"], {"id": schedule_id}), schedule_id)


def resume_schedule(con: Connection, schedule_id: str, next_at: str | None, now: str) -> ScheduleRow:
    """Let its times come again, this one first.

    Raises:
        ScheduleNotFound
    """
    params = {"id": schedule_id, "next_at": next_at, "now": now}
    return _found(one(con, _SQL["resume_schedule"], params), schedule_id)


def delete_schedule(con: Connection, schedule_id: str) -> None:
    """Forget a schedule and its times; its runs stay.

    Raises:
        ScheduleNotFound
    """
    if one(con, _SQL["delete_schedule"], {"id": schedule_id}) is None:
        raise ScheduleNotFound(f"There is no schedule {schedule_id!r}.")


def due_schedules(con: Connection, now: str, limit: int) -> list[ScheduleRow]:
    """Those whose next time has come, and those that a clock moved which was set back since."""
    return [schedule_of(row) for row in every_readable(con, _SQL["due_schedules"], {"now": now, "limit": limit})]


def next_schedule_time(con: Connection) -> str | None:
    """The first time of all schedules that nobody dealt with."""
    row = one(con, _SQL["next_schedule_time"], {})
    return None if row is None else row["next_at"]


def move_schedule(
    con: Connection, schedule: ScheduleRow, next_at: str | None, now: str, missed: Missed | None = None
) -> bool:
    """Go on to another time, and keep what was missed before it. False: it is no more as it was when it was read."""
    missed_json = None if missed is None else msgspec.json.encode(missed).decode()
    params = {"id": schedule.id, "before": schedule.next_at, "next_at": next_at, "now": now, "missed_json": missed_json}
    return one(con, _SQL["move_schedule"], params) is not None


def schedule_of(row: Row) -> ScheduleRow:
    """A row as it is; of one that somebody damaged, as much as can be shown."""
    fields = shown(row)
    text = fields.pop("missed_json")
    try:
        missed = None if text is None else msgspec.json.decode(text, type=Missed)
    except msgspec.MsgspecError:
        missed = None
    return msgspec.convert({**fields, "paused": bool(fields["paused"]), "missed": missed}, ScheduleRow)


def _found(row: Row | None, schedule_id: str) -> ScheduleRow:
    if row is None:
        raise ScheduleNotFound(f"There is no schedule {schedule_id!r}.")
    return schedule_of(row)
