"""The HTTP side put together: routes inside, checks around them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import WebSocketRequestValidationError
from starlette.types import ASGIApp
from starlette.websockets import WebSocket

from workflow_engine_shared.errors import RenError
from workflow_engine_supervisor.engine import Engine
from workflow_engine_supervisor.http import problems, streams
from workflow_engine_supervisor.http.front import routes as machines
from workflow_engine_supervisor.http.gate import Gate
from workflow_engine_supervisor.http.openapi.document import describe
from workflow_engine_supervisor.http.prometheus import Metrics
from workflow_engine_supervisor.http.routes import (
    artifacts,
    commands,
    console,
    events,
    flow_files,
    flows,
    hooks,
    logs,
    run_details,
    run_views,
    runs,
    schedules,
    system,
    tasks,
    uploads,
)
from workflow_engine_supervisor.http.routes.designer import drafts, drawing, evaluating, versions
from workflow_engine_supervisor.http.routes.library import environments, function_versions
from workflow_engine_supervisor.http.security.tokens import Tickets
from workflow_engine_supervisor.machines.fleet import Fleet


def create_app(engine: Engine) -> ASGIApp:
    """The supervisor's HTTP side. The hub delivers in the loop that runs it."""
    fleet = _fleet(engine)

    @asynccontextmanager
    async def alive(_: FastAPI) -> AsyncIterator[None]:
        engine.hub.bind(asyncio.get_running_loop())
        if fleet is not None:
            fleet.start()
        yield
        engine.hub.close()
        if fleet is not None:
            await fleet.stop()

    app = FastAPI(
        title="renflow",
        version=system.VERSION,
        description="A local-first, durable workflow engine.",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=alive,
    )
    app.state.engine = engine
    app.state.fleet = fleet
    app.state.tickets = Tickets(engine.clock)
    app.state.metrics = Metrics(engine.store, engine.clock, engine.counts, engine.settings.home_paths)
    for module in (
        drawing,
        drafts,
        versions,
        evaluating,
        flows,
        flow_files,
        environments,
        function_versions,
        runs,
        run_views,
        tasks,
        schedules,
        uploads,
        commands,
        run_details,
        artifacts,
        logs,
        events,
        hooks,
        machines,
        system,
    ):
        module.router.install(app)
    console.install(app)
    problems.install(app)
    describe(app, with_token=bool(engine.settings.token))
    _refuse_sockets_alike(app)
    return Gate(app, engine, app.state.metrics, app.state.tickets, fleet)


def _fleet(engine: Engine) -> Fleet | None:
    """The other machines; None: there are none."""
    named = engine.settings.machines
    if not named:
        return None
    return Fleet(named, machines.OwnMachine(engine), engine.hub, engine.clock, system.VERSION)


def _refuse_sockets_alike(app: FastAPI) -> None:
    """One handler for both: an app has one for each kind of error."""
    answer: Any = app.exception_handlers[RenError]

    async def handle(connection: Any, error: Exception) -> Any:
        if isinstance(connection, WebSocket):
            return await streams.refuse_socket(connection, error)
        return answer(connection, error)

    app.add_exception_handler(RenError, handle)
    app.add_exception_handler(WebSocketRequestValidationError, handle)
