"""Routes whose function runs in a thread, once: FastAPI itself would go to a second one to check what comes back."""

import functools
import inspect
from collections.abc import Callable
from typing import Any

from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool


class ThreadedRoute(APIRoute):
    """A route whose plain function is called in a thread, while the loop does the rest."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, endpoint if inspect.iscoroutinefunction(endpoint) else _threaded(endpoint), **options)


def _threaded(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    async def endpoint(**given: Any) -> Any:
        return await run_in_threadpool(function, **given)

    return endpoint
