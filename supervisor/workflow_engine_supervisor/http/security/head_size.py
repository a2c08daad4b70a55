"""How long a request's address and headers may be; uvicorn's own limit counts only what comes in pieces."""

from starlette.types import ASGIApp, Receive, Scope, Send

from workflow_engine_shared.errors import HeadTooLarge
from workflow_engine_supervisor.http.security.refusal import KINDS, refuse

MAX_HEAD = 64 * 1024


class HeadCheck:
    """Refuses longer ones."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in KINDS and _size(scope) > MAX_HEAD:
            await refuse(HeadTooLarge(), {**scope, "path": ""}, receive, send, {"Connection": "close"})
        else:
            await self._app(scope, receive, send)


def _size(scope: Scope) -> int:
    headers = sum(len(name) + len(value) for name, value in scope["headers"])
    return headers + len(scope["raw_path"]) + len(scope["query_string"])
