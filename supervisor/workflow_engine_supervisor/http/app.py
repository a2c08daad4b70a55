"""The HTTP side put together: routes inside, checks around them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import WebSocketRequestValidationError
from starlette.websockets import WebSocket

from workflow_engine_shared.errors import RenError
from workflow_engine_supervisor.engine import Engine
from workflow_engine_supervisor.http import problems, streams
from workflow_engine_supervisor.http.openapi.document import describe
from workflow_engine_supervisor.http.parameters import each_parameter_once
from workflow_engine_supervisor.http.prometheus import Metrics, RequestCount
from workflow_engine_supervisor.http.routes import (
    artifacts,
    commands,
    console,
    events,
    flow_files,
    flows,
    functions,
    logs,
    run_details,
    runs,
    system,
    tickets,
    uploads,
)
from workflow_engine_supervisor.http.security.body import BodyCheck
from workflow_engine_supervisor.http.security.head_size import HeadCheck
from workflow_engine_supervisor.http.security.headers import AnswerHeaders
from workflow_engine_supervisor.http.security.origin import HostCheck, OriginCheck
from workflow_engine_supervisor.http.security.tokens import Tickets, TokenCheck
from workflow_engine_supervisor.schemas.problem import ProblemAnswer

_PROBLEM = {"model": ProblemAnswer, "content": {problems.MEDIA_TYPE: {}}, "description": "why it was not done"}
_REFUSALS: dict[int | str, dict[str, Any]] = {"4XX": _PROBLEM, "5XX": _PROBLEM}


def create_app(engine: Engine) -> FastAPI:
    """The supervisor's HTTP side. The hub delivers in the loop that runs it."""

    @asynccontextmanager
    async def alive(_: FastAPI) -> AsyncIterator[None]:
        engine.hub.bind(asyncio.get_running_loop())
        yield
        engine.hub.close()

    app = FastAPI(
        title="renflow",
        version=system.VERSION,
        description="A local-first, durable workflow engine.",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=alive,
        responses=_REFUSALS,
        dependencies=[each_parameter_once],
    )
    app.state.engine = engine
    app.state.tickets = Tickets(engine.clock)
    app.state.metrics = Metrics(engine.store, engine.clock, engine.counts)
    for module in (
        flows,
        flow_files,
        runs,
        uploads,
        commands,
        run_details,
        artifacts,
        logs,
        events,
        functions,
        system,
        tickets,
    ):
        app.include_router(module.router)
    console.install(app)
    problems.install(app)
    describe(app, with_token=bool(engine.settings.token))
    _refuse_sockets_alike(app)
    _add_layers(app, engine)
    return app


def _add_layers(app: FastAPI, engine: Engine) -> None:
    """What a request passes through before a route sees it: the last layer that is added is the first one it meets."""
    app.add_middleware(BodyCheck)
    app.add_middleware(TokenCheck, token=engine.settings.token, tickets=app.state.tickets)
    app.add_middleware(OriginCheck)
    app.add_middleware(HostCheck, host=engine.settings.host)
    app.add_middleware(HeadCheck)
    app.add_middleware(problems.UnexpectedErrors)
    app.add_middleware(AnswerHeaders)
    app.add_middleware(RequestCount, metrics=app.state.metrics)


def _refuse_sockets_alike(app: FastAPI) -> None:
    """One handler for both: an app has one for each kind of error."""
    answer: Any = app.exception_handlers[RenError]

    async def handle(connection: Any, error: Exception) -> Any:
        if isinstance(connection, WebSocket):
            return await streams.refuse_socket(connection, error)
        return answer(connection, error)

    app.add_exception_handler(RenError, handle)
    app.add_exception_handler(WebSocketRequestValidationError, handle)
