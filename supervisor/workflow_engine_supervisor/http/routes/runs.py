"""Runs: start, look, command."""

from typing import Any

from fastapi import APIRouter, Response

from workflow_engine_shared.run_status import RunStatus
from workflow_engine_shared.storage.workflow.runs import RunFilter
from workflow_engine_supervisor.http.parameters import (
    ForkRun,
    PageParameters,
    ResumeRun,
    RetryRun,
    RunsParameters,
    StartRun,
    StateParameters,
    StepsParameters,
    ThreadId,
    Wired,
    no_body,
    no_fields,
    no_parameters,
    words,
)
from workflow_engine_supervisor.runs import commands, delete
from workflow_engine_supervisor.runs.fork import ForkRequest, fork_run
from workflow_engine_supervisor.runs.start import StartRequest, start_run
from workflow_engine_supervisor.schemas.items import ErrorGroup, StepPage, loop_answer, step_answer
from workflow_engine_supervisor.schemas.runs import (
    CheckpointPage,
    CommandAnswer,
    RunAnswer,
    RunPage,
    StacksAnswer,
    StateAnswer,
)
from workflow_engine_supervisor.views.cursor import make_cursor, read_cursor
from workflow_engine_supervisor.views.run_reader import StepFilter

router = APIRouter(prefix="/runs", tags=["runs"])
_STATUSES = {status.value: status for status in RunStatus}
_OK = 200
_STARTED_BEFORE: dict[int | str, dict[str, Any]] = {
    _OK: {"model": RunAnswer, "description": "the same request was accepted before"}
}


@router.post("/start", status_code=201, responses=_STARTED_BEFORE, dependencies=[no_parameters])
def start(body: StartRun, backend: Wired, response: Response) -> RunAnswer:
    """Accept a run. Sent again with the same `thread_id` and body, it is answered with the run there is."""
    request = StartRequest(body.flow_id, body.version, body.thread_id, body.input or {})
    thread_id, new = start_run(backend, request)
    if not new:
        response.status_code = _OK
    response.headers["Location"] = f"/runs/{thread_id}"
    return backend.snapshots.run(thread_id)


@router.get("")
def list_runs(query: RunsParameters, backend: Wired) -> RunPage:
    """Runs, newest first."""
    place = read_cursor("runs", query.cursor, int)
    chosen = RunFilter(words("status", query.status, _STATUSES), query.flow_id, query.q)
    return backend.lists.page(chosen, place[0] if place else None, query.limit)


@router.get("/{thread_id}", dependencies=[no_parameters])
def get_run(thread_id: ThreadId, backend: Wired) -> RunAnswer:
    """Everything about one run."""
    return backend.snapshots.run(thread_id)


@router.delete("/{thread_id}", status_code=204, dependencies=[no_parameters, no_body])
def delete_run(thread_id: ThreadId, backend: Wired) -> None:
    """Remove a run that is over, and all its files."""
    delete.delete_run(backend, thread_id)


@router.post("/{thread_id}/fork", status_code=201, responses=_STARTED_BEFORE, dependencies=[no_parameters])
def fork(thread_id: ThreadId, backend: Wired, response: Response, body: ForkRun | None = None) -> RunAnswer:
    """Go on from a checkpoint of this run in a new one, with `updates` to the state; this one stays as it is."""
    body = body or ForkRun()
    request = ForkRequest(thread_id, body.checkpoint_id, body.updates or {}, body.thread_id)
    forked, new = fork_run(backend, request)
    if not new:
        response.status_code = _OK
    response.headers["Location"] = f"/runs/{forked}"
    return backend.snapshots.run(forked)


@router.post("/{thread_id}/pause", status_code=202, dependencies=[no_parameters, no_fields])
def pause(thread_id: ThreadId, backend: Wired) -> CommandAnswer:
    """Stop at the next safe point."""
    return _answer(commands.ask(backend, thread_id, "pause"))


@router.post("/{thread_id}/resume", status_code=202, dependencies=[no_parameters])
def resume(thread_id: ThreadId, backend: Wired, body: ResumeRun | None = None) -> CommandAnswer:
    """Continue, with `updates` to the state; `value` answers a question."""
    payload: dict[str, Any] = {"updates": (body and body.updates) or {}}
    if body is not None and "value" in body.model_fields_set:
        payload["value"] = body.value
    return _answer(commands.resume(backend, thread_id, payload))


@router.post("/{thread_id}/retry", status_code=202, dependencies=[no_parameters])
def retry(thread_id: ThreadId, backend: Wired, body: RetryRun | None = None) -> CommandAnswer:
    """Continue a failed run at the failed node, with its failed and skipped items (of this `error`) tried again."""
    return _answer(commands.retry(backend, thread_id, body.error if body else None))


@router.post("/{thread_id}/cancel", status_code=202, dependencies=[no_parameters, no_fields])
def cancel(thread_id: ThreadId, backend: Wired) -> CommandAnswer:
    """End the run for good."""
    return _answer(commands.ask(backend, thread_id, "cancel"))


@router.post("/{thread_id}/stacks", dependencies=[no_parameters, no_fields])
def stacks(thread_id: ThreadId, backend: Wired) -> StacksAnswer:
    """What every thread of the run's worker is doing right now; also written to its `stderr.log`."""
    return StacksAnswer(thread_id=thread_id, stacks=commands.stacks(backend, thread_id))


@router.get("/{thread_id}/state")
def get_state(thread_id: ThreadId, query: StateParameters, backend: Wired) -> StateAnswer:
    """The state as it stands, with the updates given to the node at hand; or as a checkpoint kept it."""
    return backend.snapshots.state(thread_id, query.checkpoint)


@router.get("/{thread_id}/checkpoints")
def list_checkpoints(thread_id: ThreadId, query: PageParameters, backend: Wired) -> CheckpointPage:
    """What `state?checkpoint=` can show, newest first."""
    place = read_cursor("checkpoints", query.cursor, str)
    rows = backend.snapshots.checkpoints(thread_id, place[0] if place else None, query.limit + 1)
    page = rows[: query.limit]
    return CheckpointPage(
        items=page,
        next=make_cursor("checkpoints", [page[-1].checkpoint_id]) if len(rows) > query.limit else None,
    )


@router.get("/{thread_id}/steps")
def list_steps(thread_id: ThreadId, query: StepsParameters, backend: Wired) -> StepPage:
    """The items of durable loops whose outcome is decided, and how many stand where."""
    place = read_cursor("steps", query.cursor, int)
    chosen = StepFilter(place[0] if place else 0, query.state, query.node, query.error)
    facts = backend.snapshots.steps(thread_id, chosen, query.limit + 1)
    page = facts.steps[: query.limit]
    return StepPage(
        items=[step_answer(step, facts.masker) for step in page],
        next=make_cursor("steps", [page[-1].id]) if len(facts.steps) > query.limit else None,
        loops=[loop_answer(loop) for loop in facts.loops],
        errors=[ErrorGroup(error=kind, items=number) for kind, number in facts.errors],
    )


def _answer(accepted: commands.Accepted) -> CommandAnswer:
    return CommandAnswer(thread_id=accepted.thread_id, status=accepted.status, signal_id=accepted.signal_id)
