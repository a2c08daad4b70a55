"""Runs: start, list, look, delete, fork."""

from typing import Any

from fastapi import APIRouter, Response

from workflow_engine_shared.run_status import RunStatus
from workflow_engine_shared.storage.workflow.runs import RunFilter
from workflow_engine_supervisor.http.in_thread import ThreadedRoute
from workflow_engine_supervisor.http.parameters import (
    ForkRun,
    RerunRun,
    RunsParameters,
    StartRun,
    ThreadId,
    Wired,
    no_body,
    no_parameters,
    words,
)
from workflow_engine_supervisor.runs.fork import ForkRequest
from workflow_engine_supervisor.runs.rerun import RerunRequest
from workflow_engine_supervisor.runs.start import StartRequest
from workflow_engine_supervisor.schemas.runs import RunAnswer, RunPage
from workflow_engine_supervisor.views.cursor import read_cursor

router = APIRouter(prefix="/runs", tags=["runs"], route_class=ThreadedRoute)
_STATUSES = {status.value: status for status in RunStatus}
_OK = 200
_STARTED_BEFORE: dict[int | str, dict[str, Any]] = {
    _OK: {"model": RunAnswer, "description": "the same request was accepted before"}
}


@router.post("/start", status_code=201, responses=_STARTED_BEFORE, dependencies=[no_parameters])
def start(body: StartRun, engine: Wired, response: Response) -> RunAnswer:
    """Accept a run. Sent again with the same `thread_id` and body, it is answered with the run there is."""
    request = StartRequest(body.flow_id, body.version, body.thread_id, body.input or {})
    thread_id, new = engine.runs.start(request)
    if not new:
        response.status_code = _OK
    response.headers["Location"] = f"/runs/{thread_id}"
    return engine.reader.run(thread_id)


@router.get("")
def list_runs(query: RunsParameters, engine: Wired) -> RunPage:
    """Runs, newest first."""
    place = read_cursor("runs", query.cursor, int)
    chosen = RunFilter(words("status", query.status, _STATUSES), query.flow_id, query.q)
    return engine.lists.page(chosen, place[0] if place else None, query.limit)


@router.get("/{thread_id}", dependencies=[no_parameters])
def get_run(thread_id: ThreadId, engine: Wired) -> RunAnswer:
    """Everything about one run."""
    return engine.reader.run(thread_id)


@router.delete("/{thread_id}", status_code=204, dependencies=[no_parameters, no_body])
def delete_run(thread_id: ThreadId, engine: Wired) -> None:
    """Remove a run that is over, and all its files."""
    engine.runs.delete(thread_id)


@router.post("/{thread_id}/fork", status_code=201, responses=_STARTED_BEFORE, dependencies=[no_parameters])
def fork(thread_id: ThreadId, engine: Wired, response: Response, body: ForkRun | None = None) -> RunAnswer:
    """Go on from a checkpoint of this run in a new one, with `updates` to the state; this one stays as it is."""
    body = body or ForkRun()
    request = ForkRequest(thread_id, body.checkpoint_id, body.updates or {}, body.thread_id)
    forked, new = engine.runs.fork(request)
    if not new:
        response.status_code = _OK
    response.headers["Location"] = f"/runs/{forked}"
    return engine.reader.run(forked)


@router.post("/{thread_id}/rerun", status_code=201, responses=_STARTED_BEFORE, dependencies=[no_parameters])
def rerun(thread_id: ThreadId, engine: Wired, response: Response, body: RerunRun | None = None) -> RunAnswer:
    """Start the run's flow again in a new run, with its input and its input files; `input` changes keys of it."""
    body = body or RerunRun()
    without = frozenset(body.without or ())
    request = RerunRequest(thread_id, body.input or {}, without, body.version, body.thread_id)
    again, new = engine.runs.rerun(request)
    if not new:
        response.status_code = _OK
    response.headers["Location"] = f"/runs/{again}"
    return engine.reader.run(again)
