"""Streams of events on their way out: WebSocket and SSE."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from enum import Enum
from typing import Any

import msgspec
from fastapi import WebSocket
from fastapi.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocketDisconnect

from workflow_engine_shared.errors import RenError
from workflow_engine_shared.protocol.events import Event
from workflow_engine_supervisor.http.in_thread import in_thread
from workflow_engine_supervisor.http.problems import problem_response, refusal
from workflow_engine_supervisor.live.hub import Hub
from workflow_engine_supervisor.live.subscription import SlowConsumer, Subscription

KEEP_ALIVE_SECONDS = 15.0
CLOSE_SECONDS = 5.0
MAX_MESSAGES = 10
GOING_AWAY, UNSUPPORTED, POLICY, SLOW = 1001, 1003, 1008, 1013


class Ending(Enum):
    """Why a stream is over."""

    LEFT = "the client left"
    CLOSED = "the server stops"
    SLOW = "the client did not keep up"


@dataclass(frozen=True)
class Stream:
    """A subscription, and what is looked up for its first frame."""

    hub: Hub
    watcher: Subscription
    open: Callable[[], Event | None]


class EventStream(Response):
    """The SSE form of a subscription."""

    media_type = "text/event-stream"

    def __init__(self, stream: Stream) -> None:
        super().__init__(headers={"Cache-Control": "no-store"})
        del self.headers["content-length"]
        self._stream = stream

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        async def write(text: bytes) -> None:
            await send({"type": "http.response.body", "body": text, "more_body": True})

        async def write_event(event: Event) -> None:
            body = msgspec.json.encode(event)
            await write(b"id: %b\nevent: %b\ndata: %b\n\n" % (event.seq.encode(), event.type.encode(), body))

        async def keep_alive() -> Ending:
            while True:
                await asyncio.sleep(KEEP_ALIVE_SECONDS)
                await write(b": still here\n\n")

        async def leave() -> Ending:
            while (await receive())["type"] != "http.disconnect":
                pass
            return Ending.LEFT

        try:
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            await write(b"retry: 1000\n\n")
            deliver = _deliver(self._stream, write_event)
            ending = await _until_over(self._stream.watcher, deliver, leave(), keep_alive())
            if ending is not Ending.LEFT:
                with contextlib.suppress(asyncio.TimeoutError):
                    end = send({"type": "http.response.body", "body": b"", "more_body": False})
                    await asyncio.wait_for(end, CLOSE_SECONDS)
        finally:
            self._stream.hub.unsubscribe(self._stream.watcher)


async def push(socket: WebSocket, stream: Stream) -> None:
    """Send a subscription's events as JSON texts, one a frame, until either side leaves."""
    try:
        await socket.accept()

        async def send(event: Event) -> None:
            await socket.send_text(msgspec.json.encode(event).decode())

        ending = await _until_over(stream.watcher, _deliver(stream, send), _listen(socket))
        with contextlib.suppress(asyncio.TimeoutError, RuntimeError, WebSocketDisconnect):
            await asyncio.wait_for(_part(socket, ending), CLOSE_SECONDS)
    finally:
        stream.hub.unsubscribe(stream.watcher)


async def _deliver(stream: Stream, send: Callable[[Event], Awaitable[None]]) -> Ending:
    """The opening frame, then events until the subscription ends."""
    opening = await in_thread(stream.open)
    if opening is not None:
        await send(opening)
    try:
        async for event in stream.watcher:
            await send(event)
    except SlowConsumer:
        return Ending.SLOW
    return Ending.CLOSED


async def _until_over(watcher: Subscription, *works: Coroutine[Any, Any, Ending]) -> Ending:
    """Do all of it until one is done; the others, even in the midst of a send that no one reads, end with it."""

    async def closed() -> Ending:
        await watcher.closed.wait()
        return Ending.SLOW if watcher.slow else Ending.CLOSED

    tasks = [asyncio.ensure_future(work) for work in (*works, closed())]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    errors = [error for task in done if (error := task.exception()) is not None]
    if errors and not isinstance(errors[0], (WebSocketDisconnect, OSError, RuntimeError)):
        raise errors[0]
    # Who left while a send was under way has left.
    return Ending.LEFT if errors else next(task.result() for task in tasks if task in done)


async def _listen(socket: WebSocket) -> Ending:
    """This stream takes no messages: each is answered with an error, the tenth with the end."""
    for count in range(1, MAX_MESSAGES + 1):
        message = await socket.receive()
        if message["type"] == "websocket.disconnect":
            return Ending.LEFT
        if count < MAX_MESSAGES:
            detail = "This stream takes no messages; commands go over HTTP."
            await socket.send_json({"type": "error", "code": "UNEXPECTED_MESSAGE", "detail": detail})
        else:
            await socket.close(UNSUPPORTED if message.get("text") is None else POLICY, "no messages, please")
    return Ending.LEFT


async def _part(socket: WebSocket, ending: Ending) -> None:
    if ending is Ending.SLOW:
        await socket.close(SLOW, "slow_consumer")
    elif ending is Ending.CLOSED:
        await socket.close(GOING_AWAY, "server_stops")


async def refuse_socket(socket: WebSocket, error: Exception) -> None:
    """A WebSocket that can't be served is answered like any other request, before it is one."""
    if not isinstance(error, RenError):
        found: Any = getattr(error, "errors", list)()
        error = refusal(found, socket.scope.get("endpoint"))
    await socket.send_denial_response(problem_response(error, path=socket.url.path))
