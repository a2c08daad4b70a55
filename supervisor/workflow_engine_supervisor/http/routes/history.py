"""What happened to a run, as it is kept: its commands and events."""

from fastapi import APIRouter

from workflow_engine_supervisor.http.parameters import PageParameters, ThreadId, Wired
from workflow_engine_supervisor.schemas.history import HistoryPage, signal_answer
from workflow_engine_supervisor.views.cursor import make_cursor, read_cursor

router = APIRouter(prefix="/runs", tags=["runs"])


@router.get("/{thread_id}/history")
def get_history(thread_id: ThreadId, query: PageParameters, backend: Wired) -> HistoryPage:
    """The commands that a run was given and the events of it, oldest first."""
    place = read_cursor("history", query.cursor, int)
    rows, masker = backend.snapshots.history(thread_id, place[0] if place else 0, query.limit + 1)
    page = rows[: query.limit]
    return HistoryPage(
        items=[signal_answer(row, masker) for row in page],
        next=make_cursor("history", [page[-1].id]) if len(rows) > query.limit else None,
    )
