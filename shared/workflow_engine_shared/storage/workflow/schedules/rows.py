"""Rows of schedules, as they are read."""

import json
from typing import Any

import msgspec

from workflow_engine_shared.errors import DatabaseDamaged
from workflow_engine_shared.struct_types import ready_to_read

#: What became of a time.
STARTED, WAITING, SKIPPED, REFUSED = "started", "waiting", "skipped", "refused"


@ready_to_read
class Missed(msgspec.Struct, frozen=True):
    """Times that nobody dealt with when they came."""

    times: int
    first: str
    last: str
    made_up: int  #: for so many of them runs were started, or wait for their turn
    noticed_at: str


class Definition(msgspec.Struct, frozen=True, kw_only=True):
    """When runs of a flow are to be started by themselves, as somebody asked for it, checked."""

    flow_id: str
    version: int | None
    title: str | None
    cron: str | None
    every_s: int | None
    at: str | None
    since: str
    timezone: str
    input_json: str
    overlap: str
    catch_up: str
    next_at: str | None
    node_id: str | None = None  #: of the timer start event of a BPMN file that makes it; its runs begin there
    timer: str | None = None  #: what that timer says


@ready_to_read
class ScheduleRow(Definition, frozen=True, kw_only=True):
    """A schedule as it stands."""

    id: str
    paused: bool
    moved_at: str
    missed: Missed | None
    created_at: str

    def input(self) -> dict[str, Any]:
        """What its runs are given.

        Raises:
            DatabaseDamaged: somebody damaged the row.
        """
        try:
            value = json.loads(self.input_json)
        except ValueError:
            value = None
        if not isinstance(value, dict):
            raise DatabaseDamaged(
                f"The input of schedule {self.id!r} cannot be read.", hint="Give it another input, or delete it."
            )
        return value


@ready_to_read
class TimeRow(msgspec.Struct, frozen=True):
    """What became of one time of a schedule."""

    schedule_id: str
    time: str
    outcome: str
    thread_id: str | None
    code: str | None
    detail: str | None
    decided_at: str
    status: str | None = None  #: where its run stands; None: there is none, or it was deleted
