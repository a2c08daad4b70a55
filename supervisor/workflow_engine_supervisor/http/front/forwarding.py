"""Hands one HTTP request on to a machine, and its answer back as it comes: a command once, a stream piece by piece."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import httpx
from starlette.types import Receive, Scope, Send

from workflow_engine_shared.errors import RenError
from workflow_engine_supervisor.http.problems import problem_response
from workflow_engine_supervisor.machines.judge import wrong_token
from workflow_engine_supervisor.machines.machine import RemoteMachine

#: What a machine has to know of a request. The token is its own.
_ASKED = frozenset(
    {b"accept", b"accept-language", b"content-type", b"if-match", b"if-none-match", b"last-event-id", b"range"}
)
#: What of its answer is not ours to say.
_TOLD = frozenset(
    {
        "accept-ranges", "allow", "cache-control", "content-disposition", "content-length", "content-range",
        "content-type", "etag", "last-modified", "location", "retry-after",
    }
)  # fmt: skip
_UNAUTHORIZED, _NOT_FOUND, _SUCCESS = 401, 404, range(200, 300)
_STREAM = "text/event-stream"
Seen = Callable[[httpx.Response, Any], None]


async def forward(
    machine: RemoteMachine,
    target: str,
    body: bytes | None,
    scope: Scope,
    receive: Receive,
    send: Send,
    whole: Seen | None,
) -> None:
    """Answer a request with the machine's answer.

    Args:
        machine: who answers.
        target: path and query there.
        body: of the request.
        scope: the request.
        receive: tells that the client left.
        send: takes the answer.
        whole: the answer is a JSON object: it is read whole, seen by this, and says on which machine it is.

    Raises:
        MachineUnreachable, MachineRefused, MachineAnswerUnclear: there is no answer; nothing was sent to the client.
    """
    machine.check()
    headers = {
        **{name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"] if name in _ASKED},
        "accept-encoding": "identity",
    }
    response = await machine.send(scope["method"], target, content=body, headers=headers)
    try:
        _refuse_unauthorized(machine, response)
        if whole is not None:
            await _answer_whole(machine, response, scope, send, whole)
        else:
            await _pass_on(machine, response, receive, send)
    finally:
        await response.aclose()


def _refuse_unauthorized(machine: RemoteMachine, response: httpx.Response) -> None:
    """Our client's token was right: told of the machine's, it would look for the wrong mistake."""
    if response.status_code == _UNAUTHORIZED:
        refused = wrong_token(machine.name, machine=machine.name)
        machine.has_trouble(refused)
        raise refused


async def _answer_whole(machine: RemoteMachine, response: httpx.Response, scope: Scope, send: Send, seen: Seen) -> None:
    try:
        content = await response.aread()
    except httpx.HTTPError as error:
        raise machine.unanswered(error, scope["method"]) from error
    headers = _headers(response)
    try:
        said = json.loads(content)
    except ValueError:
        said = None
    seen(response, said)
    if isinstance(said, dict) and response.status_code in _SUCCESS:
        said["machine"] = machine.name
        content = json.dumps(said, separators=(",", ":"), ensure_ascii=False).encode()
        headers = [(name, value) for name, value in headers if name != b"content-length"]
        headers.append((b"content-length", str(len(content)).encode()))
    await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": content, "more_body": False})


async def _pass_on(machine: RemoteMachine, response: httpx.Response, receive: Receive, send: Send) -> None:
    headers = [*_headers(response), (b"x-renflow-machine", machine.name.encode())]
    await send({"type": "http.response.start", "status": response.status_code, "headers": headers})

    async def pump() -> None:
        try:
            async for piece in response.aiter_raw():
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        except httpx.HTTPError as error:
            machine.unanswered(error, "GET")
            if not response.headers.get("content-type", "").startswith(_STREAM):
                raise ConnectionAbortedError(f"machine {machine.name!r} broke off its answer") from error
        await send({"type": "http.response.body", "body": b"", "more_body": False})  # of a stream: it is opened again

    async def leave() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    tasks = [asyncio.ensure_future(pump()), asyncio.ensure_future(leave())]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    if isinstance(outcomes[0], Exception):
        raise outcomes[0]


def _headers(response: httpx.Response) -> list[tuple[bytes, bytes]]:
    return [(name.lower(), value) for name, value in response.headers.raw if name.decode("latin-1").lower() in _TOLD]


async def refuse(error: RenError, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with an error; for a WebSocket that is an HTTP answer instead of the handshake."""
    await problem_response(error, path=scope["path"])(scope, receive, send)
