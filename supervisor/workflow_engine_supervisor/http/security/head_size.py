"""What a request's address and headers may be: not too long, and with one length of the body, not two.

uvicorn's own limit counts only what comes in pieces; and two lengths are two requests for whoever stands between.
"""

from starlette.types import ASGIApp, Receive, Scope, Send

from workflow_engine_shared.errors import HeadTooLarge, InvalidRequest
from workflow_engine_supervisor.http.security.refusal import KINDS, headers_named, refuse

MAX_HEAD = 64 * 1024
_LENGTHS = (b"content-length", b"transfer-encoding")


class HeadCheck:
    """Refuses the others."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in KINDS and _size(scope) > MAX_HEAD:
            await refuse(HeadTooLarge(), {**scope, "path": ""}, receive, send, {"Connection": "close"})
        elif scope["type"] in KINDS and all(headers_named(scope, name) for name in _LENGTHS):
            error = InvalidRequest("The request has both a Content-Length and a Transfer-Encoding.")
            await refuse(error, scope, receive, send, {"Connection": "close"})
        else:
            await self._app(scope, receive, send)


def _size(scope: Scope) -> int:
    headers = sum(len(name) + len(value) for name, value in scope["headers"])
    return headers + len(scope["raw_path"]) + len(scope["query_string"])
