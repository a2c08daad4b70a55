"""The HTTP server in a thread of its own: started once it answers, stopped with its streams closed first."""

import asyncio
import contextlib
import socket
import threading
from typing import Any

import uvicorn

from workflow_engine_shared.clock import wait_until
from workflow_engine_shared.errors import RenError
from workflow_engine_shared.machine_limits import lacks_handles
from workflow_engine_supervisor import event_log
from workflow_engine_supervisor.engine import Engine
from workflow_engine_supervisor.http.app import create_app
from workflow_engine_supervisor.http.security.connections import GuardedHttp, GuardedWebSocket
from workflow_engine_supervisor.server.listening import BACKLOG

STARTING_SECONDS = 20.0
CLOSING_SECONDS = 3
#: Longer than clients keep an idle connection (httpx 5 s, aiohttp 15 s): one that the server closes first may be closed
#: in the very moment in which a client sends its next request on it.
IDLE_SECONDS = 75
_LOOK_SECONDS = 0.005
_TICK_SECONDS = 1.0  #: between two looks at the clock, for the date of answers
#: asyncio calls this `backlog`: without file handles it tries so often in a row, and plans as many next tries for each.
_ACCEPTS_A_TURN = 1
MAX_MESSAGE = 64 * 1024


class HttpServer(uvicorn.Server):
    """uvicorn on our own socket, in a thread of its own, where it installs no signal handlers."""

    def __init__(self, engine: Engine, opened: socket.socket) -> None:
        """Will serve on `opened`, which listens already."""
        self._hub = engine.hub
        self._leaving = asyncio.Event()
        super().__init__(
            uvicorn.Config(
                create_app(engine),
                http=GuardedHttp,
                ws=GuardedWebSocket,
                ws_max_size=MAX_MESSAGE,
                ws_per_message_deflate=False,
                lifespan="on",
                backlog=_ACCEPTS_A_TURN,
                log_config=None,
                log_level="warning",
                access_log=False,
                proxy_headers=False,
                server_header=False,
                timeout_keep_alive=IDLE_SECONDS,
            )
        )
        self._thread = threading.Thread(target=self.run, args=([opened],), name="http", daemon=True)

    def start(self) -> None:
        """Serve; returns once requests are answered."""
        self._thread.start()
        wait_until(lambda: self.started or not self._thread.is_alive(), STARTING_SECONDS, _LOOK_SECONDS)
        if not self.started:
            raise RenError("The HTTP server did not start.")

    def stop(self) -> None:
        """Answer what is under way, then stop; bears being called twice. One that never answered is not waited for."""
        if self.started:
            self.should_exit = True
            with contextlib.suppress(RuntimeError):  # its loop has ended already
                self._loop.call_soon_threadsafe(self._leaving.set)
            self._thread.join()

    @property
    def is_alive(self) -> bool:
        """Whether requests are answered, or will be."""
        return self._thread.is_alive()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Accept connections; those that come while there are no file handles wait in the system's queue."""
        self._loop = asyncio.get_running_loop()
        self._loop.set_exception_handler(_failed)
        await super().startup(sockets)
        for each in sockets or ():
            each.listen(BACKLOG)  # asyncio made it the other number

    async def main_loop(self) -> None:
        """Tick until `stop` is called, which is heeded at once: uvicorn's own looks for it ten times a second."""
        while not await self.on_tick(0):
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._leaving.wait(), _TICK_SECONDS)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the event streams, which would else be waited for, then the connections as their answers are complete.

        As uvicorn does it, but for its tenth of a second before the first look, and between any two of them.
        """
        self._hub.close()
        for each in (*self.servers, *(sockets or ())):
            each.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        try:
            await asyncio.wait_for(self._all_answered(), CLOSING_SECONDS)
        except asyncio.TimeoutError:
            for task in list(self.server_state.tasks):
                task.cancel()
        await self.lifespan.shutdown()

    async def _all_answered(self) -> None:
        while self.server_state.connections or self.server_state.tasks:  # noqa: ASYNC110 - uvicorn tells of neither
            await asyncio.sleep(_LOOK_SECONDS)
        for server in self.servers:
            await server.wait_closed()


def _failed(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """A connection that could not be accepted is told of each time that it is tried again."""
    error = context.get("exception")
    if error is not None and lacks_handles(error):
        event_log.trouble("connection.waits", error)
    else:
        loop.default_exception_handler(context)
