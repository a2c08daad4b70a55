"""Commands to one run: pause, resume, retry, cancel, stacks."""

from typing import Any

from fastapi import Response

from workflow_engine_shared.storage.workflow.payloads import ResumePayload
from workflow_engine_supervisor.http.api_router import ApiRouter
from workflow_engine_supervisor.http.bodies import ResumeRun, RetryRun, no_fields, uploads_of
from workflow_engine_supervisor.http.parameters import ThreadId, Wired, no_parameters
from workflow_engine_supervisor.runs.commands import Accepted
from workflow_engine_supervisor.schemas.runs import CommandAnswer, StacksAnswer

router = ApiRouter(prefix="/runs", tags=["runs"])
_CREATED = 201
_FORKED: dict[int | str, dict[str, Any]] = {
    _CREATED: {"model": CommandAnswer, "description": "of a finished run: a new one tries what was skipped again"}
}


@router.post("/{thread_id}/pause", status_code=202, dependencies=[no_parameters, no_fields])
def pause(thread_id: ThreadId, engine: Wired) -> CommandAnswer:
    """Stop at the next safe point."""
    return _answer(engine.runs.pause(thread_id))


@router.post("/{thread_id}/resume", status_code=202, dependencies=[no_parameters])
def resume(thread_id: ThreadId, engine: Wired, body: ResumeRun | None = None) -> CommandAnswer:
    """Continue, with `updates` to the state, and with files that were uploaded; `value` answers a question.

    With a `version` the run goes on with that one of its flow; `GET /runs/{thread_id}/move/{version}` tells what that
    changes.
    """
    body = body or ResumeRun()
    payload: ResumePayload = {"updates": body.updates or {}}
    if "value" in body.model_fields_set:
        payload["value"] = body.value
    if body.note and body.note.strip():
        payload["note"] = body.note.strip()
    return _answer(engine.runs.resume(thread_id, payload, uploads_of(body.uploads), body.version))


@router.post("/{thread_id}/retry", status_code=202, responses=_FORKED, dependencies=[no_parameters])
def retry(thread_id: ThreadId, engine: Wired, response: Response, body: RetryRun | None = None) -> CommandAnswer:
    """Continue a failed run at the failed node, with its failed and skipped items (of this `error`) tried again.

    A finished run stays final: what it skipped is tried again by a new run, which keeps what was done.
    """
    accepted = engine.runs.retry(thread_id, body.error if body else None)
    if accepted.signal_id is None:
        response.status_code = _CREATED
        response.headers["Location"] = f"/runs/{accepted.thread_id}"
    return _answer(accepted)


@router.post("/{thread_id}/cancel", status_code=202, dependencies=[no_parameters, no_fields])
def cancel(thread_id: ThreadId, engine: Wired) -> CommandAnswer:
    """End the run for good."""
    return _answer(engine.runs.cancel(thread_id))


@router.post("/{thread_id}/stacks", dependencies=[no_parameters, no_fields])
def stacks(thread_id: ThreadId, engine: Wired) -> StacksAnswer:
    """What every thread of the run's worker is doing right now; also written to its `stderr.log`."""
    return StacksAnswer(thread_id=thread_id, stacks=engine.runs.stacks(thread_id))


def _answer(accepted: Accepted) -> CommandAnswer:
    return CommandAnswer(thread_id=accepted.thread_id, status=accepted.status, signal_id=accepted.signal_id)
