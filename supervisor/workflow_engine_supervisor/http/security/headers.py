"""Headers on every answer: no guessing of types, no address in a Referer, no frame around it."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workflow_engine_supervisor.http.security.refusal import reads_console

_POLICY = b"content-security-policy"
_STRICT = b"default-src 'self'; frame-ancestors 'none'; object-src 'none'"
#: The page runs its own scripts only. Its components set styles; pictures of runs are fetched, then shown from memory.
_CONSOLE = (
    _STRICT + b"; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:"
    b"; connect-src 'self'; base-uri 'none'; form-action 'self'"
)
_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
]
_STARTS = frozenset({"http.response.start", "websocket.http.response.start"})


class AnswerHeaders:
    """Adds them, refusals included."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        policy = (_POLICY, _CONSOLE if reads_console(scope) else _STRICT)

        async def with_headers(message: Message) -> None:
            if message["type"] in _STARTS:
                message = {**message, "headers": [*message.get("headers", []), *_HEADERS, policy]}
            await send(message)

        await self._app(scope, receive, with_headers)
