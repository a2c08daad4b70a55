"""Routers whose routes are made when they are first asked for: of a hundred, a supervisor of one run needs six.

Each takes a millisecond: what a function takes and gives is worked out by the framework. What holds for every route -
how it refuses, and that each parameter is given once - is said here and not by the app, which would make each route a
second time for that.
"""

from collections.abc import Callable, Mapping
from functools import cached_property, partial
from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.routing import BaseRoute, Match, compile_path
from starlette.types import Receive, Scope, Send

from workflow_engine_supervisor.http.in_thread import ThreadedRoute
from workflow_engine_supervisor.http.parameters import each_parameter_once

#: What they look like is told by `openapi/problems`: a model here would be made anew for each route.
_REFUSALS: dict[int | str, dict[str, Any]] = {"4XX": {"description": "why it was not done"}}


class LateRoute(BaseRoute):
    """A route by its path; the framework's own is made for the first request to this path."""

    def __init__(self, path: str, make: Callable[[], BaseRoute]) -> None:
        self._pattern, self.path_format, _ = compile_path(path)
        self._make = make

    @cached_property
    def route(self) -> BaseRoute:
        """The framework's route."""
        return self._make()

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["type"] != "http" or self._pattern.match(scope["path"]) is None:
            return Match.NONE, {}
        return self.route.matches(scope)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.route.handle(scope, receive, send)


class ApiRouter(APIRouter):
    """A router of the API; its plain functions are called in a thread."""

    def __init__(self, **options: Any) -> None:
        self._options = {"responses": _REFUSALS, "dependencies": [each_parameter_once], **options}
        super().__init__(**self._options)

    def add_api_route(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        """Have a route for this path; what is wrong with it shows when it is made."""
        self.routes.append(LateRoute(self.prefix + path, partial(self._made, path, endpoint, options)))

    def _made(self, path: str, endpoint: Callable[..., Any], options: Mapping[str, Any]) -> BaseRoute:
        router = APIRouter(route_class=ThreadedRoute, **self._options)
        router.add_api_route(path, endpoint, **options)
        return router.routes[0]

    def install(self, app: FastAPI) -> None:
        """Let the app have these routes."""
        app.router.routes.extend(self.routes)


def make_routes(app: FastAPI) -> None:
    """Let the app have the framework's own routes: its description is made of them."""
    app.router.routes = [each.route if isinstance(each, LateRoute) else each for each in app.router.routes]
