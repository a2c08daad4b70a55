"""Work of requests that may wait for the disk, in threads, while the loop does the rest.

By asyncio's own executor: with anyio's threads, which Starlette offers, the way there and back costs half as much
again. FastAPI itself would go to a second thread to check what comes back.
"""

import asyncio
import functools
import inspect
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from fastapi.routing import APIRoute

T = TypeVar("T")
#: As many as Starlette would have; each is begun when all others are busy.
_MOST = 40
_threads = ThreadPoolExecutor(_MOST, "request")


async def in_thread(function: Callable[..., T], *given: Any, **named: Any) -> T:
    """What the function returns, called in a thread. Whoever waits no longer lets it go on alone."""
    call = functools.partial(function, *given, **named) if given or named else function
    return await asyncio.get_running_loop().run_in_executor(_threads, call)


class ThreadedRoute(APIRoute):
    """A route whose plain function is called in a thread."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, endpoint if inspect.iscoroutinefunction(endpoint) else _threaded(endpoint), **options)


def _threaded(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    async def endpoint(**given: Any) -> Any:
        return await in_thread(function, **given)

    return endpoint
