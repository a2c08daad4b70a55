"""The one door for bodies: small enough, strict JSON, and an object; or the request goes no further.

A piece of an uploaded file is bytes, and only has to be small enough.
"""

import asyncio
import contextlib
import re

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workflow_engine_shared.errors import (
    BodyTooLarge,
    InvalidBody,
    Problem,
    RenError,
    RequestTimeout,
    UnsupportedMediaType,
)
from workflow_engine_shared.strict_json import strict_json
from workflow_engine_shared.units import MIB
from workflow_engine_supervisor.http.security.refusal import headers_named, refuse

MAX_BODY = MIB
#: A body must arrive within so many seconds as a whole, and each next piece of it.
BODY_SECONDS = 60.0
PIECE_SECONDS = 10.0
MAX_DATA_BODY = 8 * MIB
#: Of a body that is refused, what comes at once is taken in and thrown away.
MAX_DRAINED = 8 * MAX_DATA_BODY
DRAIN_SECONDS = 10.0
DRAIN_PIECE_SECONDS = 0.3
_WITH_DATA = re.compile(r"/runs/start|/runs/[^/]+/(?:resume|fork)")
#: What is no JSON: a piece of a file.
MAX_PIECE = 8 * MIB
_PIECE = re.compile(r"/uploads/[^/]+/files/.+", re.DOTALL)
_METHODS = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_JSON = re.compile(r'application/json(?:\s*;\s*charset="?utf-8"?)?', re.IGNORECASE)
_BYTES = re.compile("application/octet-stream", re.IGNORECASE)
_QUICK = 64 * 1024


class BodyCheck:
    """Reads and checks a body before any handler sees it, then hands it on unchanged."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in _METHODS:
            await self._app(scope, receive, send)
            return
        incoming = _Incoming(receive)
        try:
            body = await _read(scope, incoming)
            if body is None:
                return  # the client left in the middle: nothing happened
            if body and not _is_piece(scope):
                await _check(body)
        except RenError as error:
            # Whoever asks first has not sent anything yet; whoever is slow goes on being slow.
            if not headers_named(scope, b"expect") and not isinstance(error, RequestTimeout):
                await incoming.drain()
            # What was not read can't be told from a next request.
            await refuse(error, scope, receive, send, {"Connection": "close"})
            return
        await self._app(scope, _handing_on(body, receive), send)


class _Incoming:
    """A body on its way in."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._over = False

    async def __call__(self) -> Message:
        message = await self._receive()
        self._over = message["type"] == "http.disconnect" or not message.get("more_body", False)
        return message

    async def drain(self) -> None:
        """Take in what is under way: to close a connection on unread bytes resets it, and the answer is lost."""
        now = asyncio.get_running_loop().time
        deadline, taken = now() + DRAIN_SECONDS, 0
        with contextlib.suppress(asyncio.TimeoutError):
            while not self._over and taken < MAX_DRAINED and now() < deadline:
                message = await asyncio.wait_for(self(), DRAIN_PIECE_SECONDS)
                taken += len(message.get("body", b""))


async def _read(scope: Scope, receive: Receive) -> bytes | None:
    limit = _limit(scope)
    announced = headers_named(scope, b"content-length")
    if announced and announced[0].isdigit() and int(announced[0]) > limit:
        raise BodyTooLarge(f"The body has {announced[0]} bytes; {limit} are allowed here.")
    _check_kind(
        scope, has_body=bool(announced and announced[0] != "0") or bool(headers_named(scope, b"transfer-encoding"))
    )
    body = bytearray()
    now = asyncio.get_running_loop().time
    deadline = now() + BODY_SECONDS
    while True:
        try:
            message = await asyncio.wait_for(receive(), max(0.0, min(PIECE_SECONDS, deadline - now())))
        except asyncio.TimeoutError:
            raise RequestTimeout("The body did not come in time.") from None
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if len(body) > limit:
            raise BodyTooLarge(f"The body has more than {limit} bytes.")
        if not message.get("more_body", False):
            return bytes(body)


def _is_piece(scope: Scope) -> bool:
    """Whatever the method: one that is not taken there is answered as such."""
    return _PIECE.fullmatch(scope["path"]) is not None


def _limit(scope: Scope) -> int:
    if _is_piece(scope):
        return MAX_PIECE
    return MAX_DATA_BODY if _WITH_DATA.fullmatch(scope["path"]) else MAX_BODY


def _check_kind(scope: Scope, *, has_body: bool) -> None:
    if headers_named(scope, b"content-encoding"):
        raise UnsupportedMediaType("A compressed body is not taken.")
    kinds = headers_named(scope, b"content-type")
    # A browser sends some kinds across origins without asking first, even with an empty body.
    kind = _BYTES if _is_piece(scope) else _JSON
    if (has_body or kinds) and not (len(kinds) == 1 and kind.fullmatch(kinds[0].strip())):
        raise (
            UnsupportedMediaType("A piece of a file is application/octet-stream.")
            if kind is _BYTES
            else (UnsupportedMediaType())
        )


async def _check(body: bytes) -> None:
    value = strict_json(body) if len(body) <= _QUICK else await run_in_threadpool(strict_json, body)
    if not isinstance(value, dict):
        problem = Problem("EXPECTED_OBJECT", "", "The body must be a JSON object.")
        raise InvalidBody(problems=[problem])


def _handing_on(body: bytes, receive: Receive) -> Receive:
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_again() -> Message:
        return waiting.pop() if waiting else await receive()

    return receive_again
