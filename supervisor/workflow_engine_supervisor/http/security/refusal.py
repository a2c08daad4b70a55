"""What the checks share: a refusal, and how it is answered before any handler runs."""

from collections.abc import Mapping
from typing import NamedTuple

from starlette.types import Receive, Scope, Send

from workflow_engine_shared.errors import RenError
from workflow_engine_supervisor.http.problems import problem_response

CLOSE = {"Connection": "close"}


class Refusal(NamedTuple):
    """Why a request goes no further, and what stands in the answer's headers."""

    error: RenError
    headers: Mapping[str, str] | None = None
    tells_path: bool = True


async def refuse(refusal: Refusal, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the error; for a WebSocket that is an HTTP answer instead of the handshake."""
    path = scope["path"] if refusal.tells_path else ""
    headers = dict(refusal.headers) if refusal.headers else None
    await problem_response(refusal.error, path=path, headers=headers)(scope, receive, send)
