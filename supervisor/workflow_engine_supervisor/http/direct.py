"""The requests that programs send most, answered without the framework on the way.

Each is a route like all others: FastAPI describes it, and answers whatever is odd about a request for it. One that
leaves nothing to decide - the plain address, parameters and a body as they should be - goes to the very same function
here, and is answered with the very same bytes (`tests/http/test_direct.py` compares).
"""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from fastapi import Response
from pydantic import BaseModel, TypeAdapter, ValidationError
from starlette.datastructures import QueryParams
from starlette.types import Receive, Scope, Send

from workflow_engine_shared.errors import RenError
from workflow_engine_shared.ids import id_problem
from workflow_engine_supervisor.engine import Engine
from workflow_engine_supervisor.http.bodies import NoFields, ResumeRun, RetryRun
from workflow_engine_supervisor.http.designer_bodies import StartRun
from workflow_engine_supervisor.http.in_thread import in_thread
from workflow_engine_supervisor.http.problems import problem_response
from workflow_engine_supervisor.http.routes import commands, runs, system
from workflow_engine_supervisor.http.run_query import RunsQuery
from workflow_engine_supervisor.schemas.runs import CommandAnswer, RunAnswer, RunPage
from workflow_engine_supervisor.schemas.system import HealthAnswer

Answer = TypeVar("Answer")
_RUNS = "/runs/"
_START = "/runs/start"
_HEALTH = "/healthz"
_RUN: TypeAdapter[RunAnswer] = TypeAdapter(RunAnswer)
_PAGE: TypeAdapter[RunPage] = TypeAdapter(RunPage)
_COMMAND: TypeAdapter[CommandAnswer] = TypeAdapter(CommandAnswer)
_HEALTHY: TypeAdapter[HealthAnswer] = TypeAdapter(HealthAnswer)


class Template(NamedTuple):
    """A route, as figures know it."""

    path_format: str


class Answerer(NamedTuple):
    """Makes one answer; in a thread."""

    template: Template
    make: Callable[[], Response]


class Command(NamedTuple):
    """A command to a run: what its body may say, and the route's own function."""

    template: Template
    body: type[BaseModel]
    give: Callable[[str, Engine, Response, Any], CommandAnswer]


_COMMANDS = {
    name: Command(Template(f"/runs/{{thread_id}}/{name}"), body, give)
    for name, body, give in (
        ("pause", NoFields, lambda thread_id, engine, _answer, _body: commands.pause(thread_id, engine)),
        ("cancel", NoFields, lambda thread_id, engine, _answer, _body: commands.cancel(thread_id, engine)),
        ("resume", ResumeRun, lambda thread_id, engine, _answer, body: commands.resume(thread_id, engine, body)),
        ("retry", RetryRun, commands.retry),
    )
}


class Direct:
    """Finds out which requests are plain, and answers them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def answerer(self, scope: Scope, body: dict[str, Any] | None) -> Answerer | None:
        """Who answers a request that has passed the gate; None: the framework does."""
        if scope["type"] != "http":
            return None
        if scope["method"] == "GET":
            return self._look(scope["path"], scope["query_string"])
        if scope["method"] == "POST" and not scope["query_string"]:
            return self._start(body) if scope["path"] == _START else self._command(scope["path"], body)
        return None

    def _look(self, path: str, query: bytes) -> Answerer | None:
        if path == "/runs":
            return self._list(query)
        if query:
            return None
        if path == _HEALTH:
            return Answerer(Template(_HEALTH), lambda: _json(_HEALTHY.dump_json(system.get_health(self._engine))))
        if not path.startswith(_RUNS) or path == _START or id_problem(thread_id := path[len(_RUNS) :]):
            return None
        return Answerer(
            Template("/runs/{thread_id}"), lambda: _json(_RUN.dump_json(runs.get_run(thread_id, self._engine)))
        )

    def _list(self, query: bytes) -> Answerer | None:
        given = QueryParams(query).multi_items()
        try:
            parameters = RunsQuery.model_validate(dict(given))
        except ValidationError:
            return None
        if len(dict(given)) < len(given):  # which of two counts is not ours to say
            return None
        return Answerer(Template("/runs"), lambda: _json(_PAGE.dump_json(runs.list_runs(parameters, self._engine))))

    def _start(self, body: dict[str, Any] | None) -> Answerer | None:
        try:
            wanted = StartRun.model_validate(body)
        except ValidationError:
            return None

        return Answerer(
            Template(_START), lambda: _filled(201, _RUN, lambda answer: runs.start(wanted, self._engine, answer))
        )

    def _command(self, path: str, body: dict[str, Any] | None) -> Answerer | None:
        thread_id, _, name = path.removeprefix(_RUNS).partition("/")
        command = _COMMANDS.get(name)
        if command is None or not path.startswith(_RUNS) or id_problem(thread_id):
            return None
        try:
            given = None if body is None else command.body.model_validate(body)
        except ValidationError:
            return None
        return Answerer(
            command.template,
            lambda: _filled(202, _COMMAND, lambda answer: command.give(thread_id, self._engine, answer, given)),
        )


async def answer_directly(answerer: Answerer, scope: Scope, receive: Receive, send: Send) -> None:
    """Send what it makes; what goes wrong is told as any other route tells it."""
    scope["route"] = answerer.template
    try:
        answer = await in_thread(answerer.make)
    except RenError as error:
        answer = problem_response(error, path=scope["path"])
    await answer(scope, receive, send)


def _json(content: bytes, status: int = 200) -> Response:
    return Response(content, status, media_type="application/json")


def _filled(status: int, form: TypeAdapter[Answer], make: Callable[[Response], Answer]) -> Response:
    """An answer of a function that may change its status and headers."""
    answer = _json(b"", status)
    answer.body = form.dump_json(make(answer))
    answer.headers["content-length"] = str(len(answer.body))
    return answer
