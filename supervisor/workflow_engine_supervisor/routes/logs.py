"""A run's log, page by page or whole."""

from typing import Any

import msgspec
from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse

from workflow_engine_shared.errors import BadQuery, Problem
from workflow_engine_supervisor.answers import LogAnswer
from workflow_engine_supervisor.cursor import make_cursor, read_cursor
from workflow_engine_supervisor.log_pages import LineFilter, download, read_page
from workflow_engine_supervisor.routes.requests import LogParameters, LogQuery, ThreadId, Wired
from workflow_engine_supervisor.tail import Position, RunLog

router = APIRouter(prefix="/runs", tags=["runs"])
NDJSON = "application/x-ndjson"
_BOTH: dict[int | str, dict[str, Any]] = {
    200: {"content": {NDJSON: {"schema": {"type": "string"}}}, "description": "a page, or the whole log"}
}


@router.get("/{thread_id}/logs", response_model=LogAnswer, responses=_BOTH)
def get_logs(thread_id: ThreadId, query: LogParameters, backend: Wired) -> Response:
    """Lines of a run's log, oldest first. With `download=1` all of them, as they stand in the file."""
    found = backend.snapshots.row(thread_id).thread_id
    log = RunLog(backend.settings.home_paths.run(found).log)
    wanted = LineFilter(query.level, query.node, query.q)
    if query.download:
        _refuse_paging(query)
        headers = {"Content-Disposition": f'attachment; filename="{found}.jsonl"'}
        return StreamingResponse(download(log, wanted), media_type=NDJSON, headers=headers)
    place = read_cursor("logs", query.cursor, str, int, int)
    page = read_page(log, Position(*place) if place else None, wanted, query.limit)
    position = None if page.end is None else make_cursor("logs", list(page.end))
    answer = {"items": page.lines, "next": position if page.more else None, "position": position}
    return Response(msgspec.json.encode(answer), media_type="application/json")


def _refuse_paging(query: LogQuery) -> None:
    given = sorted({"limit", "cursor"} & query.model_fields_set)
    if given:
        problems = [Problem("NOT_WITH_DOWNLOAD", f"?{name}", "A download has no pages.") for name in given]
        raise BadQuery(problems=problems)
