"""The one gate that every request passes: what it must be, what every answer says, and the count of both."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workflow_engine_supervisor.engine import Engine
from workflow_engine_supervisor.http.direct import Direct, answer_directly
from workflow_engine_supervisor.http.front.front import Front
from workflow_engine_supervisor.http.problems import UnexpectedErrors
from workflow_engine_supervisor.http.prometheus import Metrics
from workflow_engine_supervisor.http.security.body import Body, read_body
from workflow_engine_supervisor.http.security.head import Head
from workflow_engine_supervisor.http.security.head_size import head_refusal
from workflow_engine_supervisor.http.security.headers import answer_headers
from workflow_engine_supervisor.http.security.origin import HostCheck, OriginCheck
from workflow_engine_supervisor.http.security.refusal import Refusal, refuse
from workflow_engine_supervisor.http.security.tokens import Tickets, TokenCheck
from workflow_engine_supervisor.machines.fleet import Fleet

_STARTS = frozenset({"http.response.start", "websocket.http.response.start"})


class Gate:
    """Lets requests through to the app that pass every check, in one go: a layer for each would cost more than it."""

    def __init__(self, app: ASGIApp, engine: Engine, metrics: Metrics, tickets: Tickets, fleet: Fleet | None) -> None:
        self._app = app
        self._direct = Direct(engine)
        self._front = None if fleet is None else Front(engine, fleet)
        self._metrics = metrics
        host, public_url, token = engine.settings.host, engine.settings.public_url, engine.settings.token
        # In this order: what comes later reads what those before have found to be there.
        self._checks = (head_refusal, HostCheck(host, public_url), OriginCheck(public_url), TokenCheck(token, tickets))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        begun = self._metrics.clock.monotonic()
        head = Head(scope)

        async def answer(message: Message) -> None:
            kind = message["type"]
            if kind == "http.response.start":
                seconds = self._metrics.clock.monotonic() - begun
                self._metrics.answered(scope["method"], _route(scope), message["status"], seconds)
            if kind in _STARTS:
                message = {**message, "headers": [*message.get("headers", ()), *answer_headers(head)]}
            await send(message)

        async def admitted(scope: Scope, receive: Receive, send: Send) -> None:
            await self._admit(head, scope, receive, send)

        await UnexpectedErrors(admitted)(scope, receive, answer)

    async def _admit(self, head: Head, scope: Scope, receive: Receive, send: Send) -> None:
        for check in self._checks:
            refusal = check(head)
            if refusal is not None:
                await refuse(refusal, scope, receive, send)
                return
        body = await read_body(head, receive)
        if isinstance(body, Refusal):
            await refuse(body, scope, receive, send)
        elif body is not None:  # else the client left in the middle: nothing happened
            await self._answer(body, scope, receive, send)

    async def _answer(self, body: Body, scope: Scope, receive: Receive, send: Send) -> None:
        if self._front is not None and await self._front.answers(body, scope, receive, send):
            return
        answerer = self._direct.answerer(scope, body.value)
        if answerer is not None:
            await answer_directly(answerer, scope, receive, send)
        else:
            await self._app(scope, body.handed_on(receive), send)


def _route(scope: Scope) -> str:
    """The template of the address, once it is known. Addresses that nobody serves are one: askers make no labels."""
    route = scope.get("route")
    return str(getattr(route, "path_format", None) or getattr(route, "path", None) or "none")
