"""Routers whose routes are whole as they are made.

What holds for every route - how it refuses, and that each parameter is given once - would else come to it from the app,
which makes each route a second time for that: 0.1 s, in the midst of the first request.
"""

from typing import Any

from fastapi import APIRouter, FastAPI

from workflow_engine_supervisor.http.in_thread import ThreadedRoute
from workflow_engine_supervisor.http.parameters import each_parameter_once

#: What they look like is told by `openapi/problems`: a model here would be made anew for each route.
_REFUSALS: dict[int | str, dict[str, Any]] = {"4XX": {"description": "why it was not done"}}


class ApiRouter(APIRouter):
    """A router of the API; its plain functions are called in a thread."""

    def __init__(self, **options: Any) -> None:
        super().__init__(route_class=ThreadedRoute, responses=_REFUSALS, dependencies=[each_parameter_once], **options)

    def install(self, app: FastAPI) -> None:
        """Let the app have these routes, as they are."""
        app.router.routes.extend(self.routes)
