"""Schedules: create, list, look, change, pause, resume, run now, delete; what became of their times."""

from fastapi import Response

from workflow_engine_shared.timetables.zones import machine_zone
from workflow_engine_supervisor.http.api_router import ApiRouter
from workflow_engine_supervisor.http.bodies import ChangedSchedule, NewSchedule, ScheduleTimes, no_body, no_fields
from workflow_engine_supervisor.http.parameters import (
    PageParameters,
    ScheduleId,
    SchedulesParameters,
    Wired,
    no_parameters,
)
from workflow_engine_supervisor.schedules.definition import Asked, Times
from workflow_engine_supervisor.schemas.runs import RunAnswer
from workflow_engine_supervisor.schemas.schedules import NextTimesAnswer, ScheduleAnswer, SchedulePage, ScheduleRunPage

router = ApiRouter(prefix="/schedules", tags=["schedules"])


@router.post("", status_code=201, dependencies=[no_parameters])
def create_schedule(body: NewSchedule, engine: Wired, response: Response) -> ScheduleAnswer:
    """Let runs of a flow start by themselves: at the times of a cron line, every so many seconds, or once."""
    given = body.model_dump(mode="python")
    given |= {"timezone": body.timezone or machine_zone(), "input": body.input or {}}
    row = engine.schedules.create(Asked(**given))
    response.headers["Location"] = f"/schedules/{row.id}"
    return engine.schedule_reader.one(row.id)


@router.post("/preview", dependencies=[no_parameters])
def preview_times(body: ScheduleTimes, engine: Wired) -> NextTimesAnswer:
    """Tell the next five times that a schedule would have, and make none."""
    given = body.model_dump(mode="python")
    return engine.schedule_reader.preview(Times(**given | {"timezone": body.timezone or machine_zone()}))


@router.get("")
def list_schedules(query: SchedulesParameters, engine: Wired) -> SchedulePage:
    """Schedules in the order of their ids; all, or those of a flow."""
    return engine.schedule_reader.page(query.flow_id, query.cursor, query.limit)


@router.get("/{schedule_id}", dependencies=[no_parameters])
def get_schedule(schedule_id: ScheduleId, engine: Wired) -> ScheduleAnswer:
    """One schedule, with its next five times."""
    return engine.schedule_reader.one(schedule_id)


@router.put("/{schedule_id}", dependencies=[no_parameters])
def change_schedule(schedule_id: ScheduleId, body: ChangedSchedule, engine: Wired) -> ScheduleAnswer:
    """Give a schedule other values; what is left out stays. Its next time is the first one from now on."""
    given = body.model_dump(mode="python", exclude_unset=True)
    nameless = {
        name for name in ("timezone", "input", "set", "without", "overlap", "catch_up") if given.get(name, "") is None
    }
    row = engine.schedules.change(schedule_id, {name: value for name, value in given.items() if name not in nameless})
    return engine.schedule_reader.one(row.id)


@router.delete("/{schedule_id}", status_code=204, dependencies=[no_parameters, no_body])
def delete_schedule(schedule_id: ScheduleId, engine: Wired) -> None:
    """Forget a schedule. The runs that it started stay."""
    engine.schedules.delete(schedule_id)


@router.post("/{schedule_id}/pause", dependencies=[no_parameters, no_fields])
def pause_schedule(schedule_id: ScheduleId, engine: Wired) -> ScheduleAnswer:
    """Let none of its times come until it is resumed."""
    return engine.schedule_reader.one(engine.schedules.pause(schedule_id).id)


@router.post("/{schedule_id}/resume", dependencies=[no_parameters, no_fields])
def resume_schedule(schedule_id: ScheduleId, engine: Wired) -> ScheduleAnswer:
    """Let its times come again, from now on. Those in between are not made up for."""
    return engine.schedule_reader.one(engine.schedules.resume(schedule_id).id)


@router.post("/{schedule_id}/run-now", status_code=201, dependencies=[no_parameters, no_fields])
def run_schedule_now(schedule_id: ScheduleId, engine: Wired, response: Response) -> RunAnswer:
    """Start a run as the schedule would, beside its times, whatever goes on and also while it is paused."""
    thread_id = engine.schedules.run_now(schedule_id)
    response.headers["Location"] = f"/runs/{thread_id}"
    return engine.reader.run(thread_id)


@router.get("/{schedule_id}/runs")
def list_schedule_runs(schedule_id: ScheduleId, query: PageParameters, engine: Wired) -> ScheduleRunPage:
    """What became of its times, the newest first: the runs that it started, and why there is none."""
    return engine.schedule_reader.runs(schedule_id, query.cursor, query.limit)
