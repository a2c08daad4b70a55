"""What the checks share: reading a request's headers, and refusing it before any handler runs."""

import re

from starlette.types import Receive, Scope, Send

from workflow_engine_shared.errors import RenError
from workflow_engine_supervisor.http.problems import problem_response

KINDS = ("http", "websocket")
_CONSOLE = re.compile(r"/(?:console(?:/.*)?)?", re.DOTALL)


def headers_named(scope: Scope, name: bytes) -> list[str]:
    """Every value of a header, in order."""
    return [value.decode("latin-1") for key, value in scope["headers"] if key == name]


def reads_console(scope: Scope) -> bool:
    """Whether a request is for the console's files: the same for everybody, and nothing of any run in them."""
    return (
        scope["type"] == "http" and scope["method"] in {"GET", "HEAD"} and _CONSOLE.fullmatch(scope["path"]) is not None
    )


async def refuse(
    error: RenError, scope: Scope, receive: Receive, send: Send, headers: dict[str, str] | None = None
) -> None:
    """Answer with the error; for a WebSocket that is an HTTP answer instead of the handshake."""
    await problem_response(error, path=scope["path"], headers=headers)(scope, receive, send)
