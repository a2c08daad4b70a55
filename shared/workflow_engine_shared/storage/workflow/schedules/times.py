"""What became of the times of schedules: each is decided once."""

from collections.abc import Sequence

import msgspec

from workflow_engine_shared.run_status import RunStatus
from workflow_engine_shared.storage.sqlite.damage import every_readable, one_readable, shown
from workflow_engine_shared.storage.sqlite.database import Connection, one
from workflow_engine_shared.storage.sqlite.statements import load

from .rows import SKIPPED, WAITING, ScheduleRow, TimeRow
from .schedules import schedule_of

_SQL = load(__package__, "times")
#: So many times of a schedule are remembered.
KEPT = 1_000
#: A run in one of these keeps later times of its schedule waiting. One that failed is no more at work.
_BUSY = msgspec.json.encode(
    [each.value for each in (RunStatus.PENDING, RunStatus.RUNNING, RunStatus.RECOVERING, RunStatus.INTERRUPTED)]
).decode()


def insert_time(con: Connection, decided: TimeRow) -> bool:
    """Record what became of a time. False: that was decided before."""
    params = {**msgspec.structs.asdict(decided), "now": decided.decided_at}
    if one(con, _SQL["insert_time"], params) is None:
        return False
    con.execute(_SQL["forget_times"], {"schedule_id": decided.schedule_id, "kept": KEPT})
    return True


def end_waiting(con: Connection, decided: TimeRow) -> bool:
    """Record what became of a time that waited. False: it does not wait any more."""
    return one(con, _SQL["end_waiting"], {**msgspec.structs.asdict(decided), "now": decided.decided_at}) is not None


def list_times(con: Connection, schedule_id: str, *, before: str, limit: int) -> list[TimeRow]:
    """A page of times, the newest first, beginning before a time."""
    params = {"schedule_id": schedule_id, "before": before, "limit": limit}
    return [msgspec.convert(shown(row), TimeRow) for row in every_readable(con, _SQL["list_times"], params)]


def count_waiting(con: Connection, schedule_id: str) -> int:
    """How many times of a schedule wait for their turn."""
    row = one(con, _SQL["count_waiting"], {"schedule_id": schedule_id})
    assert row is not None
    return int(row["waiting"])


def busy_run(con: Connection, schedule_id: str) -> str | None:
    """A run of this schedule that is not over."""
    row = one(con, _SQL["busy_run"], {"schedule_id": schedule_id, "statuses": _BUSY})
    return None if row is None else str(row["thread_id"])


def schedules_waiting(con: Connection) -> list[ScheduleRow]:
    """Schedules of which times wait for their turn."""
    return [schedule_of(row) for row in every_readable(con, _SQL["schedules_waiting"], {})]


def first_waiting(con: Connection, schedule_id: str) -> TimeRow | None:
    """The oldest time of a schedule that waits."""
    row = one_readable(con, _SQL["first_waiting"], {"schedule_id": schedule_id})
    return None if row is None else msgspec.convert(shown(row), TimeRow)


def schedule_of_run(con: Connection, thread_id: str, schedule_ids: Sequence[str]) -> tuple[str, str | None] | None:
    """Which of these schedules started a run, and its title; None: none of them, or that is long ago."""
    if not schedule_ids:
        return None
    ids = msgspec.json.encode(schedule_ids).decode()
    row = one(con, _SQL["schedule_of_run"], {"ids": ids, "thread_id": thread_id})
    return None if row is None else (str(row["id"]), row["title"])


def put_off(con: Connection, schedule_id: str, time: str, now: str, most: int) -> bool:
    """Let a time wait for its turn; False: so many wait that it is skipped. One that was decided before stays so."""
    if count_waiting(con, schedule_id) < most:
        insert_time(con, TimeRow(schedule_id, time, WAITING, None, None, None, now))
        return True
    detail = f"{most:,} earlier times wait for their turn, and no more may wait."
    insert_time(con, TimeRow(schedule_id, time, SKIPPED, None, "QUEUE_FULL", detail, now))
    return False
