"""What one run holds: its state, checkpoints, items, history, and what its worker used."""

from datetime import datetime, timezone
from typing import Annotated

from fastapi import Query
from pydantic import Field

from workflow_engine_shared.clock import parse_rfc3339, rfc3339
from workflow_engine_shared.errors import BadQuery, Problem, RunNotFound
from workflow_engine_shared.ids import id_problem, shown
from workflow_engine_supervisor.http.api_router import ApiRouter
from workflow_engine_supervisor.http.parameters import (
    PageParameters,
    Parameters,
    StateParameters,
    StepsParameters,
    ThreadId,
    VersionNumber,
    Wired,
    no_parameters,
)
from workflow_engine_supervisor.metrics.history import SAMPLE_SECONDS
from workflow_engine_supervisor.runs.moving.answer import move_answer
from workflow_engine_supervisor.schemas.comparison import ComparisonAnswer
from workflow_engine_supervisor.schemas.flows import MoveAnswer
from workflow_engine_supervisor.schemas.history import CheckpointPage, HistoryPage, SeriesAnswer, StateAnswer
from workflow_engine_supervisor.schemas.items import ErrorGroup, StepPage
from workflow_engine_supervisor.views.comparison import compare_runs
from workflow_engine_supervisor.views.cursor import make_cursor, read_cursor
from workflow_engine_supervisor.views.history import signal_answer
from workflow_engine_supervisor.views.items import StepFilter, loop_answer, step_answer

router = ApiRouter(prefix="/runs", tags=["runs"])
_MAX_TIME = 40


class SeriesQuery(Parameters):
    since: Annotated[
        str | None, Field(max_length=_MAX_TIME, description="only samples behind this time (RFC 3339 with a zone)")
    ] = None


@router.get("/{thread_id}/move/{version}", dependencies=[no_parameters])
def get_move(thread_id: ThreadId, version: VersionNumber, engine: Wired) -> MoveAnswer:
    """What would change for the run if it went on with another version of its flow (`POST …/resume`)."""
    return move_answer(engine.runs.move(thread_id, version))


@router.get("/{thread_id}/state")
def get_state(thread_id: ThreadId, query: StateParameters, engine: Wired) -> StateAnswer:
    """The state as it stands, with the updates given to the node at hand; or as a checkpoint kept it."""
    return engine.reader.state(thread_id, query.checkpoint)


@router.get("/{thread_id}/checkpoints")
def list_checkpoints(thread_id: ThreadId, query: PageParameters, engine: Wired) -> CheckpointPage:
    """What `state?checkpoint=` can show, newest first."""
    place = read_cursor("checkpoints", query.cursor, str)
    rows = engine.reader.checkpoints(thread_id, place[0] if place else None, query.limit + 1)
    page = rows[: query.limit]
    return CheckpointPage(
        items=page,
        next=make_cursor("checkpoints", [page[-1].checkpoint_id]) if len(rows) > query.limit else None,
    )


@router.get("/{thread_id}/steps")
def list_steps(thread_id: ThreadId, query: StepsParameters, engine: Wired) -> StepPage:
    """The items of durable loops whose outcome is decided, and how many stand where."""
    place = read_cursor("steps", query.cursor, int)
    chosen = StepFilter(place[0] if place else 0, query.state, query.node, query.error)
    facts = engine.reader.steps(thread_id, chosen, query.limit + 1)
    page = facts.steps[: query.limit]
    return StepPage(
        items=[step_answer(step, facts.masker) for step in page],
        next=make_cursor("steps", [page[-1].id]) if len(facts.steps) > query.limit else None,
        loops=[loop_answer(loop) for loop in facts.loops],
        errors=[ErrorGroup(error=kind, items=number, again=facts.due.of(kind)) for kind, number in facts.errors],
        again=facts.due.of(),
    )


@router.get("/{thread_id}/history")
def get_history(thread_id: ThreadId, query: PageParameters, engine: Wired) -> HistoryPage:
    """The commands that a run was given and the events of it, oldest first."""
    place = read_cursor("history", query.cursor, int)
    rows, masker = engine.reader.history(thread_id, place[0] if place else 0, query.limit + 1)
    page = rows[: query.limit]
    return HistoryPage(
        items=[signal_answer(row, masker) for row in page],
        next=make_cursor("history", [page[-1].id]) if len(rows) > query.limit else None,
    )


@router.get("/{thread_id}/metrics")
def get_run_metrics(thread_id: ThreadId, query: Annotated[SeriesQuery, Query()], engine: Wired) -> SeriesAnswer:
    """Samples of the worker and all it started, every two seconds, of the last hour; they begin with the supervisor."""
    row = engine.reader.row(thread_id)
    series = engine.sampler.history.of(row.thread_id, _moment(query.since))
    return SeriesAnswer(
        thread_id=row.thread_id,
        interval_s=SAMPLE_SECONDS,
        times=[rfc3339(datetime.fromtimestamp(at, timezone.utc)) for at in series.at],
        **series.columns,
    )


@router.get("/{thread_id}/compare/{other}", dependencies=[no_parameters])
def compare(thread_id: ThreadId, other: str, engine: Wired) -> ComparisonAnswer:
    """What differs between this run and another one: input, state, files, duration, items."""
    if id_problem(other):
        raise RunNotFound(f"There is no run {shown(other)}.")
    return compare_runs(engine.reader, engine.settings.home_paths, thread_id, other)


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
