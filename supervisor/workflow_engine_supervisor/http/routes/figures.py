"""What a run's worker used during the last hour, for charts."""

from datetime import datetime, timezone
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from workflow_engine_shared.clock import parse_rfc3339, rfc3339
from workflow_engine_shared.errors import BadQuery, Problem
from workflow_engine_shared.ids import shown
from workflow_engine_supervisor.http.parameters import Parameters, ThreadId, Wired
from workflow_engine_supervisor.metrics.history import SAMPLE_SECONDS
from workflow_engine_supervisor.schemas.figures import SeriesAnswer

router = APIRouter(prefix="/runs", tags=["runs"])
_MAX_TIME = 40


class SeriesQuery(Parameters):
    since: Annotated[
        str | None, Field(max_length=_MAX_TIME, description="only samples behind this time (RFC 3339 with a zone)")
    ] = None


@router.get("/{thread_id}/metrics")
def get_run_metrics(thread_id: ThreadId, query: Annotated[SeriesQuery, Query()], backend: Wired) -> SeriesAnswer:
    """Samples of the worker and all it started, every two seconds, of the last hour; they begin with the supervisor."""
    row = backend.snapshots.row(thread_id)
    series = backend.sampler.history.of(row.thread_id, _moment(query.since))
    return SeriesAnswer(
        thread_id=row.thread_id,
        interval_s=SAMPLE_SECONDS,
        times=[rfc3339(datetime.fromtimestamp(at, timezone.utc)) for at in series.at],
        **series.columns,
    )


def _moment(text: str | None) -> float:
    """Seconds since 1970.

    Raises:
        BadQuery: it is no time with a zone.
    """
    if text is None:
        return 0.0
    try:
        found = parse_rfc3339(text)
        if found.tzinfo is not None and "T" in text:
            return found.timestamp()
    except (ValueError, OverflowError):
        pass
    detail = f"{shown(text)} is no RFC 3339 time with a zone, such as 2026-01-31T12:00:00.000Z."
    raise BadQuery(problems=[Problem("OUT_OF_RANGE", "?since", detail)])
