"""The one door for bodies: small enough, strict JSON, and an object; or the request goes no further.

A piece of an uploaded file is bytes, and only has to be small enough.
"""

import asyncio
import contextlib
import re
from typing import Any, NamedTuple

from async_timeout import timeout
from starlette.concurrency import run_in_threadpool
from starlette.types import Message, Receive

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
from workflow_engine_supervisor.http.security.head import Head
from workflow_engine_supervisor.http.security.refusal import CLOSE, Refusal

MAX_BODY = MIB
#: A body must arrive within so many seconds as a whole, and each next piece of it.
BODY_SECONDS = 60.0
PIECE_SECONDS = 10.0
MAX_DATA_BODY = 8 * MIB
#: Of a body that is refused, what comes at once is taken in and thrown away.
MAX_DRAINED = 8 * MAX_DATA_BODY
DRAIN_SECONDS = 10.0
DRAIN_PIECE_SECONDS = 0.3
#: A draft may be larger than a flow that can be published: it is kept as it is drawn.
MAX_DRAFT = 2 * MIB
MAX_DRAFT_BODY = MAX_DRAFT + 64 * 1024
_WITH_DRAFT = re.compile(r"/flows/(?:check|import|[^/]+/draft(?:/impact)?)")
#: May hold a BPMN file; a document of the flow language may not be so large.
_WITH_BPMN = re.compile(r"/flows(?:/check|/[^/]+/versions)?")
_WITH_DATA = re.compile(r"/runs/start|/runs/[^/]+/(?:resume|fork)")
#: What is no JSON: a piece of a file.
MAX_PIECE = 8 * MIB
_PIECE = re.compile(r"/uploads/[^/]+/files/.+", re.DOTALL)
_METHODS = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_JSON = re.compile(r'application/json(?:\s*;\s*charset="?utf-8"?)?', re.IGNORECASE)
_BYTES = re.compile("application/octet-stream", re.IGNORECASE)
_QUICK = 64 * 1024


class Body(NamedTuple):
    """A body that was read whole: as it came, and what it says; None where none is read, or none was sent."""

    raw: bytes | None
    value: dict[str, Any] | None

    def handed_on(self, receive: Receive) -> Receive:
        """For a handler that reads it once more."""
        if self.raw is None:
            return receive
        waiting: list[Message] = [{"type": "http.request", "body": self.raw, "more_body": False}]

        async def receive_again() -> Message:
            return waiting.pop() if waiting else await receive()

        return receive_again


_NO_BODY = Body(None, None)


async def read_body(head: Head, receive: Receive) -> Body | Refusal | None:
    """Take in and check a request's body before any handler sees it; None: the client left in the middle."""
    if head.method not in _METHODS:
        return _NO_BODY
    incoming = _Incoming(receive)
    try:
        raw = await _read(head, incoming)
        if raw is None:
            return None
        said = await _object_in(raw) if raw and not _is_piece(head) else None
        limit = _limit_of_documents(head)
        if _WITH_BPMN.fullmatch(head.path) and len(raw) > limit and isinstance(said, dict) and "bpmn" not in said:
            raise BodyTooLarge(f"The body has {len(raw)} bytes; without 'bpmn' {limit} are allowed here.")
        return Body(raw, said)
    except RenError as error:
        # Whoever asks first has not sent anything yet; whoever is slow goes on being slow.
        if not head.has(b"expect") and not isinstance(error, RequestTimeout):
            await incoming.drain()
        # What was not read can't be told from a next request.
        return Refusal(error, CLOSE)


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


async def _read(head: Head, receive: Receive) -> bytes | None:
    limit = _limit(head)
    announced = head.all(b"content-length")
    if announced and announced[0].isdigit() and int(announced[0]) > limit:
        raise BodyTooLarge(f"The body has {announced[0]} bytes; {limit} are allowed here.")
    _check_kind(head, has_body=bool(announced and announced[0] != "0") or head.has(b"transfer-encoding"))
    body = bytearray()
    now = asyncio.get_running_loop().time
    deadline = now() + BODY_SECONDS
    while True:
        try:
            # Without a task of its own, which is what `asyncio.wait_for` makes.
            async with timeout(max(0.0, min(PIECE_SECONDS, deadline - now()))):
                message = await receive()
        except asyncio.TimeoutError:
            raise RequestTimeout("The body did not come in time.") from None
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if len(body) > limit:
            raise BodyTooLarge(f"The body has more than {limit} bytes.")
        if not message.get("more_body", False):
            return bytes(body)


def _is_piece(head: Head) -> bool:
    """Whatever the method: one that is not taken there is answered as such."""
    return _PIECE.fullmatch(head.path) is not None


def _limit(head: Head) -> int:
    if _is_piece(head):
        return MAX_PIECE
    if _WITH_BPMN.fullmatch(head.path):
        return MAX_DATA_BODY
    return _limit_of_documents(head)


def _limit_of_documents(head: Head) -> int:
    if _WITH_DRAFT.fullmatch(head.path):
        return MAX_DRAFT_BODY
    return MAX_DATA_BODY if _WITH_DATA.fullmatch(head.path) else MAX_BODY


def _check_kind(head: Head, *, has_body: bool) -> None:
    if head.has(b"content-encoding"):
        raise UnsupportedMediaType("A compressed body is not taken.")
    kinds = head.all(b"content-type")
    # A browser sends some kinds across origins without asking first, even with an empty body.
    kind = _BYTES if _is_piece(head) else _JSON
    if (has_body or kinds) and not (len(kinds) == 1 and kind.fullmatch(kinds[0].strip())):
        raise (
            UnsupportedMediaType("A piece of a file is application/octet-stream.")
            if kind is _BYTES
            else (UnsupportedMediaType())
        )


async def _object_in(body: bytes) -> dict[str, Any]:
    value = strict_json(body) if len(body) <= _QUICK else await run_in_threadpool(strict_json, body)
    if not isinstance(value, dict):
        problem = Problem("EXPECTED_OBJECT", "", "The body must be a JSON object.")
        raise InvalidBody(problems=[problem])
    return value
