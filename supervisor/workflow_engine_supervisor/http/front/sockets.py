"""Hands a WebSocket on to a machine: its frames to the client, until one of both leaves."""

import asyncio
import contextlib

from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus

from workflow_engine_shared.errors.web import MachineUnreachable
from workflow_engine_supervisor.http.problems import MEDIA_TYPE
from workflow_engine_supervisor.machines.machine import CONNECT_S, RemoteMachine

_GOING_AWAY, _NORMAL = 1001, 1000
#: Codes that no one may send: they say that nobody closed.
_NEVER_SENT = frozenset({1005, 1006, 1015})


async def relay(machine: RemoteMachine, target: str, scope: Scope, receive: Receive, send: Send) -> None:
    """Open the same stream there, and send on what comes.

    Raises:
        MachineUnreachable, MachineRefused: there is none; the client has no answer yet.
    """
    machine.check()
    address = "ws" + machine.address.removeprefix("http") + target
    client = WebSocket(scope, receive, send)
    try:
        opened = await connect(
            address, additional_headers=machine.headers, open_timeout=CONNECT_S * 2, max_size=None, compression=None
        )
    except InvalidStatus as refused:
        body = bytes(refused.response.body or b"")
        await client.send_denial_response(Response(body, refused.response.status_code, media_type=MEDIA_TYPE))
        return
    except (OSError, asyncio.TimeoutError, InvalidHandshake) as error:
        machine.look_now.set()
        told = f"Machine {machine.name!r} at {machine.address} opened no stream: {str(error) or type(error).__name__}."
        raise MachineUnreachable(told, members={"machine": machine.name, "since": machine.since}) from error
    async with opened:
        await client.accept()
        tasks = [asyncio.ensure_future(_to_client(opened, client)), asyncio.ensure_future(_to_machine(client, opened))]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
    code = opened.close_code
    with contextlib.suppress(RuntimeError, WebSocketDisconnect, OSError):  # the client left first
        await client.close(_GOING_AWAY if code is None or code in _NEVER_SENT else code, opened.close_reason or "")


async def _to_client(opened: ClientConnection, client: WebSocket) -> None:
    with contextlib.suppress(ConnectionClosed, WebSocketDisconnect, RuntimeError):
        async for frame in opened:
            await (client.send_text(frame) if isinstance(frame, str) else client.send_bytes(frame))


async def _to_machine(client: WebSocket, opened: ClientConnection) -> None:
    """The stream takes no messages: what is said of that comes from the machine, too."""
    with contextlib.suppress(ConnectionClosed):
        while (message := await client.receive())["type"] != "websocket.disconnect":
            text = message.get("text")
            await opened.send(message.get("bytes") or b"" if text is None else text)
        await opened.close(_NORMAL)
