"""What people have to do for runs, and messages for runs that wait."""

from typing import Annotated

from fastapi import Path

from workflow_engine_shared.storage.workflow.waits.rows import TaskFilter, WaitState, correlation_text
from workflow_engine_supervisor.http.api_router import ApiRouter
from workflow_engine_supervisor.http.bodies import AnswerForm, SendMessage
from workflow_engine_supervisor.http.parameters import TasksParameters, ThreadId, Wired, no_parameters
from workflow_engine_supervisor.schemas.waits import (
    AnsweredAnswer,
    ReachedAnswer,
    TaskPage,
    WholeTaskAnswer,
)
from workflow_engine_supervisor.waits.use_cases import MessageSent

router = ApiRouter(tags=["tasks"])
_STATES = {"open": WaitState.ARMED, "met": WaitState.MET, "off": WaitState.OFF, "all": None}


@router.get("/tasks")
def list_tasks(query: TasksParameters, engine: Wired) -> TaskPage:
    """Forms that people have to fill in and questions that runs ask: the open ones, or others; the newest first."""
    chosen = TaskFilter(_STATES[query.state], query.assignee, query.flow_id, query.thread_id)
    return engine.task_reader.page(chosen, query.cursor, query.limit)


@router.get("/runs/{thread_id}/tasks/{key}", dependencies=[no_parameters])
def get_task(thread_id: ThreadId, key: Annotated[str, Path()], engine: Wired) -> WholeTaskAnswer:
    """One task of a run, with what was answered."""
    return engine.task_reader.one(thread_id, key)


@router.post("/runs/{thread_id}/form", status_code=202, dependencies=[no_parameters])
def answer_form(thread_id: ThreadId, body: AnswerForm, engine: Wired) -> AnsweredAnswer:
    """Fill in a form. Its values are checked; exactly one answer is taken, and a later one refused."""
    done = engine.waits.answer(thread_id, body.key, body.values)
    return AnsweredAnswer(thread_id=done.thread_id, key=done.key, status=done.status, signal_id=done.signal_id)


@router.post("/messages", status_code=202, dependencies=[no_parameters])
def send_message(body: SendMessage, engine: Wired) -> ReachedAnswer:
    """Bring a message to all runs that wait for it, or begin runs by it. It is not kept for others."""
    correlation = correlation_text(body.correlation) if "correlation" in body.model_fields_set else None
    message = MessageSent(body.name, correlation, body.payload, body.thread_id, body.id, body.begins)
    found = engine.waits.send(message)
    return ReachedAnswer(reached=found.reached, begun=found.begun)
