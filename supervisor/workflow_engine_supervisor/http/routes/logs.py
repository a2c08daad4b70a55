"""A run's log, page by page or whole."""

from typing import Any

import msgspec
from fastapi import Response
from fastapi.responses import StreamingResponse

from workflow_engine_shared.errors import BadQuery, Problem
from workflow_engine_shared.logs.writer_state import dropped_lines
from workflow_engine_supervisor.http.api_router import ApiRouter
from workflow_engine_supervisor.http.parameters import LogParameters, LogQuery, ThreadId, Wired
from workflow_engine_supervisor.logs.around import read_around
from workflow_engine_supervisor.logs.lines import LogPosition
from workflow_engine_supervisor.logs.pages import LineFilter, LogPage, download, read_page, read_page_backward
from workflow_engine_supervisor.logs.reader import RunLog
from workflow_engine_supervisor.schemas.logs import LogAnswer
from workflow_engine_supervisor.views.cursor import make_cursor, read_cursor

router = ApiRouter(prefix="/runs", tags=["runs"])
NDJSON = "application/x-ndjson"
_BOTH: dict[int | str, dict[str, Any]] = {
    200: {"content": {NDJSON: {"schema": {"type": "string"}}}, "description": "a page, or the whole log"}
}
#: A cursor leads in one direction: each has an endpoint of its own.
_FORWARD, _BACKWARD = "logs", "logs backward"


@router.get("/{thread_id}/logs", response_model=LogAnswer, responses=_BOTH)
def get_logs(thread_id: ThreadId, query: LogParameters, engine: Wired) -> Response:
    """Lines of a run's log. `download=1`: all of them, as they stand in the file; `around`: one, with its context."""
    found = engine.reader.row(thread_id).thread_id
    log = RunLog(engine.settings.home_paths.run(found).log)
    _refuse_what_does_not_fit(query)
    wanted = LineFilter(query.level, query.node, query.q)
    if query.download:
        headers = {"Content-Disposition": f'attachment; filename="{found}.jsonl"'}
        return StreamingResponse(download(log, wanted), media_type=NDJSON, headers=headers)
    counts, counted = engine.log_counts.of(found, log)
    gone = {"dropped": dropped_lines(log.state), "removed": log.removed()}
    answer = {**_page(log, query, wanted), "counts": counts, "counted": counted, **gone}
    return Response(msgspec.json.encode(answer), media_type="application/json")


def _page(log: RunLog, query: LogQuery, wanted: LineFilter) -> dict[str, Any]:
    if query.around is not None:
        page, first = read_around(log, query.around, query.context)
        return {**_forward(page), "previous": _cursor(_BACKWARD, first)}
    if query.order == "desc":
        page, newest = read_page_backward(log, _place(_BACKWARD, query.cursor), wanted, query.limit)
        return {
            "items": page.lines,
            "next": _cursor(_BACKWARD, page.end) if page.more else None,
            "position": None if query.cursor else _cursor(_FORWARD, newest),
            "previous": None,
        }
    return {**_forward(read_page(log, _place(_FORWARD, query.cursor), wanted, query.limit)), "previous": None}


def _forward(page: LogPage) -> dict[str, Any]:
    position = _cursor(_FORWARD, page.end)
    return {"items": page.lines, "next": position if page.more else None, "position": position}


def _place(endpoint: str, cursor: str | None) -> LogPosition | None:
    place = read_cursor(endpoint, cursor, str, int, int)
    return LogPosition(*place) if place else None


def _cursor(endpoint: str, place: LogPosition | None) -> str | None:
    return None if place is None else make_cursor(endpoint, list(place))


def _refuse_what_does_not_fit(query: LogQuery) -> None:
    given = query.model_fields_set
    problems = []
    if query.download:
        unfit = given & {"limit", "cursor", "order", "around", "context"}
        problems = [Problem("NOT_WITH_DOWNLOAD", f"?{name}", "A download has no pages.") for name in sorted(unfit)]
    elif query.around is not None:
        unfit = given - {"around", "context"}
        detail = "The lines around one are shown as they stand."
        problems = [Problem("NOT_WITH_AROUND", f"?{name}", detail) for name in sorted(unfit)]
    elif "context" in given:
        problems = [Problem("ONLY_WITH_AROUND", "?context", "There is no line for it to be the context of.")]
    if problems:
        raise BadQuery(problems=problems)
