"""Runs: start, list, change many, look, delete, fork, rename, export, import."""

from contextlib import ExitStack
from typing import Any

from fastapi import Response
from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

from workflow_engine_supervisor.designer.starts_of_tests import AskedTest, as_test_of_draft
from workflow_engine_supervisor.home import trash
from workflow_engine_supervisor.http.api_router import ApiRouter
from workflow_engine_supervisor.http.bodies import (
    BulkRuns,
    ForkRun,
    ImportRun,
    RenameRun,
    RerunRun,
    no_body,
    uploads_of,
)
from workflow_engine_supervisor.http.designer_bodies import StartRun
from workflow_engine_supervisor.http.parameters import ThreadId, Wired, no_parameters
from workflow_engine_supervisor.http.routes.system import VERSION
from workflow_engine_supervisor.http.run_query import RunFilterQuery, RunsParameters, refuse_other_machines
from workflow_engine_supervisor.runs.bulk import BulkRequest
from workflow_engine_supervisor.runs.fork import ForkRequest
from workflow_engine_supervisor.runs.rename import Renaming
from workflow_engine_supervisor.runs.rerun import RerunRequest
from workflow_engine_supervisor.runs.start import StartRequest
from workflow_engine_supervisor.schemas.many_runs import BulkAnswer, BulkItem
from workflow_engine_supervisor.schemas.runs import RunAnswer, RunPage
from workflow_engine_supervisor.views.run_list import read_page_cursor

router = ApiRouter(prefix="/runs", tags=["runs"])
_OK = 200
_STARTED_BEFORE: dict[int | str, dict[str, Any]] = {
    _OK: {"model": RunAnswer, "description": "the same request was accepted before"}
}

_ZIP = "application/zip"
_BUNDLE: dict[int | str, dict[str, Any]] = {
    200: {"content": {_ZIP: {"schema": {"type": "string", "format": "binary"}}}, "description": "the run bundle"}
}


@router.post("/start", status_code=201, responses=_STARTED_BEFORE, dependencies=[no_parameters])
def start(body: StartRun, engine: Wired, response: Response) -> RunAnswer:
    """Accept a run. Sent again with the same `thread_id` and body, it is answered with the run there is."""
    if not engine.settings.machines:
        refuse_other_machines(body.machine, "/machine")
    title, tags, uploads = body.title, tuple(body.tags or ()), uploads_of(body.uploads)
    request = StartRequest(body.flow_id, body.version, body.thread_id, body.input or {}, uploads, title, tags)
    asked = AskedTest(body.draft, body.stop_after, body.pinned)
    request = as_test_of_draft(engine.store, engine.clock, request, asked)
    started = engine.runs.start(request)
    if not started.is_new:
        response.status_code = _OK
    response.headers["Location"] = f"/runs/{started.thread_id}"
    if started.row is None or uploads:
        return engine.reader.run(started.thread_id)
    return engine.reader.accepted(started.row, started.versions)


@router.get("")
def list_runs(query: RunsParameters, engine: Wired) -> RunPage:
    """Runs, newest first or as asked for. A cursor goes on behind the last run's place, whatever came since."""
    refuse_other_machines(query.machine)
    order, place = read_page_cursor(query.cursor, query.ordered(engine.clock))
    chosen = query.chosen(engine.clock)
    if chosen.q is not None:
        engine.search_texts.catch_up()
    return engine.lists.page(chosen, order, place, query.limit)


@router.post("/bulk", dependencies=[no_parameters])
def bulk(body: BulkRuns, engine: Wired) -> BulkAnswer:
    """Pause, resume, retry, cancel or delete the runs that match, the oldest first, and tell what became of each.

    With `dry_run` nothing is done: it tells what would be. A run that changed meanwhile is left alone.
    """
    wanted = body.filter or RunFilterQuery()
    refuse_other_machines(wanted.machine, "/filter/machine")
    chosen = wanted.chosen(engine.clock, "/filter/")
    if chosen.q is not None:
        engine.search_texts.catch_up()
    only = None if body.thread_ids is None else tuple(dict.fromkeys(body.thread_ids))
    done = engine.runs.bulk(BulkRequest(body.command, chosen, only, body.dry_run))
    return BulkAnswer(
        command=body.command,
        dry_run=body.dry_run,
        total=done.total,
        more=max(0, done.total - len(done.outcomes)),
        counts=done.counts,
        items=[
            BulkItem(
                thread_id=each.thread_id,
                outcome=each.fate,
                status=each.status,
                code=each.code,
                detail=each.detail,
                started=each.started,
            )
            for each in done.outcomes
        ],
    )


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
    tags = None if body.tags is None else tuple(body.tags)
    request = RerunRequest(
        thread_id,
        body.input or {},
        without,
        uploads_of(body.uploads),
        version=body.version,
        thread_id=body.thread_id,
        title=body.title,
        tags=tags,
    )
    again = engine.runs.rerun(request)
    if not again.is_new:
        response.status_code = _OK
    response.headers["Location"] = f"/runs/{again.thread_id}"
    return engine.reader.run(again.thread_id)


@router.post("/{thread_id}/rename", dependencies=[no_parameters])
def rename(thread_id: ThreadId, body: RenameRun, engine: Wired) -> RunAnswer:
    """Give the run another title or other tags; what is left out stays, and null takes the title away."""
    given = Renaming(
        title=body.title,
        gives_title="title" in body.model_fields_set,
        tags=tuple(body.tags or ()) if "tags" in body.model_fields_set else None,
    )
    return engine.reader.run(engine.runs.rename(thread_id, given))


@router.get("/{thread_id}/bundle", response_class=FileResponse, responses=_BUNDLE, dependencies=[no_parameters])
def get_bundle(thread_id: ThreadId, engine: Wired) -> FileResponse:
    """A run that rests with all its files and rows, secret inputs included, as one file for `POST /runs/import`."""
    with ExitStack() as leaving:
        folder = leaving.enter_context(trash.workshop(engine.settings.home_paths))
        made = engine.runs.export(thread_id, folder / "bundle.zip", VERSION)
        name = f"{made.thread_id}.renflow.zip"
        sent = BackgroundTask(leaving.pop_all().close)
        return FileResponse(made.file, media_type=_ZIP, filename=name, background=sent)


@router.post("/import", status_code=201, dependencies=[no_parameters])
def import_bundle(body: ImportRun, engine: Wired, response: Response) -> RunAnswer:
    """Let the run of an uploaded bundle be one of this server's, under its id, and stand as it stood.

    Nothing of it starts by itself but what it waits for: times, forms and messages.
    """
    thread_id = engine.runs.bring_in(body.upload, body.path)
    response.headers["Location"] = f"/runs/{thread_id}"
    return engine.reader.run(thread_id)
