"""The same command for many runs."""

from fastapi import APIRouter

from workflow_engine_supervisor.http.bodies import BulkRuns
from workflow_engine_supervisor.http.in_thread import ThreadedRoute
from workflow_engine_supervisor.http.parameters import Wired, no_parameters
from workflow_engine_supervisor.http.run_query import RunFilterQuery
from workflow_engine_supervisor.runs.bulk import BulkRequest
from workflow_engine_supervisor.schemas.bulk import BulkAnswer, BulkItem

router = APIRouter(prefix="/runs", tags=["runs"], route_class=ThreadedRoute)


@router.post("/bulk", dependencies=[no_parameters])
def bulk(body: BulkRuns, engine: Wired) -> BulkAnswer:
    """Pause, resume, retry, cancel or delete the runs that match, the oldest first, and tell what became of each.

    With `dry_run` nothing is done: it tells what would be. A run that changed meanwhile is left alone.
    """
    chosen = (body.filter or RunFilterQuery()).chosen(engine.clock, "/filter/")
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
