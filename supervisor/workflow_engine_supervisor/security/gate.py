"""What the checks share: reading a request's headers, and refusing it before any handler runs."""

from starlette.types import Receive, Scope, Send

from workflow_engine_shared.errors import RenError
from workflow_engine_supervisor.problems import problem_response

KINDS = ("http", "websocket")


def headers_named(scope: Scope, name: bytes) -> list[str]:
    """Every value of a header, in order."""
    return [value.decode("latin-1") for key, value in scope["headers"] if key == name]


async def refuse(
    error: RenError, scope: Scope, receive: Receive, send: Send, headers: dict[str, str] | None = None
) -> None:
    """Answer with the error; for a WebSocket that is an HTTP answer instead of the handshake."""
    await problem_response(error, path=scope["path"], headers=headers)(scope, receive, send)
