"""What a connection may do before, and beside, what any handler sees: uvicorn's protocols with limits of their own."""

import asyncio
import sys
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from workflow_engine_shared.errors import HeadTooLarge, InvalidRequest, RenError, RequestTimeout
from workflow_engine_supervisor.http.problems import problem_response

#: So long a request's line and headers may take, from the first byte on, or from the opening of the connection.
HEAD_SECONDS = 10.0
#: Control frames in a second, and pieces of one message: nobody honest sends more.
MAX_PINGS = 100
MAX_PIECES = 1_000
#: Bytes that are held back for what follows them; what is larger is sent as it is written.
MAX_JOINED = 64 * 1024
_HEAD_TOO_LARGE = 431
_POLICY = 1008
_NO_TEXT = 1007


class JoinedWrites(asyncio.Transport):
    """A transport that sends together what is written in one turn of the loop: an answer's head and its body.

    Each by itself would be a call of the system more, and would wake whoever waits for the answer once more.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self._transport = transport
        self._loop = loop
        self._held: list[bytes | bytearray | memoryview] = []
        self._size = 0

    def write(self, data: bytes | bytearray | memoryview) -> None:
        if not data:
            return
        if not self._held:
            self._loop.call_soon(self._flush)
        self._held.append(data)
        self._size += len(data)
        if self._size > MAX_JOINED:
            self._flush()

    def close(self) -> None:
        self._flush()
        self._transport.close()

    def abort(self) -> None:
        self._held, self._size = [], 0
        self._transport.abort()

    def get_write_buffer_size(self) -> int:
        return self._transport.get_write_buffer_size() + self._size

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return self._transport.get_extra_info(name, default)

    def is_closing(self) -> bool:
        return self._transport.is_closing()

    def pause_reading(self) -> None:
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        self._transport.resume_reading()

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        self._transport.set_protocol(protocol)

    def _flush(self) -> None:
        held, self._held, self._size = self._held, [], 0
        if held:
            self._transport.write(b"".join(held))


class GuardedHttp(H11Protocol):
    """Refuses broken and slow requests, in the form of all other refusals."""

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(JoinedWrites(transport, self.loop))
        self._arm()

    def connection_lost(self, exc: Exception | None) -> None:
        self._disarm()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._disarm()
        elif self._deadline is None and self.conn.trailing_data[0]:
            self._arm()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - the signature is uvicorn's
        """Called by uvicorn in place of a handler."""
        error = sys.exc_info()[1]
        too_large = isinstance(error, h11.RemoteProtocolError) and error.error_status_hint == _HEAD_TOO_LARGE
        self._refuse(HeadTooLarge() if too_large else InvalidRequest())

    def _arm(self) -> None:
        self._deadline = self.loop.call_later(HEAD_SECONDS, self._too_late)

    def _disarm(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _too_late(self) -> None:
        self._deadline = None
        if self.conn.their_state is h11.IDLE and self.conn.trailing_data[0]:
            self._refuse(RequestTimeout("The request's headers did not come in time."))
        else:
            self.transport.close()

    def _refuse(self, error: RenError) -> None:
        self._disarm()
        answer = problem_response(error, headers={"Connection": "close"})
        for event in (
            h11.Response(status_code=answer.status_code, headers=answer.raw_headers),
            h11.Data(data=bytes(answer.body)),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()


class GuardedWebSocket(WebSocketsSansIOProtocol):
    """Closes connections that flood: pings, and messages in pieces without end."""

    _pings = 0
    _second = 0.0

    def handle_ping(self) -> None:
        now = self.loop.time()
        if now - self._second >= 1.0:
            self._second, self._pings = now, 0
        self._pings += 1
        if self._pings > MAX_PINGS:
            self._fail("too many pings")
        else:
            super().handle_ping()

    def handle_cont(self, event: Any) -> None:
        if len(self.frames) >= MAX_PIECES:
            self._fail("too many pieces")
        else:
            super().handle_cont(event)

    def send_receive_event_to_app(self) -> None:
        """Text that is no UTF-8 is the client's mistake: uvicorn would log it as one of ours."""
        if self.curr_msg_data_type == "text":
            try:
                b"".join(self.frames).decode()
            except UnicodeDecodeError:
                self._fail("the text is no UTF-8", _NO_TEXT)
                return
        super().send_receive_event_to_app()

    def _fail(self, reason: str, code: int = _POLICY) -> None:
        if self.close_sent:
            return
        self.conn.fail(code, reason)
        self.handle_parser_exception()
